//! What the practice decided, and how the care is delivered. The lists are `domain.md` §3's defaults; unknown codes from
//! the provider are kept and shown by their own text.

use serde::{Deserialize, Serialize};

/// How a disposition counts in reports ("completed without an appointment", M11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DispositionGroup {
    Message,
    Appointment,
    Document,
    Signpost,
    None,
}

/// The outcome that closes a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Disposition {
    code: String,
    label: String,
}

/// One line of the default list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DispositionChoice {
    pub code: &'static str,
    pub label: &'static str,
    pub group: DispositionGroup,
}

macro_rules! choices {
    ($($code:literal $label:literal $group:ident)*) => {
        &[$(DispositionChoice { code: $code, label: $label, group: DispositionGroup::$group }),*]
    };
}

/// The default list, the ten most used first so that digits reach them.
pub const DISPOSITIONS: &[DispositionChoice] = choices! {
    "advice-by-message" "Advice by message" Message
    "telephone-today" "Telephone today" Appointment
    "face-to-face-today" "Face to face today" Appointment
    "routine-telephone" "Routine telephone" Appointment
    "routine-face-to-face" "Routine face to face" Appointment
    "prescription" "Prescription issued or changed" Document
    "fit-note" "Fit note issued" Document
    "letter-or-form" "Letter or form done" Document
    "pharmacy-first" "Pharmacy First or community pharmacy" Signpost
    "no-action" "No action needed" None
    "home-visit" "Home visit" Appointment
    "video" "Video" Appointment
    "test-arranged" "Test arranged" Document
    "referral" "Referral made" Document
    "result-given" "Result given" Message
    "pharmacist" "Pharmacist in the practice" Appointment
    "nurse" "Nurse or healthcare assistant" Appointment
    "physio" "Physio or first contact practitioner" Appointment
    "mental-health" "Mental health worker" Appointment
    "social-prescriber" "Social prescriber" Appointment
    "self-referral" "Self-referral service" Signpost
    "emergency" "A&E or 999" Signpost
    "nhs-111" "111, out of hours only" Signpost
    "not-our-patient" "Not our patient" None
    "duplicate" "Duplicate, merged" None
    "withdrawn-or-no-reply" "Withdrawn or no reply" None
};

impl Disposition {
    /// Picks an entry of the default list.
    #[must_use]
    pub fn known(code: &str) -> Option<Self> {
        DISPOSITIONS
            .iter()
            .find(|choice| choice.code == code)
            .map(|choice| Self { code: choice.code.to_owned(), label: choice.label.to_owned() })
    }

    /// Keeps a code that came from the provider, with its text where it has one.
    #[must_use]
    pub fn received(code: &str, text: Option<&str>) -> Self {
        Self::known(code).unwrap_or_else(|| Self { code: code.to_owned(), label: text.unwrap_or(code).to_owned() })
    }

    /// Returns the code as it goes over the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the words that people know it by.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Returns how it counts; an unknown code counts as none.
    #[must_use]
    pub fn group(&self) -> DispositionGroup {
        DISPOSITIONS
            .iter()
            .find(|choice| choice.code == self.code)
            .map_or(DispositionGroup::None, |choice| choice.group)
    }
}

/// How the care is delivered (`domain.md` §3, "Mode").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    Message,
    Telephone,
    Video,
    FaceToFace,
    HomeVisit,
}

impl Mode {
    /// All of them, in the order of choosers.
    pub const ALL: [Self; 5] = [Self::Message, Self::Telephone, Self::Video, Self::FaceToFace, Self::HomeVisit];

    /// Returns the code as it goes over the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Telephone => "telephone",
            Self::Video => "video",
            Self::FaceToFace => "face-to-face",
            Self::HomeVisit => "home-visit",
        }
    }

    /// Returns the words that people know it by.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Message => "Message",
            Self::Telephone => "Telephone",
            Self::Video => "Video",
            Self::FaceToFace => "Face to face",
            Self::HomeVisit => "Home visit",
        }
    }

    /// Finds the mode with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

#[cfg(test)]
mod tests;
