//! Who works here, and what this profile is connected to.

use serde::{Deserialize, Serialize};
use triage_domain::setup::PracticeSetup;
use triage_domain::{StaffId, StaffMember, TeamRef};
use triage_store::{Finding, StoreError};
use triage_sync::Input;

use crate::client::{Client, Subject};
use crate::profile::Purpose;
use crate::usecase::connect::Connection;
use crate::usecase::place::Place;

const STAFF: &str = "staff";

/// The frame around every screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub connection: Option<Connection>,
    pub staff: Option<StaffMember>,
    pub people: Vec<StaffMember>,
    pub teams: Vec<TeamRef>,
    /// Codes of the dispositions that the practice chooses from, in its order.
    pub outcomes: Vec<String>,
    pub key_in_file: bool,
    /// Invented patients are on screen, and nothing is sent.
    pub is_training: bool,
    /// How the person who works here left the window.
    pub place: Option<Place>,
    /// What the opening of the profile found out about it.
    pub findings: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
struct Signed {
    staff: StaffMember,
}

impl Client {
    /// Returns the frame around every screen.
    #[must_use]
    pub fn session(&self) -> Session {
        // Where the setup cannot be read, everything can be chosen: that is said on the screen that sets it up.
        let outcomes = self.setup().map(|setup| setup.practice.outcomes);
        let desk = self.inner.desk();
        Session {
            connection: self.inner.connection(),
            staff: self.inner.staff(),
            people: desk.directory().staff.clone(),
            teams: desk.directory().teams.clone(),
            outcomes: outcomes.unwrap_or_else(|_| PracticeSetup::default().outcomes),
            key_in_file: self.inner.vault.is_a_file(),
            is_training: self.inner.purpose == Purpose::Training,
            place: self.place(),
            findings: self.findings().to_vec(),
        }
    }

    /// Takes a member of staff from the directory as the person who works here, on a provider without sign-in.
    ///
    /// # Errors
    /// Fails when the store does; returns false when the directory knows nobody by this id.
    pub fn choose_staff(&self, id: &StaffId) -> Result<bool, StoreError> {
        let Some(member) = self.inner.desk().member(id).cloned() else { return Ok(false) };
        self.take_staff(member)?;
        Ok(true)
    }

    /// Takes this person as the one who works here.
    pub(crate) fn take_staff(&self, member: StaffMember) -> Result<(), StoreError> {
        self.inner.stores.ledger.set(STAFF, &Signed { staff: member.clone() })?;
        self.load_token(&member.id);
        let id = member.id.clone();
        self.inner.set_staff(Some(member));
        *self.inner.listing() = None;
        self.inner.tell(Input::SignedIn { staff: id });
        self.inner.announce(Subject::Session, None);
        Ok(())
    }

    /// Makes way for the next person. What the last one decided is kept and sent all the same.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn leave(&self) -> Result<(), StoreError> {
        self.inner.stores.ledger.unset(STAFF)?;
        self.inner.set_staff(None);
        *self.inner.listing() = None;
        self.inner.announce(Subject::Session, None);
        Ok(())
    }

    /// Takes up the session of the last run, and returns whose it is.
    pub(crate) fn resume_staff(&self) -> Result<Option<StaffId>, StoreError> {
        let Some(Signed { staff }) = self.inner.stores.ledger.get(STAFF)? else { return Ok(None) };
        self.load_token(&staff.id);
        let id = staff.id.clone();
        self.inner.set_staff(Some(staff));
        Ok(Some(id))
    }
}
