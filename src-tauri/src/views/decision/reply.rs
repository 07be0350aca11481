//! What goes with a reply, and what comes after it.

use serde::{Deserialize, Serialize};
use triage_domain as domain;
use triage_domain::Attachment;
use ts_rs::TS;

use super::{disposition, iso, mode, moment};
use crate::views::error::CommandError;

/// What happens to the request once a reply is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AfterReply {
    KeepOpen,
    AwaitPatient { until: Option<String> },
    Close { disposition: String, mode: Option<String> },
}

/// A file that goes out with a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentView {
    pub id: String,
    pub name: String,
    pub content_type: String,
    pub bytes: u32,
}

/// Attaches a file to what the user is writing about a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttachForm {
    pub request_id: String,
    pub name: String,
    /// The bytes in base64.
    pub content: String,
}

/// Takes a file out of what the user is writing about a request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DetachForm {
    pub request_id: String,
    pub id: String,
}

impl AttachmentView {
    /// Shows a file.
    #[must_use]
    pub fn of(file: &Attachment) -> Self {
        Self {
            id: file.id.clone(),
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            bytes: u32::try_from(file.size_bytes).unwrap_or(u32::MAX),
        }
    }
}

/// Finds the files that a reply names. One that is not attached is named all the same: the core refuses it, unless the
/// decision is one that it has saved before.
pub(super) fn named(ids: Vec<String>, attached: &[Attachment]) -> Vec<Attachment> {
    let find = |id: String| {
        attached.iter().find(|file| file.id == id).cloned().unwrap_or_else(|| Attachment {
            id,
            name: String::new(),
            content_type: String::new(),
            size_bytes: 0,
            sha1_base64: String::new(),
        })
    };
    ids.into_iter().map(find).collect()
}

impl AfterReply {
    pub(super) fn convert(self) -> Result<domain::AfterReply, CommandError> {
        Ok(match self {
            Self::KeepOpen => domain::AfterReply::KeepOpen,
            Self::AwaitPatient { until } => {
                domain::AfterReply::AwaitPatient { until: until.as_deref().map(moment).transpose()? }
            }
            Self::Close { disposition: code, mode: by } => {
                domain::AfterReply::Close { disposition: disposition(&code)?, mode: mode(by.as_deref())? }
            }
        })
    }
}

impl From<&domain::AfterReply> for AfterReply {
    fn from(then: &domain::AfterReply) -> Self {
        match then {
            domain::AfterReply::KeepOpen => Self::KeepOpen,
            domain::AfterReply::AwaitPatient { until } => Self::AwaitPatient { until: until.map(iso) },
            domain::AfterReply::Close { disposition, mode } => Self::Close {
                disposition: disposition.code().to_owned(),
                mode: mode.map(|mode| mode.code().to_owned()),
            },
        }
    }
}
