//! Owns what a poor provider leaves out while it goes on claiming to do it: clients have to find out by trying.

use std::collections::BTreeSet;

use clap::ValueEnum;

use crate::fhir::call::Preconditions;

/// Something that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Gap {
    /// `If-Match` is ignored: every write is taken, whatever it was based on
    IfMatch,
    /// Bundles of type transaction are not taken
    Transactions,
    /// PUT on an id that does not exist is refused
    CreateOnPut,
    /// `If-None-Match: *` is ignored on PUT
    CreateOnce,
    /// The history of a type and of the server does not exist
    History,
    /// `_tag` is ignored, even under strict handling: every practice's requests are found
    PracticeFilter,
    /// `_include` is ignored, even under strict handling: nothing comes along with what is found
    Include,
}

/// Everything that is left out.
#[derive(Clone, Debug, Default)]
pub struct Gaps(BTreeSet<Gap>);

impl FromIterator<Gap> for Gaps {
    fn from_iter<I: IntoIterator<Item = Gap>>(gaps: I) -> Self {
        Self(gaps.into_iter().collect())
    }
}

impl Gaps {
    /// Says whether this is left out.
    pub fn has(&self, gap: Gap) -> bool {
        self.0.contains(&gap)
    }

    /// Returns the conditions of a write without those that are not looked at.
    pub(crate) fn of_write(&self, asked: Preconditions) -> Preconditions {
        Preconditions {
            if_match: asked.if_match.filter(|_| !self.has(Gap::IfMatch)),
            must_not_exist: asked.must_not_exist && !self.has(Gap::CreateOnce),
            must_exist: self.has(Gap::CreateOnPut),
        }
    }

    /// Returns the parameters of a search without those that are not looked at.
    pub(crate) fn of_search(&self, mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
        if self.has(Gap::PracticeFilter) {
            pairs.retain(|(name, _)| name != "_tag");
        }
        if self.has(Gap::Include) {
            pairs.retain(|(name, _)| name != "_include");
        }
        pairs
    }
}
