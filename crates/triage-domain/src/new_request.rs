//! A request that staff enter for somebody who rang or stands at the desk: what they were told, and by whom.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{RequestId, Version};
use crate::patient::Patient;
use crate::person_name::PersonName;
use crate::request::{Answer, RequestState, Stage, Submission, TriageRequest};
use crate::text::Words;
use crate::urgency::{Category, Urgency};

/// Characters of the words that stand as the request's title, as providers cut theirs.
const TITLE_CHARS: usize = 80;

/// How somebody who did not use the online form reached the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryRoute {
    Phone,
    Desk,
}

impl EntryRoute {
    /// Both, as choosers list them.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Desk];

    /// Returns the code as it goes over the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desk => "desk",
        }
    }
}

/// Whom an entered request is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum About {
    /// A patient of the provider's who is known on this device, as known when the request was entered: the decision can
    /// be explained though the cache is gone.
    Known { patient: Box<Patient> },
    /// Somebody who could not be found, by the name that was told. No message can be sent until the provider knows whom.
    NotIdentified {
        name: Words,
        /// As told, and never checked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        born: Option<NaiveDate>,
    },
}

impl About {
    /// Returns the person as far as known.
    #[must_use]
    pub fn patient(&self) -> Patient {
        match self {
            Self::Known { patient } => (**patient).clone(),
            Self::NotIdentified { name, .. } => Patient::told(name),
        }
    }
}

impl Patient {
    /// Stands for somebody nobody has found in the provider's records, by the name that was told.
    #[must_use]
    pub fn told(name: &Words) -> Self {
        let name = PersonName { text: Some(name.as_str().to_owned()), ..PersonName::default() };
        Self { name, ..Self::not_known("") }
    }
}

/// What staff took down of somebody who rang or came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRequest {
    pub about: About,
    pub route: EntryRoute,
    /// What the person said.
    pub words: Words,
    /// Where they can be rung back, as told: what stands in the records may be another's telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ring_back: Option<Words>,
    pub category: Category,
    pub urgency: Urgency,
}

/// What the answer that names the telephone is an answer to.
pub const RING_BACK_QUESTION: &str = "Number to ring back";

/// What the answer that says when somebody who was not found was born is an answer to.
pub const BORN_QUESTION: &str = "Date of birth, as told";

impl NewRequest {
    /// Returns the line under which lists show it.
    #[must_use]
    pub fn title(&self) -> Words {
        Words::new(self.words.excerpt(TITLE_CHARS))
    }

    /// Returns when the person was born, as told; nothing where the provider's records say it.
    #[must_use]
    pub fn born(&self) -> Option<NaiveDate> {
        match &self.about {
            About::Known { .. } => None,
            About::NotIdentified { born, .. } => *born,
        }
    }

    fn answers(&self) -> Vec<Answer> {
        let answered = |question: &str, answer: &Words| Answer {
            question: Words::new(question),
            answer: answer.clone(),
            is_red_flag: false,
        };
        // A date as staff read it (CUI, DD-Mmm-YYYY).
        let born = self.born().map(|born| Words::new(born.format("%d-%b-%Y").to_string()));
        let born = born.iter().map(|born| answered(BORN_QUESTION, born));
        born.chain(self.ring_back.iter().map(|number| answered(RING_BACK_QUESTION, number))).collect()
    }

    /// Makes the request as it stands until the provider has it: sorted, because staff judged it, and opened by nobody,
    /// because who takes words down has not looked at them as the person who decides.
    #[must_use]
    pub fn as_request(&self, id: &RequestId, entered_at: DateTime<Utc>) -> TriageRequest {
        let state = RequestState {
            stage: Stage::Sorted,
            category: self.category,
            urgency: self.urgency,
            ..RequestState::untouched()
        };
        TriageRequest {
            id: id.clone(),
            version: Version::not_at_the_provider(),
            reference: id.as_str().to_owned(),
            title: self.title(),
            received_at: entered_at,
            due_at: None,
            state,
            patient: self.about.patient(),
            sent_by: None,
            route: Some(self.route.code().to_owned()),
            submission: Submission { words: self.words.clone(), answers: self.answers(), ..Submission::default() },
            photos: Vec::new(),
            notes: Vec::new(),
            messages: Vec::new(),
            unreadable: Vec::new(),
        }
    }
}
