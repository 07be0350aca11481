//! Owns the building of JSON member by member.
//!
//! A practice is a million members; without optimisation `json!` would take seconds for them.

use serde_json::{Map, Value};

/// Returns a string.
pub fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// Returns an array of one.
pub fn list(value: Value) -> Value {
    Value::Array(vec![value])
}

/// Returns an object with these members in this order.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut map = Map::new();
    for (name, value) in members {
        map.insert(name.to_owned(), value);
    }
    Value::Object(map)
}

/// Returns a reference to a resource.
pub fn reference(target: &str) -> Value {
    object([("reference", text(target))])
}

/// Returns a concept with one coding.
pub fn concept(system: &str, code: &str) -> Value {
    object([("coding", list(object([("system", text(system)), ("code", text(code))])))])
}
