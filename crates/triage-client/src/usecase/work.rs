//! The counts of the rail, and the manager's day.

use chrono::NaiveDate;
use triage_domain::calendar::local;
use triage_domain::workload::Workload;

use crate::client::Client;
use crate::desk::{RailCounts, day_of_work};

impl Client {
    /// Counts the lists of the rail for the person who works here.
    #[must_use]
    pub fn rail(&self) -> RailCounts {
        let me = self.inner.staff().map(|staff| staff.id);
        self.inner.desk().rail(me.as_ref(), self.inner.clock.now().wall)
    }

    /// Computes the figures of a London day, today where none is given, with decisions on their way counted in.
    #[must_use]
    pub fn workload(&self, day: Option<NaiveDate>) -> (NaiveDate, Workload) {
        let now = self.inner.clock.now().wall;
        let day = day.unwrap_or_else(|| local(now).date());
        (day, day_of_work(&self.inner.desk(), day, now))
    }
}
