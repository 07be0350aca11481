//! How a person left the window, so that it opens there again.

use serde::{Deserialize, Serialize};
use triage_domain::StaffId;
use triage_store::StoreError;

use crate::client::Client;
use crate::desk::View;

/// The least and the greatest text size, in per cent of the usual (WCAG 2.2 AA asks for 200, and reflow at 400).
const ZOOM_PERCENT: std::ops::RangeInclusive<u16> = 50..=400;

/// What was on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Screen {
    Queue(View),
    Workload,
}

/// How a person left the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub screen: Screen,
    zoom_percent: u16,
}

impl Place {
    /// Makes it, with a text size that can be read and fits.
    #[must_use]
    pub fn new(screen: Screen, zoom_percent: u16) -> Self {
        Self { screen, zoom_percent: zoom_percent.clamp(*ZOOM_PERCENT.start(), *ZOOM_PERCENT.end()) }
    }

    /// Returns the text size, in per cent of the usual.
    #[must_use]
    pub fn zoom_percent(&self) -> u16 {
        self.zoom_percent
    }
}

fn setting_of(staff: &StaffId) -> String {
    format!("place:{staff}")
}

impl Client {
    /// Returns how the person who works here left the window; nothing where they never did. One that an other version wrote
    /// and this one cannot read is none.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let staff = self.inner.staff()?;
        self.inner.stores.ledger.get(&setting_of(&staff.id)).ok().flatten()
    }

    /// Keeps how the person who works here has the window.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn keep_place(&self, place: Place) -> Result<(), StoreError> {
        let Some(staff) = self.inner.staff() else { return Ok(()) };
        self.inner.stores.ledger.set(&setting_of(&staff.id), &place)
    }
}
