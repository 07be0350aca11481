//! "I have N minutes": a person's own requests that fit between two appointments, the riskiest first. It resumes where it
//! stopped, also after a restart.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use triage_domain::pace::{Pace, plan, rule};
use triage_domain::{RequestId, RequestState, StaffId, TriageRequest};
use triage_store::StoreError;

use crate::client::{Client, Inner, Subject};
use crate::desk::{Entry, View};

/// Longer is a surgery of its own, not a gap in one.
pub const MINUTES_MAX: u32 = 240;
/// How far back a person's own pace is looked for.
const PACE_FROM: TimeDelta = TimeDelta::days(28);
/// A request that took longer was interrupted.
const TAKEN_MAX: TimeDelta = TimeDelta::minutes(20);

/// How it stands with the minutes that a person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// What they said they have.
    pub minutes: u32,
    pub started_at: DateTime<Utc>,
    /// Requests that were planned, and those of them that are still to be done.
    pub total: usize,
    pub left: usize,
    /// How long those will take.
    pub estimate_left: TimeDelta,
    /// Requests of theirs that do not fit.
    pub left_out: usize,
    pub is_running: bool,
    /// In percent of what the rule gives, where their own past tells.
    pub pace_percent: Option<i64>,
}

/// Why no minutes were planned.
#[derive(Debug, Error)]
pub enum MinutesError {
    #[error("nobody is signed in")]
    NotReady,
    #[error("between 1 and {MINUTES_MAX} minutes")]
    OutOfRange,
    #[error("there is nothing to resume")]
    NothingLeft,
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Planned {
    minutes: u32,
    started_at: DateTime<Utc>,
    fits: Vec<(RequestId, i64)>,
    left_out: usize,
    is_running: bool,
    pace_percent: Option<i64>,
}

impl Client {
    /// Plans what fits into the minutes that the person has; the plan before is forgotten.
    ///
    /// # Errors
    /// Says why nothing was planned.
    pub fn start_minutes(&self, minutes: u32) -> Result<Minutes, MinutesError> {
        let staff = self.inner.staff().ok_or(MinutesError::NotReady)?;
        if !(1..=MINUTES_MAX).contains(&minutes) {
            return Err(MinutesError::OutOfRange);
        }
        let now = self.now();
        let pace = self.pace(&staff.id, now)?;
        let mine = self.whole(|shown| View::Mine.holds(shown, Some(&staff.id), now))?;
        let planned = plan(&mine, TimeDelta::minutes(i64::from(minutes)), pace.unwrap_or_default());
        self.keep(
            &staff.id,
            &Planned {
                minutes,
                started_at: now,
                fits: planned.fits.into_iter().map(|(id, estimate)| (id, estimate.num_seconds())).collect(),
                left_out: planned.left_out,
                is_running: true,
                pace_percent: pace.map(Pace::percent),
            },
        )?;
        self.minutes()?.ok_or(MinutesError::NotReady)
    }

    /// Goes on where it stopped.
    ///
    /// # Errors
    /// Fails with `NothingLeft` where everything that was planned is done, or nothing was.
    pub fn resume_minutes(&self) -> Result<Minutes, MinutesError> {
        self.set_running(true)?;
        self.minutes()?.filter(|minutes| minutes.left > 0).ok_or(MinutesError::NothingLeft)
    }

    /// Stops. What is left can be resumed.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn stop_minutes(&self) -> Result<Option<Minutes>, MinutesError> {
        self.set_running(false)?;
        Ok(self.minutes()?)
    }

    /// Says how it stands; nothing where nothing was planned today.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn minutes(&self) -> Result<Option<Minutes>, StoreError> {
        let Some(planned) = self.inner.plan_of_today()? else { return Ok(None) };
        let (now, me) = (self.now(), self.inner.staff().map(|staff| staff.id));
        let desk = self.inner.desk();
        let is_left = |(id, _): &&(RequestId, i64)| {
            desk.entry(id).is_some_and(|entry| View::Mine.holds(entry.shown(), me.as_ref(), now))
        };
        let left: Vec<&(RequestId, i64)> = planned.fits.iter().filter(is_left).collect();
        Ok(Some(Minutes {
            minutes: planned.minutes,
            started_at: planned.started_at,
            total: planned.fits.len(),
            left: left.len(),
            estimate_left: TimeDelta::seconds(left.iter().map(|(_, seconds)| seconds).sum()),
            left_out: planned.left_out,
            is_running: planned.is_running && !left.is_empty(),
            pace_percent: planned.pace_percent,
        }))
    }

    fn set_running(&self, is_running: bool) -> Result<(), MinutesError> {
        let staff = self.inner.staff().ok_or(MinutesError::NotReady)?;
        if let Some(planned) = self.inner.plan_of_today()? {
            self.keep(&staff.id, &Planned { is_running, ..planned })?;
        }
        Ok(())
    }

    fn keep(&self, staff: &StaffId, planned: &Planned) -> Result<(), StoreError> {
        self.inner.stores.ledger.set(&name(staff), planned)?;
        *self.inner.listing() = None;
        self.inner.announce(Subject::Queue, None);
        Ok(())
    }

    fn pace(&self, staff: &StaffId, now: DateTime<Utc>) -> Result<Option<Pace>, StoreError> {
        let taken: BTreeMap<String, i64> =
            self.inner.stores.ledger.times_taken(staff, now - PACE_FROM)?.into_iter().collect();
        let samples: Vec<(TimeDelta, TimeDelta)> = self
            .whole(|shown| taken.contains_key(shown.id.as_str()))?
            .iter()
            .filter_map(|request| Some((rule(request), TimeDelta::milliseconds(*taken.get(request.id.as_str())?))))
            .filter(|(_, took)| *took <= TAKEN_MAX)
            .collect();
        Ok(Pace::of(&samples))
    }

    /// Reads the requests that lists show so in full: their texts are not in the short form.
    fn whole(&self, is_wanted: impl Fn(&TriageRequest) -> bool) -> Result<Vec<TriageRequest>, StoreError> {
        let wanted: Vec<(RequestId, RequestState)> = {
            let desk = self.inner.desk();
            let shown = desk.entries().map(Entry::shown).filter(|shown| is_wanted(shown));
            shown.map(|shown| (shown.id.clone(), shown.state.clone())).collect()
        };
        let mut all = Vec::with_capacity(wanted.len());
        for (id, state) in wanted {
            all.extend(self.inner.snapshot(&id)?.map(|request| TriageRequest { state, ..request }));
        }
        Ok(all)
    }
}

impl Inner {
    /// Lists what was planned, in its order.
    pub(crate) fn planned(&self) -> Vec<RequestId> {
        let planned = self.plan_of_today().ok().flatten();
        planned.into_iter().flat_map(|planned| planned.fits).map(|(id, _)| id).collect()
    }

    /// A plan of yesterday is none: what was riskiest then is not known to be so now.
    fn plan_of_today(&self) -> Result<Option<Planned>, StoreError> {
        use triage_domain::calendar::local;
        let Some(staff) = self.staff() else { return Ok(None) };
        let planned: Option<Planned> = self.stores.ledger.get(&name(&staff.id))?;
        let today = local(self.clock.now().wall).date();
        Ok(planned.filter(|planned| local(planned.started_at).date() == today))
    }
}

fn name(staff: &StaffId) -> String {
    format!("minutes:{staff}")
}
