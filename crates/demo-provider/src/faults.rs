//! Owns the rules by which the server misbehaves on purpose.
//!
//! Deliberately only decides; `http` carries a fault out. Requests below `/admin` are never touched.

use axum::http::Method;
use serde::{Deserialize, Serialize};

/// A way to misbehave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fault {
    /// The answer comes late; later rules still apply.
    Delay(Delay),
    /// The request is not processed and answered with this status.
    Status(Status),
    /// One of the faults without numbers.
    Named(NamedFault),
}

/// A late answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Milliseconds before the request is processed.
    pub delay_ms: u64,
}

/// An answer with an error status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// HTTP status, 400 to 599.
    pub status: u16,
    /// Seconds for a `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
}

/// Faults without numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamedFault {
    /// The connection closes and nothing is processed.
    DropBefore,
    /// The request is processed, then the connection closes without an answer.
    DropAfterCommit,
    /// The request is processed and half of the answer's body arrives.
    TruncateBody,
    /// The request is not processed; a log-in page of the network answers with 200.
    CaptivePortal,
}

/// Which requests a rule is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// HTTP method; every method when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path, exact or with `*` at its end for every path that begins so; every path when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The first matching request that misbehaves, counted from 1; the first when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// How many requests misbehave; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// A rule with its history.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Which requests.
    #[serde(default, rename = "match")]
    pub matches: Match,
    /// What happens to them.
    pub fault: Fault,
    /// How many matching requests were seen.
    #[serde(default, skip_deserializing)]
    pub seen: u64,
    /// How many of them misbehaved.
    #[serde(default, skip_deserializing)]
    pub fired: u64,
}

/// Rules as they are sent to `/admin/faults`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The rules, tried in this order.
    pub rules: Vec<Rule>,
}

/// What happens to one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Milliseconds to wait first.
    pub delay_ms: u64,
    /// What happens then; `None` processes the request in peace.
    pub fault: Option<Fault>,
}

impl Rules {
    /// Decides about a request and counts it.
    pub fn judge(&mut self, method: &Method, path: &str) -> Verdict {
        let mut verdict = Verdict::default();
        for rule in &mut self.rules {
            if !rule.matches.covers(method, path) || !rule.fires() {
                continue;
            }
            match &rule.fault {
                Fault::Delay(delay) => verdict.delay_ms += delay.delay_ms,
                Fault::Status(_) | Fault::Named(_) => {
                    verdict.fault = Some(rule.fault.clone());
                    return verdict;
                }
            }
        }
        verdict
    }

    /// Returns how many requests misbehaved.
    pub fn fired(&self) -> u64 {
        self.rules.iter().map(|rule| rule.fired).sum()
    }
}

impl Match {
    fn covers(&self, method: &Method, path: &str) -> bool {
        let by_method = self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()));
        let by_path = self
            .path
            .as_ref()
            .is_none_or(|wanted| wanted.strip_suffix('*').map_or(wanted == path, |begin| path.starts_with(begin)));
        by_method && by_path
    }
}

impl Rule {
    fn fires(&mut self) -> bool {
        self.seen += 1;
        let due = self.seen >= self.matches.nth.unwrap_or(1);
        let left = self.matches.times.is_none_or(|times| self.fired < times);
        let fires = due && left;
        self.fired += u64::from(fires);
        fires
    }
}
