//! The promises of the demo provider, over a real loopback connection.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod conditions;
mod durability;
mod errors;
mod faults;
mod history;
mod messages;
mod paging;
mod search;
mod sign_in;
mod synthetic;
mod transactions;
mod world;
