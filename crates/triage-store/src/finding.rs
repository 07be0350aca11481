//! What an opening or a check found out about a profile, for the program above to say.

use std::fmt;

use chrono::{DateTime, Utc};

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub kept: u64,
    pub of: u64,
}

/// Why the cache was made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheFault {
    /// It could not be read although the key is right.
    Damaged,
    /// It was written by another version of the program.
    OtherVersion,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The copy of what the provider has was made anew; everything in it comes back with the next pull.
    CacheRebuilt { fault: CacheFault, kept_as: String },
    /// The first 16 bytes of a file were restored from the copy in the key check; nothing was lost.
    HeaderMended { file: &'static str },
    /// The ledger was damaged, and what could be read was moved into a new one.
    LedgerSalvaged { decisions: Tally, others: Tally, kept_as: String },
    /// Decisions with these numbers were taken on this device and are not in its ledger.
    Missing { first: u64, last: u64, found_at: DateTime<Utc> },
    /// The ledger is an older copy of the one that was open here last.
    OlderLedger { openings: u64, known_openings: u64 },
    /// A row of the record was changed, or is missing.
    RecordBroken,
    /// A check found damage; the next opening deals with it.
    Damage { file: &'static str },
    /// There is no room for the reserve that finishes what is on its way when the disk is full.
    NoReserve,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CacheRebuilt { fault: CacheFault::Damaged, kept_as } => write!(
                f,
                "the copy of the provider's requests was damaged and is made anew; nothing that was decided is lost, \
                 and the requests come back with the next sync (the damaged file is kept as {kept_as})"
            ),
            Self::CacheRebuilt { fault: CacheFault::OtherVersion, kept_as } => write!(
                f,
                "the copy of the provider's requests was written by another version of the program and is made anew; \
                 the requests come back with the next sync (the other file is kept as {kept_as})"
            ),
            Self::HeaderMended { file } => {
                write!(f, "the beginning of {file} was damaged and is mended; nothing is lost")
            }
            Self::LedgerSalvaged { decisions, others, kept_as } => write!(
                f,
                "ledger.db was damaged: {} of {} decisions and {} of {} other rows could be read and are kept (the \
                 damaged file is kept as {kept_as}; `rescue` lists what it holds)",
                decisions.kept, decisions.of, others.kept, others.of
            ),
            Self::Missing { first, last, .. } if first == last => {
                write!(f, "decision {first} was taken on this device and is not in its ledger")
            }
            Self::Missing { first, last, .. } => {
                write!(f, "decisions {first} to {last} were taken on this device and are not in its ledger")
            }
            Self::OlderLedger { openings, known_openings } => write!(
                f,
                "ledger.db is an older copy: it was opened {openings} times and this profile {known_openings} times; \
                 decisions taken in between are not in it"
            ),
            Self::RecordBroken => f.write_str("a row of the record of who did what was changed, or is missing"),
            Self::Damage { file } => write!(f, "{file} is damaged; start the program again to mend it"),
            Self::NoReserve => f.write_str("the disk is nearly full: there is no room for the reserve"),
        }
    }
}
