//! Transactions of the simulated provider: everything under the versions that it must find, or nothing.

use serde_json::{Value, json};

use super::{BASE, Commit, Provider, instant, outcome, text};

impl Provider {
    pub(super) fn transaction(&mut self, bundle: &Value, now_ms: i64) -> (u16, Value) {
        let entries: Vec<&Value> = bundle.get("entry").and_then(Value::as_array).into_iter().flatten().collect();
        let refused: Vec<bool> = entries.iter().map(|entry| self.is_refused(entry)).collect();
        if refused.contains(&true) {
            let status = if self.manners.says_400 { 400 } else { 412 };
            return (status, outcome("a version has moved"));
        }
        let on = entries.first().and_then(|entry| entry.get("resource")).map_or(0, |task| self.number_of(task));
        let at_ms = self.stamp(now_ms);
        let answers: Vec<Value> = entries.iter().map(|entry| self.take(entry, at_ms)).collect();
        self.write_down(&entries, on, at_ms);
        (200, json!({ "resourceType": "Bundle", "type": "transaction-response", "entry": answers }))
    }

    fn number_of(&self, resource: &Value) -> u64 {
        self.newest(&text(resource, "resourceType"), &text(resource, "id")).map_or(0, |version| version.number)
    }

    /// Only `ifMatch` guards: `ifNoneMatch` on a PUT is ignored by both real servers (`wire.md` amendment 1).
    fn is_refused(&self, entry: &Value) -> bool {
        let Some(wanted) = entry["request"]["ifMatch"].as_str() else { return false };
        let wanted = wanted.trim_start_matches("W/").trim_matches('"');
        let there = self.number_of(&entry["resource"]);
        wanted != there.to_string()
    }

    fn take(&mut self, entry: &Value, at_ms: i64) -> Value {
        let mut body = entry["resource"].clone();
        let kind = text(&body, "resourceType");
        let id = if entry["request"]["method"] == "POST" { self.posted(entry, &kind) } else { text(&body, "id") };
        let Some(id) = Some(id).filter(|id| !id.is_empty()) else {
            return json!({ "response": { "status": "200 OK", "etag": "W/\"1\"" } });
        };
        body["id"] = json!(id);
        if kind == "CommunicationRequest" {
            // The provider sends it to the patient: whatever is restored later, the patient has it.
            self.delivered.push(id.clone());
        }
        let number = self.write(&kind, &id, &mut body, at_ms);
        let stored = self.newest(&kind, &id).and_then(|version| version.body.as_deref()).cloned();
        let mut answer = json!({
            "fullUrl": format!("{BASE}/{kind}/{id}"),
            "response": {
                "status": if number == 1 { "201 Created" } else { "200 OK" },
                "etag": format!("W/\"{number}\""),
                "location": format!("{BASE}/{kind}/{id}/_history/{number}"),
            },
        });
        if !self.manners.minimal_return {
            answer["resource"] = stored.unwrap_or_default();
        }
        answer
    }

    /// A create under `ifNoneExist`: the condition is looked up in an index that lags behind, as on real servers
    /// (HAPI #3141), so two creates in a row both happen. Empty where something is found.
    fn posted(&mut self, entry: &Value, kind: &str) -> String {
        let condition = entry["request"]["ifNoneExist"].as_str().unwrap_or_default();
        let value = condition.rsplit('|').next().unwrap_or_default().to_owned();
        let old_enough = |version: &super::Version| version.at_ms + 5_000 < self.last_at_ms;
        let found = self.resources.iter().any(|((of, id), versions)| {
            of == kind && id.starts_with(&value) && versions.first().is_some_and(old_enough)
        });
        self.arrivals += 1;
        if found { String::new() } else { format!("{value}-{}", self.arrivals) }
    }

    fn write_down(&mut self, entries: &[&Value], on: u64, at_ms: i64) {
        let resource = |kind: &str| {
            let of_kind = |entry: &&&Value| entry["resource"]["resourceType"] == kind;
            entries.iter().find(of_kind).map(|entry| entry["resource"].clone())
        };
        let (Some(provenance), Some(task)) = (resource("Provenance"), resource("Task")) else { return };
        self.commits.push(Commit {
            witness: text(&provenance, "id"),
            digest: triage_fhir::encode::digest_of(&provenance).unwrap_or_default().to_owned(),
            version: self.number_of(&task),
            task: text(&task, "id"),
            on,
            at_ms,
        });
        debug_assert!(instant(at_ms).is_some());
    }
}
