//! Which of two versions of one resource is newer, by rule and not by clock (`sync.md` b.4).

use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset};

use triage_domain::Version;

use crate::input::Stamp;

/// What to do with a version that arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Keep it in place of what is there.
    Newer,
    /// It is what is there already.
    Same,
    /// It is older than what is there: a late page or a cached answer.
    Older,
    /// It is older, and was written later: the provider was restored, or its clock went back between the two.
    OutOfOrder,
    /// The same version with another content: the provider re-used a version, so it was restored or is broken.
    Doubtful,
}

/// Compares what is stored with what arrives.
///
/// Same version: content decides. Both versions whole numbers: the greater wins (`"10"` is after `"9"`). Otherwise the
/// provider's `lastUpdated`, and at a tie the one that arrived later.
#[must_use]
pub fn judge(stored: Option<&Stamp>, arriving: &Stamp) -> Verdict {
    let Some(stored) = stored else { return Verdict::Newer };
    if stored.version == arriving.version {
        return if stored.content == arriving.content { Verdict::Same } else { Verdict::Doubtful };
    }
    match order(stored, arriving) {
        Ordering::Greater if instant(&arriving.last_updated) > instant(&stored.last_updated) => Verdict::OutOfOrder,
        Ordering::Greater => Verdict::Older,
        Ordering::Less | Ordering::Equal => Verdict::Newer,
    }
}

/// Says whether a version is certainly older than another; only whole numbers can say.
#[must_use]
pub fn is_before(version: &Version, other: &Version) -> bool {
    match (number(version.as_str()), number(other.as_str())) {
        (Some(version), Some(other)) => version < other,
        (Some(_) | None, _) => false,
    }
}

fn order(a: &Stamp, b: &Stamp) -> Ordering {
    if crate::mutant!("versions-compared-as-text") {
        return a.version.as_str().cmp(b.version.as_str());
    }
    if crate::mutant!("last-updated-beats-version") {
        return instant(&a.last_updated).cmp(&instant(&b.last_updated));
    }
    if let (Some(a), Some(b)) = (number(a.version.as_str()), number(b.version.as_str())) {
        return a.cmp(&b);
    }
    match (instant(&a.last_updated), instant(&b.last_updated)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_) | None, None) | (None, Some(_)) => Ordering::Less,
    }
}

fn number(version: &str) -> Option<u64> {
    version.parse().ok()
}

/// Reads an instant as FHIR writes it.
#[must_use]
pub fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

#[cfg(test)]
mod tests;
