//! Reading what `triagectl provider-check --json` says.

use serde_json::Value;

/// Lists the checks that did not pass, with what came of each.
///
/// # Panics
/// When it is no report.
#[must_use]
pub fn checks_not_passed(report: &Value) -> Vec<(&str, &str)> {
    let checks = report["checks"].as_array().unwrap();
    let all = checks.iter().map(|check| (check["id"].as_str().unwrap(), check["outcome"].as_str().unwrap()));
    all.filter(|(_, outcome)| *outcome != "passed").collect()
}
