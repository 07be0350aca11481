//! The sync engine without IO: pull, outbox, rebase, conflicts, retries, freshness.
//!
//! `handle(input, now)` changes state, `poll()` says what to do, `wake_at()` says when to call again. It reads no clock,
//! rolls no dice and touches no file or socket: the caller drains `poll` after every `handle` and makes a `Commit`
//! durable before it carries out the next effect. It owns the words for what must be stored and sent, not the storing.

pub mod ability;
pub mod basis;
pub mod clock;
pub mod conflict;
pub mod effect;
pub mod engine;
pub mod freshness;
pub mod input;
pub mod lease;
pub mod mutant;
pub mod operation;
pub mod pull;
pub mod rebase;
pub mod retry;
#[cfg(test)]
mod sample;
pub mod version;
pub mod view;

pub use ability::{Abilities, Level, Limit};
pub use basis::{Basis, BasisField, BasisFields, SeenClaim};
pub use clock::{Clocks, Now};
pub use conflict::{Choice, Conflict, Resolution, choices};
pub use effect::{Cursor, Effect, LedgerChange, PageStart, PullOrder, PushOrder, Scope, Topic};
pub use engine::LinkState;
pub use engine::{Engine, EngineSettings, Restored, SoFar, WATCHED_MIN};
pub use freshness::Freshness;
pub use input::{Doubt, Failure, FetchedRequest, Input, PageSummary, PushAnswer, Stamp, WitnessAnswer};
pub use lease::{ServerClock, ServerTime, may_act, may_take};
pub use operation::{Attempt, OpState, Operation, Stuck};
