//! What the outcomes mean: how the client will work with this server, and what staff can not do.

use serde::{Deserialize, Serialize};
use triage_sync::{Abilities, Level, Limit};

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
