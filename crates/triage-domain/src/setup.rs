//! What a practice sets up once and copies to its other PCs: routes, message templates, the outcomes that can be chosen,
//! and the text for the clinical record. Checked whole: a setup with one wrong line is not taken at all.

mod defaults;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::decision::{Decision, NOTE_CHARS_MAX};
use crate::disposition::Disposition;
use crate::owner::Owner;
use crate::record::RECORD_FIELDS;
use crate::request::TriageRequest;
use crate::text::Words;
use crate::urgency::Urgency;

/// As many as there are digits to choose them by (`ux.md` §7.4).
pub const ROUTES_MAX: usize = 9;
pub const TEMPLATES_MAX: usize = 60;
/// Lists of a person's own.
pub const SAVED_VIEWS_MAX: usize = 9;
const SEARCH_CHARS_MAX: usize = 200;
const LABEL_CHARS_MAX: usize = 40;
const NAME_CHARS_MAX: usize = 60;
const TEXT_CHARS_MAX: usize = 4_000;

/// A preset of owner, urgency and note that one digit carries out (`ux.md`, amendment 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Its name, which no other route has.
    pub label: String,
    pub to: Owner,
    /// Raises the request to this; it never lowers one.
    pub urgency: Option<Urgency>,
    pub note: Option<Words>,
}

impl Route {
    /// Lists what it decides about a request as it stands: nothing that is so already, and nothing that lowers urgency.
    #[must_use]
    pub fn decisions(&self, request: &TriageRequest) -> Vec<Decision> {
        let state = &request.state;
        let raise = self.urgency.filter(|to| *to > state.urgency).map(|to| Decision::SetUrgency { to, reason: None });
        let note =
            self.note.as_ref().filter(|text| !text.is_blank()).map(|text| Decision::AddNote { text: text.clone() });
        let assign = (!self.to.is_same(&state.owner)).then(|| Decision::Assign { to: self.to.clone() });
        raise.into_iter().chain(note).chain(assign).collect()
    }
}

/// The language that a message to a patient is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    En,
    Cy,
}

/// A text to begin a message with. What stands between double braces is filled in by the program or by the writer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its name, which no other template of the same language has.
    pub name: String,
    pub language: Language,
    pub text: Words,
}

/// What a practice has set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSetup {
    /// In the order of their digits.
    pub routes: Vec<Route>,
    pub templates: Vec<Template>,
    /// Codes of the dispositions that can be chosen, in the order of their digits.
    pub outcomes: Vec<String>,
    /// The text for the clinical record; see `record::RECORD_FIELDS`.
    pub record_format: Words,
}

/// What is wrong with one line of a setup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupProblem {
    Empty,
    TooLong,
    TooMany,
    SameTwice,
    /// It names somebody or something that is not there.
    NotThere,
    /// A field between double braces that no request has.
    UnknownField,
    /// The person may not change this part.
    NotAllowed,
}

/// The first line of a setup that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} is {problem:?}")]
pub struct SetupFault {
    /// Such as `routes.2.label`.
    pub field: String,
    pub problem: SetupProblem,
}

impl SetupFault {
    /// Names a line and what is wrong with it.
    #[must_use]
    pub fn new(field: impl Into<String>, problem: SetupProblem) -> Self {
        Self { field: field.into(), problem }
    }
}

type Checked = Result<(), SetupFault>;

impl PracticeSetup {
    /// Checks every line.
    ///
    /// # Errors
    /// Names the first line that is wrong.
    pub fn check(&self) -> Checked {
        check_routes(&self.routes)?;
        check_templates(&self.templates)?;
        check_outcomes(&self.outcomes)?;
        check_length("recordFormat", self.record_format.as_str(), TEXT_CHARS_MAX)?;
        let known = |blank: &str| RECORD_FIELDS.contains(&blank.trim().to_lowercase().as_str());
        if blanks(self.record_format.as_str()).into_iter().all(known) {
            Ok(())
        } else {
            Err(SetupFault::new("recordFormat", SetupProblem::UnknownField))
        }
    }

