//! A simulated practice for tests: providers that misbehave when told to, PCs that can be switched off in the middle of a
//! sentence, and people in front of them.
//!
//! Everything of ours is real here: real programs, real files, real HTTP. Only the world around them is made up.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a world that breaks ends the test that stands on it")]

pub mod bad_line;
mod browser;
mod desk;
mod dice;
mod foreign;
mod forward;
mod helios;
#[cfg(unix)]
pub mod kills;
mod pc;
mod programs;
mod provider;
mod proxy;
mod scan;
mod sekmet;
mod stand_in;
mod torn_line;
mod verdict;
mod wait;
mod wire;

pub use browser::choose_in_browser;
pub use demo_provider::Gap;
pub use desk::Desk;
pub use dice::Dice;
pub use foreign::{Foreign, ForeignServer, ODS, StartForeignError};
pub use pc::{Ended, Pc, Saved};
pub use programs::{left_out, number_after, program, root, say};
pub use provider::{Provider, ProviderProcess, STAFF, practice, practice_with, practice_without};
pub use proxy::{LineFault, Proxy};
pub use scan::Scan;
pub use stand_in::StandIn;
pub use torn_line::TornLine;
pub use verdict::checks_not_passed;
pub use wait::until;
pub use wire::{Answer, Wire, op_id_of};
