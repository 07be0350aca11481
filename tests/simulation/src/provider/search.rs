//! Searching and history of the simulated provider, as far as the client asks for them.

use serde_json::{Value, json};

use super::{BASE, Provider, Version, instant, outcome, text};

struct Hit<'a> {
    at_ms: i64,
    id: &'a str,
    body: &'a Value,
    text: &'a str,
}

impl Provider {
    /// Answers a search: `_lastUpdated`, `status`, `_tag`, `_sort`, `_count` and pages by offset.
    pub(super) fn search(&self, kind: &str, query: &str, now_ms: i64) -> (u16, String) {
        let pairs: Vec<(String, String)> = pairs(query);
        let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let from = match find("_lastUpdated").map(bound) {
            None => None,
            Some(Some(bound)) => Some(bound),
            Some(None) => return (400, outcome("_lastUpdated").to_string()),
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
        let mut entries: Vec<String> = page
            .iter()
            .map(|hit| {
                let (id, text) = (hit.id, hit.text);
                format!(r#"{{"fullUrl":"{BASE}/{kind}/{id}","resource":{text},"search":{{"mode":"match"}}}}"#)
            })
            .collect();
        if kind == "Task" && find("_include").is_some() {
            entries.extend(page.iter().flat_map(|hit| self.included(hit.body)));
        }
        let mut next = None;
        if more {
            let rest: String = pairs
                .iter()
                .filter(|(key, _)| key != "_offset")
                .map(|(key, value)| format!("{key}={}&", value.replace('+', "%2B")))
                .collect();
            let url = format!("{BASE}/{kind}?{rest}_offset={}", offset + count);
            next = Some(json!([{ "relation": "next", "url": url }]));
        }
        (200, bundle("searchset", &entries, next.as_ref()))
    }

    /// The version of each resource that a search sees now.
    fn visible<'a>(&'a self, kind: &'a str, now_ms: i64) -> impl Iterator<Item = Hit<'a>> {
        self.resources.iter().filter(move |((of, _), _)| of == kind).filter_map(move |((_, id), versions)| {
            let version: &Version = versions.iter().rev().find(|version| version.visible_ms <= now_ms)?;
            Some(Hit { at_ms: version.at_ms, id, body: version.body.as_deref()?, text: version.text.as_deref()? })
        })
    }

    fn included(&self, task: &Value) -> Vec<String> {
        let named = ["focus", "for"].into_iter().filter_map(|member| task.get(member)?.get("reference")?.as_str());
        named
            .filter_map(|reference| reference.split_once('/'))
            .filter_map(|(kind, id)| self.newest(kind, id)?.text.as_deref())
            .map(|text| format!(r#"{{"resource":{text},"search":{{"mode":"include"}}}}"#))
            .collect()
    }

    /// Answers a type's history, newest first, on one page.
    pub(super) fn history(&self, kind: &str, query: &str) -> (u16, String) {
        if self.manners.no_history {
            return (404, outcome("no history of a type").to_string());
        }
        let pairs = pairs(query);
        let since = pairs.iter().find(|(key, _)| key == "_since").and_then(|(_, at)| parse(at)).unwrap_or(i64::MIN);
        let mut entries: Vec<(i64, String)> = Vec::new();
        for ((of, id), versions) in self.resources.iter().filter(|((of, _), _)| of == kind) {
            for version in versions.iter().filter(|version| version.at_ms >= since) {
                let method = if version.body.is_some() { "PUT" } else { "DELETE" };
                let at = instant(version.at_ms).map(|at| at.to_rfc3339()).unwrap_or_default();
                let resource = version.text.as_deref().map(|text| format!(r#""resource":{text},"#)).unwrap_or_default();
                let entry = format!(
                    r#"{{"fullUrl":"{BASE}/{of}/{id}",{resource}"request":{{"method":"{method}","url":"{of}/{id}"}},"response":{{"status":"200","lastModified":"{at}"}}}}"#
                );
                entries.push((version.at_ms, entry));
            }
        }
        entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let entries: Vec<String> = entries.into_iter().map(|(_, entry)| entry).collect();
        (200, bundle("history", &entries, None))
    }
}

/// Joins entries that are text already: a page is most of what the provider does, and each resource is written out once.
fn bundle(kind: &str, entries: &[String], link: Option<&Value>) -> String {
    let link = link.map(|link| format!(r#","link":{link}"#)).unwrap_or_default();
    format!(r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{}]{link}}}"#, entries.join(","))
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
