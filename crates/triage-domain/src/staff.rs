//! The people who work here and what their role lets them do. Rights are checked here, never in the window.

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;

/// What a member of staff does in triage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Receptionist,
    /// Any clinician who decides requests: GP, nurse, pharmacist, physiotherapist.
    Gp,
    Manager,
}

impl Role {
    /// Lowering urgency is a clinician's act; reception may raise it only (`domain.md` §2, inference from source 23).
    #[must_use]
    pub fn may_lower_urgency(self) -> bool {
        match self {
            Self::Gp => true,
            Self::Receptionist | Self::Manager => false,
        }
    }

    /// What a practice sets up holds for everybody: reception uses it, and does not change it.
    #[must_use]
    pub fn may_change_setup(self) -> bool {
        match self {
            Self::Gp | Self::Manager => true,
            Self::Receptionist => false,
        }
    }
}

/// A member of the practice's staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    pub id: StaffId,
    pub name: String,
    pub role: Role,
}

/// Under whose authority a decision was taken, kept with it for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: StaffId,
    pub name: String,
    pub role: Role,
}

impl From<&StaffMember> for Author {
    fn from(member: &StaffMember) -> Self {
        Self { id: member.id.clone(), name: member.name.clone(), role: member.role }
    }
}
