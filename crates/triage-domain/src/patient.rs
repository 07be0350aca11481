//! The person a request is about. Every field may be missing: what a provider sends is not what it should send.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::nhs_number::NhsNumber;
use crate::person_name::PersonName;
use crate::text::Words;

/// How sure it is whom a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NhsNumberMatch {
    /// The provider says it traced the number.
    Verified {
        number: NhsNumber,
    },
    /// A number with a correct check digit that nobody traced.
    Unverified {
        number: NhsNumber,
    },
    /// What stands there is not an NHS number; it is not shown as one.
    Invalid,
    Missing,
}

impl NhsNumberMatch {
    /// Returns the number, where there is a well-formed one.
    #[must_use]
    pub fn number(&self) -> Option<NhsNumber> {
        match self {
            Self::Verified { number } | Self::Unverified { number } => Some(*number),
            Self::Invalid | Self::Missing => None,
        }
    }
}

/// Gender as the provider's record has it; shown in full words (CUI CGS-0005).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    Female,
    Male,
    Other,
    #[default]
    NotKnown,
}

/// The person a request is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The provider's id of the person; empty where the request names nobody that could be read.
    pub reference: String,
    pub name: PersonName,
    pub nhs_number: NhsNumberMatch,
    pub born: Option<NaiveDate>,
    pub died: Option<NaiveDate>,
    pub is_deceased: bool,
    pub gender: Gender,
    pub mobile: Option<Words>,
    pub prefers: Option<String>,
    pub usual_gp: Option<String>,
    pub language: Option<String>,
}

impl Patient {
    /// Stands in where a request names no patient, or one that has not arrived or cannot be read.
    #[must_use]
    pub fn not_known(reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            name: PersonName::default(),
            nhs_number: NhsNumberMatch::Missing,
            born: None,
            died: None,
            is_deceased: false,
            gender: Gender::NotKnown,
            mobile: None,
            prefers: None,
            usual_gp: None,
            language: None,
        }
    }
}
