//! Owns the table of resource types with their search parameters and reads their values out of resources.
//!
//! Adding a type or parameter here makes it searchable and puts it into the capability statement.

use serde_json::Value;

use super::instant::{Span, parse_span};

/// How a search parameter's values are read and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Codes, codings, concepts and identifiers.
    Token,
    /// References, by resource or by identifier.
    Reference,
    /// Dates, instants and periods.
    Date,
    /// Canonical addresses, compared as they are.
    Uri,
}

impl Kind {
    /// Returns the code of `SearchParameter.type`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Reference => "reference",
            Self::Date => "date",
            Self::Uri => "uri",
        }
    }
}

/// One search parameter of a resource type.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Name in the query.
    pub name: &'static str,
    /// How values are compared.
    pub kind: Kind,
    /// Members from the resource down to the value, lists flattened.
    pub path: &'static str,
    /// Whether FHIR R4 defines this parameter for the type.
    pub standard: bool,
}

/// A resource type with its own search parameters.
pub struct ResourceType {
    /// FHIR name.
    pub name: &'static str,
    own: &'static [Parameter],
}

const fn token(name: &'static str, path: &'static str) -> Parameter {
    of(name, Kind::Token, path, true)
}

const fn reference(name: &'static str, path: &'static str) -> Parameter {
    of(name, Kind::Reference, path, true)
}

const fn date(name: &'static str, path: &'static str) -> Parameter {
    of(name, Kind::Date, path, true)
}

const fn custom(name: &'static str, kind: Kind, path: &'static str) -> Parameter {
    of(name, kind, path, false)
}

const fn of(name: &'static str, kind: Kind, path: &'static str, standard: bool) -> Parameter {
    Parameter { name, kind, path, standard }
}

const TAG: Parameter = token("_tag", "meta.tag");

const IDENTIFIER: Parameter = token("identifier", "identifier");

const TASK: &[Parameter] = &[
    IDENTIFIER,
    token("status", "status"),
    token("business-status", "businessStatus"),
    token("priority", "priority"),
    token("intent", "intent"),
    token("code", "code"),
    token("performer", "performerType"),
    token("group-identifier", "groupIdentifier"),
    reference("owner", "owner"),
    reference("patient", "for"),
    reference("subject", "for"),
    custom("for", Kind::Reference, "for"),
    reference("focus", "focus"),
    reference("based-on", "basedOn"),
    reference("requester", "requester"),
    date("authored-on", "authoredOn"),
];

const QUESTIONNAIRE_RESPONSE: &[Parameter] = &[
    IDENTIFIER,
    token("status", "status"),
    reference("patient", "subject"),
    reference("subject", "subject"),
    reference("author", "author"),
    reference("source", "source"),
    of("questionnaire", Kind::Uri, "questionnaire", true),
    date("authored", "authored"),
];

const MESSAGE_REQUEST: &[Parameter] = &[
    IDENTIFIER,
    token("status", "status"),
    token("priority", "priority"),
    reference("patient", "subject"),
    reference("subject", "subject"),
    reference("based-on", "basedOn"),
    custom("about", Kind::Reference, "about"),
    reference("requester", "requester"),
    reference("sender", "sender"),
    reference("recipient", "recipient"),
    date("authored", "authoredOn"),
];

const MESSAGE: &[Parameter] = &[
    IDENTIFIER,
    token("status", "status"),
    reference("patient", "subject"),
    reference("subject", "subject"),
    reference("based-on", "basedOn"),
    custom("about", Kind::Reference, "about"),
    custom("in-response-to", Kind::Reference, "inResponseTo"),
    reference("sender", "sender"),
    reference("recipient", "recipient"),
    date("sent", "sent"),
    date("received", "received"),
];

/// Every resource type that the server keeps.
pub const TYPES: &[ResourceType] = &[
    own("Task", TASK),
    own("QuestionnaireResponse", QUESTIONNAIRE_RESPONSE),
    own("Patient", &[IDENTIFIER, date("birthdate", "birthDate")]),
    own("RelatedPerson", &[IDENTIFIER, reference("patient", "patient")]),
    own("Practitioner", &[IDENTIFIER]),
    own(
        "PractitionerRole",
        &[
            IDENTIFIER,
            reference("practitioner", "practitioner"),
            reference("organization", "organization"),
            token("role", "code"),
        ],
    ),
    own("Organization", &[IDENTIFIER]),
    own(
        "DocumentReference",
        &[
            IDENTIFIER,
            token("status", "status"),
            reference("patient", "subject"),
            reference("subject", "subject"),
            reference("related", "context.related"),
            date("date", "date"),
        ],
    ),
    own("Binary", &[]),
    own("CommunicationRequest", MESSAGE_REQUEST),
    own("Communication", MESSAGE),
    own(
        "Provenance",
        &[
            reference("target", "target"),
            reference("agent", "agent.who"),
            reference("entity", "entity.what"),
            date("recorded", "recorded"),
        ],
    ),
    own(
        "AuditEvent",
        &[
            reference("entity", "entity.what"),
            reference("agent", "agent.who"),
            token("action", "action"),
            date("date", "recorded"),
            custom("recorded", Kind::Date, "recorded"),
        ],
    ),
    own("Questionnaire", &[IDENTIFIER, token("status", "status"), of("url", Kind::Uri, "url", true)]),
];