    /// Finds a route by its name.
    #[must_use]
    pub fn route(&self, label: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.label == label)
    }
}

fn check_routes(routes: &[Route]) -> Checked {
    check_count("routes", routes.len(), ROUTES_MAX)?;
    let mut labels = BTreeSet::new();
    for (index, route) in routes.iter().enumerate() {
        let field = |part: &str| format!("routes.{index}.{part}");
        check_length(&field("label"), &route.label, LABEL_CHARS_MAX)?;
        if !labels.insert(route.label.trim().to_lowercase()) {
            return Err(SetupFault::new(field("label"), SetupProblem::SameTwice));
        }
        if route.note.as_ref().is_some_and(|note| note.chars_count() > NOTE_CHARS_MAX) {
            return Err(SetupFault::new(field("note"), SetupProblem::TooLong));
        }
    }
    Ok(())
}

/// Checks templates; the shared and a person's own count together, because they are chosen from one list.
///
/// # Errors
/// Names the first line that is wrong, by its place in what was given.
pub fn check_templates<'a>(templates: impl IntoIterator<Item = &'a Template>) -> Checked {
    let mut names = BTreeSet::new();
    for (index, template) in templates.into_iter().enumerate() {
        check_count("templates", index + 1, TEMPLATES_MAX)?;
        let field = |part: &str| format!("templates.{index}.{part}");
        check_length(&field("name"), &template.name, NAME_CHARS_MAX)?;
        check_length(&field("text"), template.text.as_str(), TEXT_CHARS_MAX)?;
        if !names.insert((template.language, template.name.trim().to_lowercase())) {
            return Err(SetupFault::new(field("name"), SetupProblem::SameTwice));
        }
    }
    Ok(())
}

/// Checks the names of a person's own lists, each with the words that narrow it.
///
/// # Errors
/// Names the first line that is wrong.
pub fn check_saved_views<'a>(views: impl IntoIterator<Item = (&'a str, &'a str)>) -> Checked {
    let mut names = BTreeSet::new();
    for (index, (name, search)) in views.into_iter().enumerate() {
        check_count("savedViews", index + 1, SAVED_VIEWS_MAX)?;
        let field = |part: &str| format!("savedViews.{index}.{part}");
        check_length(&field("name"), name, NAME_CHARS_MAX)?;
        check_length(&field("search"), search, SEARCH_CHARS_MAX)?;
        if !names.insert(name.trim().to_lowercase()) {
            return Err(SetupFault::new(field("name"), SetupProblem::SameTwice));
        }
    }
    Ok(())
}

fn check_outcomes(outcomes: &[String]) -> Checked {
    let mut codes = BTreeSet::new();
    for code in outcomes {
        if Disposition::known(code).is_none() {
            return Err(SetupFault::new("outcomes", SetupProblem::NotThere));
        }
        if !codes.insert(code) {
            return Err(SetupFault::new("outcomes", SetupProblem::SameTwice));
        }
    }
    if codes.is_empty() { Err(SetupFault::new("outcomes", SetupProblem::Empty)) } else { Ok(()) }
}

fn check_count(field: &str, count: usize, count_max: usize) -> Checked {
    if count > count_max { Err(SetupFault::new(field, SetupProblem::TooMany)) } else { Ok(()) }
}

fn check_length(field: &str, text: &str, chars_max: usize) -> Checked {
    if text.trim().is_empty() {
        return Err(SetupFault::new(field, SetupProblem::Empty));
    }
    if text.chars().count() > chars_max {
        return Err(SetupFault::new(field, SetupProblem::TooLong));
    }
    Ok(())
}

/// Lists what stands between double braces, in order. A brace that is never closed, or closed on a later line, is text.
#[must_use]
pub fn blanks(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((inside, behind)) = after.split_once("}}") else { break };
        if inside.contains(['{', '\n']) {
            rest = after;
            continue;
        }
        found.push(inside);
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests;
