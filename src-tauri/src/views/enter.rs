//! Entering a request for somebody who rang or stands at the desk.

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
    PatientOf {
        request_id: String,
    },
    NotIdentified {
        name: String,
    },
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
    /// Converts the form.
    ///
    /// # Errors
    /// Names the field that is wrong.
    pub fn convert(self) -> Result<Enter, CommandError> {
        Ok(Enter {
            op_id: op_id(&self.op_id)?,
            request: op_id(&self.request_id).map_err(|_| CommandError::invalid("requestId"))?,
            about: match self.about {
                AboutForm::PatientOf { request_id: of } => EnterAbout::PatientOf { request: request_id(&of)? },
                AboutForm::NotIdentified { name } => EnterAbout::NotIdentified { name: Words::new(name) },
            },
            route: self.route.into(),
            words: Words::new(self.words),
            ring_back: Words::new(self.ring_back),
            category: self.category.into(),
            urgency: self.urgency.into(),
        })
    }
}
