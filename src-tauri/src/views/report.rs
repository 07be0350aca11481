//! What IT is told.

use serde::Serialize;
use ts_rs::TS;

/// What IT is told: versions, counts, the line, what the provider can do. Nothing of a patient, nothing that anybody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReportView {
    pub text: String,
}
