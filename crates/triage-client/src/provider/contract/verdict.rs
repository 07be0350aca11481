//! What the outcomes mean: how the client will work with this server, and what staff can not do.

use serde::{Deserialize, Serialize};
use triage_sync::{Abilities, Level};

use super::{Check, Need, Outcome, Report, Stop};

/// Why the client does not connect at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obstacle {
    /// What answers is no FHIR R4 server.
    NotFhir,
    /// The server ignores the practice filter: other practices' patients would come to this PC.
    FilterIgnored,
}

/// What staff cannot do, or has to know, because of what the provider cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Nothing comes or goes: other practices' patients would come along.
    OtherPracticesShown,
    /// No decisions: the provider was not tried yet.
    NotTried,
    /// No decisions: one person's could overwrite another's.
    NoVersionGuard,
    /// No decisions: nobody could say whether one has landed.
    NoOwnIds,
    /// Decisions are written step by step.
    StepByStep,
    /// Deleted requests leave the screen late.
    NoHistory,
}

/// The judgement in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Nothing where the client does not connect, or the run ended before that could be said.
    pub level: Option<Level>,
    pub obstacle: Option<Obstacle>,
    /// What the client will do with this server.
    pub headline: String,
    /// What follows for staff from each check that failed.
    pub consequences: Vec<String>,
}

/// Lists what staff has to know about a provider with these abilities.
#[must_use]
pub fn limits(abilities: Abilities, obstacle: Option<Obstacle>) -> Vec<Limit> {
    let mut found = Vec::new();
    if obstacle == Some(Obstacle::FilterIgnored) {
        found.push(Limit::OtherPracticesShown);
    }
    match abilities.level() {
        Level::ReadOnly if !abilities.guards_versions => found.push(Limit::NoVersionGuard),
        Level::ReadOnly => found.push(Limit::NoOwnIds),
        Level::A => found.push(Limit::StepByStep),
        Level::B | Level::C => {}
    }
    if abilities.may_write() && !abilities.history {
        found.push(Limit::NoHistory);
    }
    found
}

impl Limit {
    /// Says it to staff.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherPracticesShown => {
                "The provider sends other practices' requests as well. Nothing is fetched until it stops doing so."
            }
            Self::NotTried => "Decisions are off until it is known what the provider can do.",
            Self::NoVersionGuard => {
                "Decisions are off: the provider does not stop one person's change from overwriting another's."
            }
            Self::NoOwnIds => "Decisions are off: with this provider nobody could say whether a decision has landed.",
            Self::StepByStep => {
                "The provider takes each decision in steps. For a moment colleagues can see that a reply was sent before it is there."
            }
            Self::NoHistory => "Requests that the provider deletes leave the screen late.",
        }
    }
}

impl Report {
    /// Says why the client does not connect to this server, if it does not.
    #[must_use]
    pub fn obstacle(&self) -> Option<Obstacle> {
        let failed = |check| matches!(self.outcome(check), Some(Outcome::Failed { .. }));
        if failed(Check::Metadata) {
            return Some(Obstacle::NotFhir);
        }
        failed(Check::PracticeFilter).then_some(Obstacle::FilterIgnored)
    }

    /// Judges the server.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let obstacle = self.obstacle();
        let level = self.abilities().filter(|_| obstacle.is_none()).map(Abilities::level);
        let headline = match (obstacle, self.stop, level) {
            (Some(Obstacle::NotFhir), _, _) => "Triage Desk does not connect: this is not a FHIR R4 server.",
            (Some(Obstacle::FilterIgnored), _, _) => {
                "Triage Desk does not connect: asked for one practice's requests, the server sends everybody's."
            }
            (None, Some(Stop::SignInNeeded), _) => {
                "Nothing can be said yet: the server asks for sign-in. Give a token of a person who may write (--token)."
            }
            (None, Some(Stop::Busy), _) => "Nothing can be said yet: the server asks to wait.",
            (None, Some(Stop::Silent | Stop::TooMany), _) | (None, None, None) => {
                "Nothing can be said yet: the server stopped answering."
            }
            (None, None, Some(Level::ReadOnly)) => {
                "Level: read only. Staff see the requests and cannot decide about them."
            }
            (None, None, Some(Level::A)) => {
                "Level A. Staff can do everything; each decision is written step by step under If-Match."
            }
            (None, None, Some(Level::B)) => {
                "Level B. Staff can do everything; each decision is one transaction with its witness."
            }
            (None, None, Some(Level::C)) => {
                "Level C. Staff can do everything; each decision is one transaction, and the history is at hand."
            }
        };
        Verdict { level, obstacle, headline: headline.to_owned(), consequences: self.consequences() }
    }

    fn consequences(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for checked in &self.checks {
            let sentence = checked.check.without();
            let counts = matches!(checked.outcome, Outcome::Failed { .. }) && checked.check.need() != Need::GoodToKnow;
            if counts && !found.iter().any(|known| known == sentence) {
                found.push(sentence.to_owned());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