const fn own(name: &'static str, own: &'static [Parameter]) -> ResourceType {
    ResourceType { name, own }
}

/// Says whether the server keeps resources of this type.
pub fn is_known_type(name: &str) -> bool {
    TYPES.iter().any(|known| known.name == name)
}

/// Returns the search parameters of a type, `_tag` included, `_id` and `_lastUpdated` not.
pub fn parameters(type_name: &str) -> impl Iterator<Item = &'static Parameter> {
    let own = TYPES.iter().find(|known| known.name == type_name).map_or(&[][..], |known| known.own);
    std::iter::once(&TAG).chain(own)
}

/// Returns one search parameter of a type.
pub fn parameter(type_name: &str, name: &str) -> Option<&'static Parameter> {
    parameters(type_name).find(|parameter| parameter.name == name)
}

/// A value of a resource as the search index keeps it.
pub(super) enum Indexed {
    /// A code, identifier, address or reference.
    Token { system: String, value: String },
    /// A reference that names its target by identifier.
    ByIdentifier { system: String, value: String },
    /// A date or period.
    Moment(Span),
}

/// Reads all values of one parameter out of a resource.
pub(super) fn values(parameter: &Parameter, resource: &Value, base_url: &str) -> Vec<Indexed> {
    let mut found = Vec::new();
    for leaf in leaves(resource, parameter.path) {
        match parameter.kind {
            Kind::Token => token_values(leaf, &mut found),
            Kind::Reference => reference_values(leaf, base_url, &mut found),
            Kind::Date => found.extend(span_of(leaf).map(Indexed::Moment)),
            Kind::Uri => found.extend(leaf.as_str().map(|text| plain("", text))),
        }
    }
    found
}

/// Splits a reference into type and id; the version is dropped and a foreign address is kept whole.
pub fn split_reference(text: &str, base_url: &str) -> (String, String) {
    let local = text.strip_prefix(base_url).map_or(text, |rest| rest.trim_start_matches('/'));
    let mut parts = local.split('/');
    match (parts.next(), parts.next()) {
        (Some(type_name), Some(id)) if is_known_type(type_name) => (type_name.to_owned(), id.to_owned()),
        _ => (String::new(), text.to_owned()),
    }
}

fn leaves<'a>(resource: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut level = vec![resource];
    for member in path.split('.') {
        level = level.into_iter().filter_map(|value| value.get(member)).flat_map(each).collect();
    }
    level
}

fn each(value: &Value) -> Vec<&Value> {
    match value.as_array() {
        Some(items) => items.iter().collect(),
        None => vec![value],
    }
}

fn plain(system: &str, value: &str) -> Indexed {
    Indexed::Token { system: system.to_owned(), value: value.to_owned() }
}

fn token_values(leaf: &Value, found: &mut Vec<Indexed>) {
    if let Some(code) = leaf.as_str() {
        found.push(plain("", code));
    }
    for coding in leaf.get("coding").into_iter().flat_map(each) {
        token_values(coding, found);
    }
    let system = leaf.get("system").and_then(Value::as_str).unwrap_or("");
    let value = leaf.get("code").or_else(|| leaf.get("value"));
    if let Some(value) = value.and_then(Value::as_str) {
        found.push(plain(system, value));
    }
}

fn reference_values(leaf: &Value, base_url: &str, found: &mut Vec<Indexed>) {
    if let Some(text) = leaf.get("reference").and_then(Value::as_str) {
        let (system, value) = split_reference(text, base_url);
        found.push(Indexed::Token { system, value });
    }
    if let Some(identifier) = leaf.get("identifier") {
        let member = |name| identifier.get(name).and_then(Value::as_str);
        if let Some(value) = member("value") {
            found.push(Indexed::ByIdentifier {
                system: member("system").unwrap_or("").to_owned(),
                value: value.to_owned(),
            });
        }
    }
}

fn span_of(leaf: &Value) -> Option<Span> {
    if let Some(text) = leaf.as_str() {
        return parse_span(text);
    }
    let edge = |name| leaf.get(name).and_then(Value::as_str).and_then(parse_span);
    let (start, end) = (edge("start"), edge("end"));
    if start.is_none() && end.is_none() {
        return None;
    }
    Some(Span { low: start.map_or(i64::MIN, |span| span.low), high: end.map_or(i64::MAX, |span| span.high) })
}
