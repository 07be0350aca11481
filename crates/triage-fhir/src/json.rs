//! Reading JSON that may hold anything: every look-up may find nothing, none can fail.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

/// Returns the text of a member.
#[must_use]
pub fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member)?.as_str()
}

/// Returns the elements of a member that is a list; a single object counts as a list of one.
pub fn list<'a>(value: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    let (many, one) = match value.get(member) {
        Some(Value::Array(elements)) => (elements.as_slice(), None),
        Some(other) if !other.is_null() => (&[][..], Some(other)),
        Some(_) | None => (&[][..], None),
    };
    many.iter().chain(one)
}

/// Returns the reference text of a member of type Reference.
#[must_use]
pub fn reference<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    text(value.get(member)?, "reference")
}

/// Cuts a reference down to `Type/id`, whatever server and version stand around it.
#[must_use]
pub fn relative(reference: &str) -> Option<(&str, &str)> {
    let bare = reference.split("/_history/").next().unwrap_or(reference);
    let mut parts = bare.rsplit('/');
    let id = parts.next().filter(|id| !id.is_empty())?;
    let kind = parts.next().filter(|kind| kind.starts_with(|c: char| c.is_ascii_uppercase()))?;
    Some((kind, id))
}

/// Returns the code of the first coding in this system.
#[must_use]
pub fn code_in<'a>(concept: &'a Value, system: &str) -> Option<&'a str> {
    list(concept, "coding")
        .find(|coding| text(coding, "system") == Some(system))
        .and_then(|coding| text(coding, "code"))
}

/// Returns the value of the first identifier in this system.
pub fn identifier_in<'a>(value: &'a Value, system: &str) -> Option<&'a str> {
    list(value, "identifier").find(|id| text(id, "system") == Some(system)).and_then(|id| text(id, "value"))
}

/// Reads an instant or a dateTime with a time in it.
#[must_use]
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc())
}

/// Reads the instant of a member.
#[must_use]
pub fn instant_of(value: &Value, member: &str) -> Option<DateTime<Utc>> {
    instant(text(value, member)?)
}

/// Reads a full date, or the date part of a dateTime.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// Returns the resource's type and id.
#[must_use]
pub fn type_and_id(resource: &Value) -> Option<(&str, &str)> {
    Some((text(resource, "resourceType")?, text(resource, "id").filter(|id| !id.is_empty())?))
}

/// Returns the version id that the server gave.
#[must_use]
pub fn version_of(resource: &Value) -> Option<&str> {
    text(resource.get("meta")?, "versionId")
}

/// Returns the server's instant of the last change, verbatim.
#[must_use]
pub fn last_updated_of(resource: &Value) -> Option<&str> {
    text(resource.get("meta")?, "lastUpdated")
}

/// Returns the member as a list to append to, making it one where it is none.
pub fn list_mut<'a>(object: &'a mut Map<String, Value>, member: &str) -> Option<&'a mut Vec<Value>> {
    let slot = object.entry(member.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
    if !slot.is_array() {
        let single = slot.take();
        *slot = if single.is_null() { Value::Array(Vec::new()) } else { Value::Array(vec![single]) };
    }
    slot.as_array_mut()
}

/// Finds an extension by its address.
pub fn extension<'a>(value: &'a Value, url: &str) -> Option<&'a Value> {
    list(value, "extension").find(|extension| text(extension, "url") == Some(url))
}
