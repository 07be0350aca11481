//! What IT is told when something is wrong: versions, states and counts. Nothing of a patient, and nothing that anybody
//! wrote (`ux.md` D31).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use triage_domain::calendar::local;
use triage_store::StoreError;
use triage_sync::Operation;
use url::Url;

use crate::client::Client;
use crate::usecase::connect::Connection;
use crate::usecase::status::Status;

impl Client {
    /// Writes the report.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn report(&self) -> Result<String, StoreError> {
        let (session, status) = (self.session(), self.status()?);
        let mut text = report_head(status.now);
        if session.is_training {
            text.push_str("Practice queue: nothing is sent\n");
        }
        let key = if session.key_in_file { "in a file, as in a demonstration" } else { "in the system's key store" };
        let _ = writeln!(text, "Key: {key}");
        let role = session.staff.as_ref().map_or_else(|| "nobody".to_owned(), |staff| format!("{:?}", staff.role));
        let _ = writeln!(text, "Signed in: {role}");
        write_connection(&mut text, session.connection.as_ref());
        write_status(&mut text, &status);
        write_decisions(&mut text, &self.live_operations());
        for finding in &session.findings {
            let _ = writeln!(text, "Found at the start: {finding}");
        }
        Ok(text)
    }
}

/// Writes what can be said where no profile is open: which program it is, where it runs, and when.
#[must_use]
pub fn report_head(now: DateTime<Utc>) -> String {
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("Triage Desk {} on {os} {arch}\nWritten {}\n", env!("CARGO_PKG_VERSION"), moment(now))
}

/// A moment as the practice reads it, with the seconds that IT needs.
fn moment(at: DateTime<Utc>) -> String {
    local(at).format("%d-%b-%Y %H:%M:%S").to_string()
}

fn maybe(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "never".to_owned(), moment)
}

fn write_connection(text: &mut String, connection: Option<&Connection>) {
    let Some(connection) = connection else {
        text.push_str("Provider: none\n");
        return;
    };
    // Where it begins alone: an address may carry more than IT needs.
    let origin = Url::parse(&connection.server).map(|url| url.origin().ascii_serialization());
    let software = connection.software.as_deref().unwrap_or("does not say its name");
    let _ = writeln!(text, "Provider: {} ({software})", origin.as_deref().unwrap_or("an address that cannot be read"));
    let practice = connection.practice.as_ref().map_or("not known", |practice| practice.ods.as_str());
    let _ = writeln!(text, "Practice: {practice}");
    let sign_in = if connection.sign_in.is_some() { "asked for" } else { "not asked for" };
    let _ = writeln!(text, "Sign-in: {sign_in}");
    let _ = writeln!(text, "Provider tried: {}", maybe(connection.checked_at));
    let limits: Vec<String> = connection.limits().iter().map(|limit| format!("{limit:?}")).collect();
    let limits = if limits.is_empty() { "none".to_owned() } else { limits.join(", ") };
    let _ = writeln!(text, "Provider's limits: {limits}");
}

fn write_status(text: &mut String, status: &Status) {
    let _ = writeln!(text, "Line: {:?} since {}", status.link, maybe(status.since));
    let _ = writeln!(text, "Data: {:?}, as at {}", status.freshness, maybe(status.as_at));
    let _ = writeln!(text, "Requests on this PC: {}, urgent and open {}", status.requests_here, status.urgent_open);
    let _ =
        writeln!(text, "Not sent: {}, being sent {}, sent today {}", status.unsent, status.sending, status.sent_today);
    let _ = writeln!(
        text,
        "For a person: conflicts {}, failed {}, unreadable {}",
        status.conflicts, status.failed, status.unreadable
    );
}

fn write_decisions(text: &mut String, live: &[Operation]) {
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for operation in live {
        let stuck = operation.stuck.map(|stuck| format!(", {stuck:?}")).unwrap_or_default();
        *states.entry(format!("{}{stuck}", operation.state.name())).or_default() += 1;
    }
    for (state, count) in states {
        let _ = writeln!(text, "Decisions, {state}: {count}");
    }
    if let Some(oldest) = live.iter().min_by_key(|operation| operation.decided_at) {
        let _ = writeln!(text, "The oldest was taken {}", moment(oldest.decided_at));
    }
    if let Some(attempts) = live.iter().map(|operation| operation.attempts).max() {
        let _ = writeln!(text, "Most attempts: {attempts}");
    }
}
