//! What is copied for another program.

use serde::{Deserialize, Serialize};
use triage_client::CopyWhat as What;
use ts_rs::TS;

use super::mirrored;

mirrored!(
    /// What can be copied for another program.
    CopyWhat of What { NhsNumber, NhsNumberSpaced, NameAndBorn, RequestText, Record }
);

/// Names what is to be copied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopyForm {
    pub request_id: String,
    pub what: CopyWhat,
}

/// What was put on the clipboard; it is taken off again after so long, unless something else was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopiedView {
    pub what: CopyWhat,
    pub clears_in_seconds: u32,
}
