//! What the opening of the profile found out about it.

use serde::Serialize;
use triage_client::Finding;
use ts_rs::TS;

/// Damage that was dealt with at the start, and what is lost. Nothing of it is silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum FindingView {
    /// The copy of the provider's requests was made anew; it comes back with the next sync.
    CacheRebuilt,
    /// The decisions' file was damaged: so many of so many could be read and are kept.
    LedgerSalvaged { kept: u32, of: u32, kept_as: String },
    /// Decisions with these numbers were taken on this PC and are not here any more.
    DecisionsMissing { first: u32, last: u32 },
    /// The decisions' file is an older copy of the one that was open here last.
    OlderLedger,
    /// A row of the record of who did what was changed, or is missing.
    RecordBroken,
    /// A file is damaged; the next start mends it.
    Damaged,
    /// There is no room to finish what is on its way when the disk is full.
    NoReserve,
}

impl FindingView {
    /// Shows what concerns the people here; nothing where all was mended and nothing is different.
    #[must_use]
    pub fn of(finding: &Finding) -> Option<Self> {
        Some(match finding {
            Finding::HeaderMended { .. } => return None,
            Finding::CacheRebuilt { .. } => Self::CacheRebuilt,
            Finding::LedgerSalvaged { decisions, kept_as, .. } => Self::LedgerSalvaged {
                kept: number(decisions.kept),
                of: number(decisions.of),
                kept_as: kept_as.clone(),
            },
            Finding::Missing { first, last, .. } => {
                Self::DecisionsMissing { first: number(*first), last: number(*last) }
            }
            Finding::OlderLedger { .. } => Self::OlderLedger,
            Finding::RecordBroken => Self::RecordBroken,
            Finding::Damage { .. } => Self::Damaged,
            Finding::NoReserve => Self::NoReserve,
        })
    }
}

fn number(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
