//! Owns a complete small online consultation provider: a FHIR R4 server, sign-in, and a synthetic practice whose
//! patients write requests, to try, test and demonstrate against.
//!
//! Deliberately no product: it binds to loopback, its people are synthetic and its faults can be ordered.

mod admin;
mod arrivals;
mod clock;
mod connection;
mod courier;
mod faults;
mod fhir;
mod gaps;
mod http;
mod oauth;
pub mod options;
pub mod practice;
mod server;
mod settings;
mod store;

pub use clock::Clock;
pub use gaps::{Gap, Gaps};
pub use server::{Provider, StartError, start};
pub use settings::Settings;
