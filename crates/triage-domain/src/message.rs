//! What goes between the practice and the patient.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::text::Words;

/// What became of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Delivery {
    /// The provider has it and has not said more.
    Waiting,
    Sent,
    Delivered,
    Failed {
        reason: Words,
    },
}

/// One message between the practice and the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Message {
    Reply {
        id: String,
        author: String,
        at: DateTime<Utc>,
        text: Words,
        channel: String,
        delivery: Delivery,
        /// The failed reply that this one says again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sends_again: Option<String>,
        /// The patient may answer it, once.
        #[serde(default)]
        may_answer: bool,
        #[serde(default)]
        attachments: Vec<Attachment>,
    },
    FromPatient {
        id: String,
        at: DateTime<Utc>,
        text: Words,
    },
}

impl Message {
    /// Returns the id: of a reply the decision's, of a patient's message the provider's.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Reply { id, .. } | Self::FromPatient { id, .. } => id,
        }
    }

    /// Returns what it says.
    #[must_use]
    pub fn into_text(self) -> Words {
        match self {
            Self::Reply { text, .. } | Self::FromPatient { text, .. } => text,
        }
    }

    /// Returns when it was written.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Reply { at, .. } | Self::FromPatient { at, .. } => *at,
        }
    }
}
