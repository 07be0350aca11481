//! FHIR R4 JSON to the domain and back.
//!
//! Pure: it knows neither HTTP nor storage nor sync. Resources stay the JSON that was received; reading makes a domain
//! view of it, writing edits named members in place and leaves everything else as it came (`wire.md` §1).

pub mod assemble;
pub mod bundle;
pub mod capability;
pub mod codes;
pub mod communication;
pub mod directory;
pub mod encode;
pub mod json;
pub mod patient;
pub mod submission;
pub mod systems;
pub mod task;

pub use assemble::{Assembled, Parts, assemble};
pub use bundle::{
    HistoryPage, PageEntry, ReadBundleError, SearchPage, TransactionOutcome, read_history_page, read_search_page,
    read_transaction,
};
pub use encode::{DecisionWrite, EntryWrite, Practice, decision_bundle, entry_bundle};
