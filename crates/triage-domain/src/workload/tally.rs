//! Counting one request after the other. What each number means stands at `Workload`.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Timelike, Utc};

use super::{
    AgeBand, AppointmentCounts, Counts, FlagCounts, Hour, InTime, OpenCounts, Percentiles, RequestFacts, UNSEEN_MAX,
    Workload,
};
use crate::calendar::{self, local};
use crate::deadline::{RuleSet, contract_deadline};
use crate::urgency::{Category, Urgency};

/// The numbers of a day while they are being counted.
pub(super) struct Tally {
    now: DateTime<Utc>,
    today: NaiveDate,
    span: Range<DateTime<Utc>>,
    waits_min: Vec<u32>,
    workload: Workload,
}

/// What a request did on the day.
struct OnTheDay {
    received: bool,
    decided: bool,
    closed: bool,
}

impl Tally {
    pub(super) fn new(day: NaiveDate, now: DateTime<Utc>) -> Self {
        let today = local(now).date();
        let workload = Workload {
            day,
            coverage: calendar::coverage(day.min(today), day.max(today)),
            received: 0,
            open: 0,
            decided: 0,
            closed: 0,
            awaiting_patient: 0,
            never_seen: 0,
            clinical_never_seen_over_30_min: 0,
            late: 0,
            by_category: Category::ALL.map(|category| (category, Counts::default())).to_vec(),
            by_urgency: Urgency::ALL.map(|urgency| (urgency, Counts::default())).to_vec(),
            by_hour: [Hour::default(); 24],
            first_response: None,
            open_by_age: AgeBand::ALL.map(|band| (band, OpenCounts::default())).to_vec(),
            urgent_same_day: InTime::default(),
            answered_in_time: InTime::default(),
            flags: FlagCounts::default(),
            appointments: AppointmentCounts::default(),
        };
        Self { now, today, span: calendar::day_span(day), waits_min: Vec::new(), workload }
    }

    pub(super) fn add(&mut self, fact: &RequestFacts) {
        let did = OnTheDay {
            received: self.span.contains(&fact.received_at),
            decided: self.is_on_the_day(fact.decided_at),
            closed: self.is_on_the_day(fact.closed_at),
        };
        self.add_flow(fact, &did);
        if did.received {
            self.add_received(fact);
        }
        if fact.open {
            self.add_open(fact);
        }
        if let Some(answered_at) = fact.first_answer_at().filter(|at| self.span.contains(at)) {
            // A provider's clock may run ahead of ours: an answer before the question took no time.
            let wait_min = (answered_at - fact.received_at).num_minutes().max(0);
            self.waits_min.push(u32::try_from(wait_min).unwrap_or(u32::MAX));
        }
        if fact.received_at < self.span.end {
            self.add_in_time(fact);
        }
    }

    pub(super) fn finish(mut self) -> Workload {
        self.workload.first_response = Percentiles::of(&mut self.waits_min);
        self.workload
    }

    fn is_on_the_day(&self, at: Option<DateTime<Utc>>) -> bool {
        at.is_some_and(|at| self.span.contains(&at))
    }

    fn add_flow(&mut self, fact: &RequestFacts, did: &OnTheDay) {
        let workload = &mut self.workload;
        workload.received += u32::from(did.received);
        workload.decided += u32::from(did.decided);
        workload.closed += u32::from(did.closed);
        workload.open += u32::from(fact.open);
        let groups = [find(&mut workload.by_category, fact.category), find(&mut workload.by_urgency, fact.urgency)];
        for counts in groups.into_iter().flatten() {
            counts.received += u32::from(did.received);
            counts.decided += u32::from(did.decided);
            counts.closed += u32::from(did.closed);
            counts.open += u32::from(fact.open);
        }
        if did.decided {
            match fact.had_appointment {
                Some(true) => workload.appointments.with += 1,
                Some(false) => workload.appointments.without += 1,
                None => workload.appointments.not_known += 1,
            }
        }
        if let Some(closed_at) = fact.closed_at.filter(|_| did.closed) {
            hour_of(&mut workload.by_hour, closed_at).closed += 1;
        }
    }

    fn add_received(&mut self, fact: &RequestFacts) {
        let hour = hour_of(&mut self.workload.by_hour, fact.received_at);
        match fact.category {
            Category::Clinical => hour.received_clinical += 1,
            Category::Administrative => hour.received_administrative += 1,
            Category::Unknown => hour.received_unknown += 1,
        }
        let (flags, is_urgent) = (&mut self.workload.flags, fact.urgency.is_urgent());
        flags.flagged += u32::from(fact.intake_flagged);
        flags.flagged_not_urgent += u32::from(fact.intake_flagged && !is_urgent);
        flags.urgent += u32::from(is_urgent);
        flags.urgent_not_flagged += u32::from(is_urgent && !fact.intake_flagged);
    }

    fn add_open(&mut self, fact: &RequestFacts) {
        let workload = &mut self.workload;
        let is_clinical = fact.category == Category::Clinical;
        let is_old = self.now - fact.received_at > UNSEEN_MAX;
        workload.awaiting_patient += u32::from(fact.awaiting_patient);
        workload.never_seen += u32::from(fact.is_unseen());
        workload.clinical_never_seen_over_30_min += u32::from(fact.is_unseen() && is_clinical && is_old);
        workload.late += u32::from(fact.is_late(self.now));
        let band = AgeBand::on(self.today, fact.received_at, self.now);
        if let Some(counts) = find(&mut workload.open_by_age, band) {
            counts.clinical += u32::from(is_clinical);
            counts.other += u32::from(!is_clinical);
        }
    }

    /// Counts a request on the one day its contract time runs out.
    fn add_in_time(&mut self, fact: &RequestFacts) {
        let is_urgent = fact.urgency.is_urgent();
        let rule = RuleSet::for_receipt(fact.received_at);
        let core_hours_end = contract_deadline(fact.received_at, fact.urgency, rule);
        if !self.span.contains(&core_hours_end) {
            return;
        }
        let dealt_with_at = fact.dealt_with_at();
        if dealt_with_at.is_none() && fact.is_taken_back() {
            return;
        }
        let is_within = |at: DateTime<Utc>| if is_urgent { at < self.span.end } else { at <= core_hours_end };
        let in_time = if is_urgent { &mut self.workload.urgent_same_day } else { &mut self.workload.answered_in_time };
        match dealt_with_at {
            Some(at) if is_within(at) => in_time.met += 1,
            None if is_within(self.now) && fact.open => in_time.running += 1,
            Some(_) | None => in_time.missed += 1,
        }
    }
}

fn find<K: PartialEq, V>(rows: &mut [(K, V)], key: K) -> Option<&mut V> {
    rows.iter_mut().find(|(row, _)| *row == key).map(|(_, value)| value)
}

fn hour_of(hours: &mut [Hour; 24], at: DateTime<Utc>) -> &mut Hour {
    &mut hours[local(at).hour() as usize % 24]
}
