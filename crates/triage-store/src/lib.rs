//! Encrypted SQLite on the device: `ledger.db` (precious) and `cache.db` (rebuildable). The only SQL of the product.
//!
//! It carries out what `triage-sync` has words for; it decides nothing. No transaction ever needs both files.

pub mod cache;
pub mod files;
pub mod key;
pub mod ledger;
pub mod open;

pub use cache::{Cache, CacheRead, CacheWrite, ResourceRow, TaskVersionRow, UnreadableRow};
pub use files::{Files, Folder};
pub use key::DataKey;
pub use ledger::{DraftRow, Ledger, OperationRow};
pub use open::{OpenStoreError, StoreError, Stores};
