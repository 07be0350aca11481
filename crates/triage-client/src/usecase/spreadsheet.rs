//! The manager's day as a file that a spreadsheet opens: counts, with the age of the data they stand on.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;
use triage_domain::calendar::local;
use triage_domain::workload::{AgeBand, Counts, InTime, Percentiles, Workload};
use triage_domain::{Category, Urgency};
use triage_store::StoreError;

use crate::client::Client;

/// The mark by which Excel knows UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Why there is no file.
#[derive(Debug, Error)]
pub enum SpreadsheetError {
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Rows<'a> = &'a mut csv::Writer<Vec<u8>>;

impl Client {
    /// Writes the figures of today as comma-separated values, with dates as the United Kingdom writes them. Counts only:
    /// nobody is named. Small numbers stand as they are, because the file is the practice's own.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn spreadsheet(&self) -> Result<String, SpreadsheetError> {
        let (day, work) = self.workload(None);
        let status = self.status()?;
        let mut rows =
            csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        rows.write_record(["Day", &day_of(day)])?;
        rows.write_record(["Requests as at", &status.as_at.map_or_else(|| "never".to_owned(), moment_of)])?;
        counted(&mut rows, "Decisions on this PC that are not sent, counted in", status.unsent)?;
        totals(&mut rows, &work)?;
        answered(&mut rows, work.first_response.as_ref())?;
        in_time(&mut rows, "Urgent dealt with the same day", work.urgent_same_day)?;
        in_time(&mut rows, "Others answered in time", work.answered_in_time)?;
        groups(&mut rows, "Category", work.by_category.iter().map(|(group, counts)| (category(*group), *counts)))?;
        groups(&mut rows, "Urgency", work.by_urgency.iter().map(|(group, counts)| (urgency(*group), *counts)))?;
        heading(&mut rows, &["Hour", "Received", "Closed"])?;
        for (hour, counts) in (0u8..).zip(&work.by_hour) {
            let (received, closed) = (counts.received().to_string(), counts.closed.to_string());
            rows.write_record([&format!("{hour:02}:00"), &received, &closed])?;
        }
        heading(&mut rows, &["Open by age", "Clinical", "Other"])?;
        for (band, counts) in &work.open_by_age {
            rows.write_record([age(*band), &counts.clinical.to_string(), &counts.other.to_string()])?;
        }
        let bytes = rows.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
    }
}

fn totals(rows: Rows<'_>, work: &Workload) -> Result<(), csv::Error> {
    let totals = [
        ("Received", work.received),
        ("Open", work.open),
        ("Decided", work.decided),
        ("Closed", work.closed),
        ("Open, and the patient's move", work.awaiting_patient),
        ("Open and never seen", work.never_seen),
        ("Clinical and never seen for over 30 minutes", work.clinical_never_seen_over_30_min),
        ("Past their reply time", work.late),
    ];
    totals.into_iter().try_for_each(|(name, count)| counted(rows, name, count))
}

fn answered(rows: Rows<'_>, first: Option<&Percentiles>) -> Result<(), csv::Error> {
    counted(rows, "First answers", first.map_or(0, |first| first.n))?;
    let Some(first) = first else { return Ok(()) };
    counted(rows, "Half answered within, minutes", first.median_min)?;
    counted(rows, "9 in 10 answered within, minutes", first.p90_min)
}

fn in_time(rows: Rows<'_>, name: &str, in_time: InTime) -> Result<(), csv::Error> {
    counted(rows, name, in_time.met)?;
    counted(rows, &format!("{name}: missed"), in_time.missed)?;
    counted(rows, &format!("{name}: still to come"), in_time.running)
}

fn groups(rows: Rows<'_>, name: &str, groups: impl Iterator<Item = (&'static str, Counts)>) -> Result<(), csv::Error> {
    heading(rows, &[name, "Received", "Open", "Decided", "Closed"])?;
    for (group, Counts { received, decided, closed, open }) in groups {
        let counts = [received, open, decided, closed].map(|count| count.to_string());
        rows.write_record(std::iter::once(group).chain(counts.iter().map(String::as_str)))?;
    }
    Ok(())
}

fn heading(rows: Rows<'_>, names: &[&str]) -> Result<(), csv::Error> {
    rows.write_record([""])?;
    rows.write_record(names)
}

fn counted(rows: Rows<'_>, name: &str, count: impl ToString) -> Result<(), csv::Error> {
    rows.write_record([name, &count.to_string()])
}

fn day_of(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn moment_of(at: DateTime<Utc>) -> String {
    local(at).format("%d/%m/%Y %H:%M").to_string()
}

fn category(category: Category) -> &'static str {
    match category {
        Category::Clinical => "Clinical",
        Category::Administrative => "Administrative",
        Category::Unknown => "Not known",
    }
}

fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "Emergency",
        Urgency::UrgentToday => "Urgent today",
        Urgency::Soon => "Soon",
        Urgency::Routine => "Routine",
    }
}

fn age(band: AgeBand) -> &'static str {
    match band {
        AgeBand::UnderTwoHours => "Under 2 hours",
        AgeBand::TwoToFourHours => "2 to 4 hours",
        AgeBand::SameCorePeriod => "Same day",
        AgeBand::OneWorkingDay => "1 working day",
        AgeBand::TwoWorkingDays => "2 working days",
        AgeBand::ThreeToFiveWorkingDays => "3 to 5 working days",
        AgeBand::OverFiveWorkingDays => "Over 5 working days",
    }
}
