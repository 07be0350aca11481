//! What the window may call: convert, call, convert. One file a screen.

pub(crate) mod attention;
pub(crate) mod copy;
pub(crate) mod decide;
pub(crate) mod frame;
pub(crate) mod minutes;
pub(crate) mod outage;
pub(crate) mod queue;
pub(crate) mod reader;
pub(crate) mod reader_window;
pub(crate) mod report;
pub(crate) mod setup;
pub(crate) mod status;
pub(crate) mod training;
pub(crate) mod typed;
pub(crate) mod work;
