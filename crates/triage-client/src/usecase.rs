//! What a user can do, one file each.

pub mod attach;
pub mod attention;
pub mod check_provider;
pub mod connect;
pub mod copy;
pub mod decide;
pub mod draft;
pub mod enter;
pub mod minutes;
pub mod outage_list;
pub mod photo;
pub mod place;
pub mod queue;
pub mod read_request;
pub mod report;
pub mod route;
pub mod session;
pub mod setup;
pub mod sign_in;
pub mod spreadsheet;
pub mod status;
pub mod typed;
pub mod work;
pub mod writing;
