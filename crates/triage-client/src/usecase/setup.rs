//! What the practice has set up, and what each person has set for themselves: kept on the device, copied between PCs as a
//! file, and taken whole or not at all.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use triage_domain::setup::{
    PracticeSetup, ROUTES_MAX, Route, SetupFault, SetupProblem, Template, check_saved_views, check_templates,
};
use triage_domain::{Author, Owner, StaffId, TeamRef};
use triage_store::StoreError;

use crate::client::{Client, Inner, Subject};
use crate::desk::View;

const PRACTICE: &str = "practice-setup";
/// The form of the file; a later program may write a later one.
const FILE_FORM: u32 = 1;

/// A list of a person's own: one of the rail's, narrowed by words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub name: String,
    pub view: View,
    pub search: String,
}

/// What a person has set for themselves on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalSetup {
    pub templates: Vec<Template>,
    /// Keys without Ctrl or Alt act (WCAG 2.1.4: they can be turned off).
    pub single_keys: bool,
    pub notifications: bool,
    /// A sound when an urgent request comes in (`ux.md` D14).
    #[serde(default)]
    pub urgent_sound: bool,
    #[serde(default)]
    pub saved_views: Vec<SavedView>,
}

impl Default for PersonalSetup {
    fn default() -> Self {
        Self {
            templates: Vec::new(),
            single_keys: true,
            notifications: true,
            urgent_sound: false,
            saved_views: Vec::new(),
        }
    }
}

/// Who set up the practice last, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupChange {
    pub at: DateTime<Utc>,
    pub by: String,
}

/// Everything that is set up, for the person who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    pub practice: PracticeSetup,
    pub personal: PersonalSetup,
    /// Absent while the practice has what the program came with.
    pub change: Option<SetupChange>,
}

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum SetupError {
    #[error("nobody is signed in")]
    NotReady,
    #[error(transparent)]
    Fault(#[from] SetupFault),
    #[error("the file is not one that this program writes")]
    NotASetupFile,
    #[error("the file was written by a later version of this program")]
    NewerFile,
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Serialize, Deserialize)]
struct Kept {
    setup: PracticeSetup,
    change: SetupChange,
}

/// The file that carries a practice's setup to its other PCs: nothing of a patient, nothing of a person.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetupFile {
    triage_desk_setup: u32,
    #[serde(flatten)]
    setup: PracticeSetup,
}

/// The form alone, so that a later file is told from one that is none.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileForm {
    triage_desk_setup: u32,
}

impl Client {
    /// Returns what is set up.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn setup(&self) -> Result<Setup, StoreError> {
        let kept: Option<Kept> = self.inner.stores.ledger.get(PRACTICE)?;
        let personal = self.inner.personal_setup()?;
        Ok(match kept {
            Some(Kept { setup, change }) => Setup { practice: setup, personal, change: Some(change) },
            None => Setup { practice: self.first_setup(), personal, change: None },
        })
    }

    /// What a practice works with until it sets up its own: a route to each of its teams, and what the program comes with.
    fn first_setup(&self) -> PracticeSetup {
        let teams = self.inner.desk().directory().teams.clone();
        let route =
            |team: TeamRef| Route { label: team.name.clone(), to: Owner::Team(team), urgency: None, note: None };
        let routes = teams.into_iter().take(ROUTES_MAX).map(route).collect();
        PracticeSetup { routes, ..PracticeSetup::default() }
    }

    /// Keeps what is set up. The practice's part only where it differs from what is there, by somebody who may change it.
    ///
    /// # Errors
    /// Names the first line that is wrong; nothing has changed then.
    pub fn save_setup(&self, practice: PracticeSetup, personal: PersonalSetup) -> Result<Setup, SetupError> {
        let author = self.inner.author().ok_or(SetupError::NotReady)?;
        let is_changed = practice != self.setup()?.practice;
        if is_changed {
            practice.check()?;
        }
        check_templates(practice.templates.iter().chain(&personal.templates))?;
        check_saved_views(personal.saved_views.iter().map(|saved| (saved.name.as_str(), saved.search.as_str())))?;
        if is_changed {
            self.keep_practice_setup(practice, &author)?;
        }
        self.inner.stores.ledger.set(&personal_name(&author.id), &personal)?;
        self.inner.announce(Subject::Setup, None);
        Ok(self.setup()?)
    }

    /// Returns the file that carries the practice's part to another PC.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn export_setup(&self) -> Result<String, StoreError> {
        let file = SetupFile { triage_desk_setup: FILE_FORM, setup: self.setup()?.practice };
        Ok(serde_json::to_string_pretty(&file)?)
    }

    /// Takes the practice's part from a file that another PC wrote.
    ///
    /// # Errors
    /// Says what is wrong with it; nothing has changed then.
    pub fn import_setup(&self, text: &str) -> Result<Setup, SetupError> {
        let author = self.inner.author().ok_or(SetupError::NotReady)?;
        let form: FileForm = serde_json::from_str(text).map_err(|_| SetupError::NotASetupFile)?;
        if form.triage_desk_setup > FILE_FORM {
            return Err(SetupError::NewerFile);
        }
        let file: SetupFile = serde_json::from_str(text).map_err(|_| SetupError::NotASetupFile)?;
        file.setup.check()?;
        let personal = self.inner.personal_setup()?;
        check_templates(file.setup.templates.iter().chain(&personal.templates))?;
        self.keep_practice_setup(file.setup, &author)?;
        self.inner.announce(Subject::Setup, None);
        Ok(self.setup()?)
    }

    fn keep_practice_setup(&self, setup: PracticeSetup, author: &Author) -> Result<(), SetupError> {
        if !author.role.may_change_setup() {
            return Err(SetupFault::new("practice", SetupProblem::NotAllowed).into());
        }
        let at = self.inner.clock.now().wall;
        let ledger = &self.inner.stores.ledger;
        ledger.write_down(&author.id, "the practice's setup was changed", at)?;
        ledger.set(PRACTICE, &Kept { setup, change: SetupChange { at, by: author.name.clone() } })?;
        Ok(())
    }
}

impl Inner {
    /// Returns what the person who works here has set for themselves.
    pub(crate) fn personal_setup(&self) -> Result<PersonalSetup, StoreError> {
        let Some(staff) = self.staff() else { return Ok(PersonalSetup::default()) };
        Ok(self.stores.ledger.get(&personal_name(&staff.id))?.unwrap_or_default())
    }
}

fn personal_name(staff: &StaffId) -> String {
    format!("personal-setup:{staff}")
}
