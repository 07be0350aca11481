//! Who has a request: nobody, a team or a person. Not whose move it is, which is `NextAction`.

use serde::{Deserialize, Serialize};

use crate::ids::{StaffId, TeamId};

/// A team of the practice with the name that people know it by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TeamRef {
    pub id: TeamId,
    pub name: String,
}

/// A member of staff with the name that people know them by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonRef {
    pub id: StaffId,
    pub name: String,
}

/// Who has a request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Owner {
    /// In the pool: the practice as a whole.
    #[default]
    Nobody,
    Team(TeamRef),
    Person(PersonRef),
}

impl Owner {
    /// Compares by identity: a changed display name is the same owner.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// Returns a text that is equal exactly for equal owners.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Team(team) => format!("team:{}", team.id),
            Self::Person(person) => format!("person:{}", person.id),
        }
    }

    /// Says whether this person has the request.
    #[must_use]
    pub fn is_person(&self, id: &StaffId) -> bool {
        matches!(self, Self::Person(person) if &person.id == id)
    }
}
