//! Owns the replacement of temporary `urn:uuid:` addresses by the ids that a transaction gave.

use std::collections::BTreeMap;

use serde_json::Value;

/// Replaces every text that is, or begins with, a temporary address.
///
/// Covers `Reference.reference`, `Attachment.url`, canonical and other uri members alike: a `urn:uuid:` that the
/// Bundle itself defines can mean nothing else.
pub fn rewrite(value: &mut Value, given: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(target) = replacement(text, given) {
                *text = target;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, given)),
        Value::Object(members) => members
            .iter_mut()
            .filter(|(name, _)| is_address_member(name))
            .for_each(|(_, member)| rewrite(member, given)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Identifiers may hold a `urn:uuid:` as their value, and text is the author's.
fn is_address_member(name: &str) -> bool {
    !matches!(name, "value" | "valueString" | "contentString" | "text" | "div")
}

fn replacement(text: &str, given: &BTreeMap<String, String>) -> Option<String> {
    if !text.starts_with("urn:uuid:") && !text.starts_with("urn:oid:") {
        return given.get(text).cloned();
    }
    let (address, fragment) = match text.find('#') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    given.get(address).map(|target| format!("{target}{fragment}"))
}
