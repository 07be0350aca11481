//! Searching and history of the simulated provider, as far as the client asks for them.

use serde_json::{Value, json};

use super::{BASE, Provider, Version, instant, outcome, text};

struct Hit<'a> {
    at_ms: i64,
    id: &'a str,
    body: &'a Value,
}

impl Provider {
    /// Answers a search: `_lastUpdated`, `status`, `_tag`, `_sort`, `_count` and pages by offset.
    pub(super) fn search(&self, kind: &str, query: &str, now_ms: i64) -> (u16, Value) {
        let pairs: Vec<(String, String)> = pairs(query);
        let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let from = match find("_lastUpdated").map(bound) {
            None => None,
            Some(Some(bound)) => Some(bound),
            Some(None) => return (400, outcome("_lastUpdated")),
        };
        let statuses: Option<Vec<&str>> = find("status").map(|value| value.split(',').collect());
        let mut hits: Vec<Hit<'_>> = self
            .visible(kind, now_ms)
            .filter(|hit| from.is_none_or(|(at, inclusive)| hit.at_ms > at || inclusive && hit.at_ms == at))
            .filter(|hit| statuses.as_ref().is_none_or(|wanted| wanted.contains(&text(hit.body, "status").as_str())))
            .collect();
        hits.sort_by_key(|hit| (hit.at_ms, hit.id));
        let count = find("_count").and_then(|count| count.parse().ok()).unwrap_or(50);
        let offset = find("_offset").and_then(|offset| offset.parse().ok()).unwrap_or(0_usize);
        let more = hits.len() > offset + count;
        let page: Vec<&Hit<'_>> = hits.iter().skip(offset).take(count).collect();
        let mut entries: Vec<Value> = page
            .iter()
            .map(|hit| json!({ "fullUrl": format!("{BASE}/{kind}/{}", hit.id), "resource": hit.body, "search": { "mode": "match" } }))
            .collect();
        if kind == "Task" && find("_include").is_some() {
            entries.extend(page.iter().flat_map(|hit| self.included(hit.body)));
        }
        let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries });
        if more {
            let rest: String = pairs
                .iter()
                .filter(|(key, _)| key != "_offset")
                .map(|(key, value)| format!("{key}={}&", value.replace('+', "%2B")))
                .collect();
            bundle["link"] =
                json!([{ "relation": "next", "url": format!("{BASE}/{kind}?{rest}_offset={}", offset + count) }]);
        }
        (200, bundle)
    }

    /// The version of each resource that a search sees now.
    fn visible<'a>(&'a self, kind: &'a str, now_ms: i64) -> impl Iterator<Item = Hit<'a>> {
        self.resources.iter().filter(move |((of, _), _)| of == kind).filter_map(move |((_, id), versions)| {
            let version: &Version = versions.iter().rev().find(|version| version.visible_ms <= now_ms)?;
            Some(Hit { at_ms: version.at_ms, id, body: version.body.as_deref()? })
        })
    }

    fn included(&self, task: &Value) -> Vec<Value> {
        let named = ["focus", "for"].into_iter().filter_map(|member| task.get(member)?.get("reference")?.as_str());
        named
            .filter_map(|reference| reference.split_once('/'))
            .filter_map(|(kind, id)| self.newest(kind, id)?.body.as_deref())
            .map(|body| json!({ "resource": body, "search": { "mode": "include" } }))
            .collect()
    }

    /// Answers a type's history, newest first, on one page.
    pub(super) fn history(&self, kind: &str, query: &str) -> (u16, Value) {
        if self.manners.no_history {
            return (404, outcome("no history of a type"));
        }
        let pairs = pairs(query);
        let since = pairs.iter().find(|(key, _)| key == "_since").and_then(|(_, at)| parse(at)).unwrap_or(i64::MIN);
        let mut entries: Vec<(i64, Value)> = Vec::new();
        for ((of, id), versions) in self.resources.iter().filter(|((of, _), _)| of == kind) {
            for version in versions.iter().filter(|version| version.at_ms >= since) {
                let method = if version.body.is_some() { "PUT" } else { "DELETE" };
                let at = instant(version.at_ms).map(|at| at.to_rfc3339()).unwrap_or_default();
                let mut entry = json!({
                    "fullUrl": format!("{BASE}/{of}/{id}"),
                    "request": { "method": method, "url": format!("{of}/{id}") },
                    "response": { "status": "200", "lastModified": at },
                });
                if let Some(body) = &version.body {
                    entry["resource"] = Value::clone(body);
                }
                entries.push((version.at_ms, entry));
            }
        }
        entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let entries: Vec<Value> = entries.into_iter().map(|(_, entry)| entry).collect();
        (200, json!({ "resourceType": "Bundle", "type": "history", "entry": entries }))
    }
}

fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), decoded(value)))
        .collect()
}

fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn bound(value: &str) -> Option<(i64, bool)> {
    match value.split_at_checked(2)? {
        ("ge", at) => Some((parse(at)?, true)),
        ("gt", at) => Some((parse(at)?, false)),
        _ => None,
    }
}

fn parse(at: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(at).ok().map(|at| at.timestamp_millis())
}
