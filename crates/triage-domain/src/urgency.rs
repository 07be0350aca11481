//! How soon harm could follow, and what kind of matter a request is. Two different questions: administrative is a category.

use serde::{Deserialize, Serialize};

/// How soon harm could follow; greater is more urgent.
///
/// The order is fixed, labels and target times are the practice's (`domain.md` §3, "Urgency").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    Routine,
    /// Within two working days.
    Soon,
    UrgentToday,
    /// Now.
    Emergency,
}

impl Urgency {
    /// All four, the most urgent first, as choosers and reports list them.
    pub const ALL: [Self; 4] = [Self::Emergency, Self::UrgentToday, Self::Soon, Self::Routine];

    /// Says whether the request stands in the pinned group at the top of every list.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        self >= Self::UrgentToday
    }
}

/// What kind of matter a request is about; about two thirds are clinical nationally, and some cannot be told (`domain.md` §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    Clinical,
    Administrative,
    Unknown,
}

impl Category {
    /// All three, as choosers and reports list them.
    pub const ALL: [Self; 3] = [Self::Clinical, Self::Administrative, Self::Unknown];
}
