//! Entering a request for somebody who rang or stands at the desk.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use triage_client::{EnterAbout, EnterForm as Enter};
use triage_domain::Words;
use ts_rs::TS;

use super::decision::{EntryRoute, op_id, request_id};
use super::error::CommandError;
use super::{Category, Urgency};

/// Whom an entered request is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum AboutForm {
    /// The patient of a request that is on this PC.
    PatientOf { request_id: String },
    NotIdentified {
        name: String,
        /// When they were born as they said, `YYYY-MM-DD`: from 1900 to today.
        born: Option<String>,
    },
}

/// Nobody alive was born before.
const YEAR_MIN: i32 = 1900;

fn born(text: &str, today: NaiveDate) -> Result<NaiveDate, CommandError> {
    let born = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    born.filter(|born| born.year() >= YEAR_MIN && *born <= today).ok_or_else(|| CommandError::invalid("born"))
}

/// A request as somebody told it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EnterForm {
    pub op_id: String,
    /// The id of the new request, made by the window so that a call that comes twice has one effect.
    pub request_id: String,
    pub about: AboutForm,
    #[ts(inline)]
    pub route: EntryRoute,
    pub words: String,
    /// Where they can be rung back; empty where nothing was said.
    pub ring_back: String,
    pub category: Category,
    pub urgency: Urgency,
}

/// The request that was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EnteredView {
    pub request_id: String,
}

impl EnterForm {
    /// Converts the form, on this day in London.
    ///
    /// # Errors
    /// Names the field that is wrong.
    pub fn convert(self, today: NaiveDate) -> Result<Enter, CommandError> {
        Ok(Enter {
            op_id: op_id(&self.op_id)?,
            request: op_id(&self.request_id).map_err(|_| CommandError::invalid("requestId"))?,
            about: match self.about {
                AboutForm::PatientOf { request_id: of } => EnterAbout::PatientOf { request: request_id(&of)? },
                AboutForm::NotIdentified { name, born: told } => EnterAbout::NotIdentified {
                    name: Words::new(name),
                    born: told.map(|text| born(&text, today)).transpose()?,
                },
            },
            route: self.route.into(),
            words: Words::new(self.words),
            ring_back: Words::new(self.ring_back),
            category: self.category.into(),
            urgency: self.urgency.into(),
        })
    }
}
