//! The promises of the product as a practice would put them, tested with the programs that it would run. One file a
//! promise.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bad_input;
mod bad_line;
mod bad_proxy;
mod claims;
mod client_killed;
mod conflicts;
mod decisions;
mod exit_codes;
mod files;
mod key_store;
mod keys;
#[cfg(unix)]
mod kills;
mod left_off;
mod minutes;
mod morning;
mod offline;
mod outage_day;
mod privacy;
mod provider_check;
mod provider_killed;
mod recovery;
mod restored;
mod setup;
mod sign_in;
mod step_by_step;
mod training;
mod waiting;
mod writing;
