//! Owns the reading of search parameters: which are known, what they mean, which were used.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::call::Handling;
use super::outcome::FhirError;
use crate::store::{
    Comparison, Criterion, Cursor, Kind, Order, Parameter, Search, SortKey, Span, TokenValue, parameter, parse_span,
    split_reference,
};

/// Matches on a page when the client does not say.
pub const PAGE_DEFAULT: usize = 50;

/// Largest page that a client gets.
pub const PAGE_MAX: usize = 1000;

/// Largest number of alternatives in one parameter.
const ALTERNATIVES_MAX: usize = 500;

/// The parameter that carries the position of a page; clients treat the link as opaque.
pub const CURSOR: &str = "_cursor";

/// Parameters that shape the answer and are understood for every type.
const GENERAL: &[&str] = &["_format", "_pretty", "_total"];

/// Related resources that the client wants along.
#[derive(Clone, Debug)]
pub struct Along {
    /// Whether the related resources refer to the matches instead of the reverse.
    pub reverse: bool,
    /// Type that holds the reference.
    pub type_name: String,
    /// Search parameter of the reference.
    pub param: String,
    /// Type of the target, when the client narrowed it.
    pub target: Option<String>,
}

/// A search with everything that shapes its answer.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to look for.
    pub search: Search,
    /// What to add.
    pub along: Vec<Along>,
    /// Members to keep, when the client wants parts.
    pub elements: Option<Vec<String>>,
    /// Parameters that were understood, for the `self` link.
    pub used: Vec<(String, String)>,
}

/// Reads the parameters of a search.
pub fn plan(
    type_name: &str,
    pairs: &[(String, String)],
    handling: Handling,
    base_url: &str,
) -> Result<Plan, FhirError> {
    let mut plan = Plan {
        search: Search {
            type_name: type_name.to_owned(),
            criteria: Vec::new(),
            sort: SortKey::Id,
            order: Order::Ascending,
            count: PAGE_DEFAULT,
            after: None,
        },
        along: Vec::new(),
        elements: None,
        used: Vec::new(),
    };
    let mut count_only = false;
    for (name, value) in pairs {
        let understood = match name.as_str() {
            "_count" => read_count(&mut plan, value)?,
            "_sort" => read_sort(&mut plan, value),
            "_summary" => {
                count_only |= value == "count";
                matches!(value.as_str(), "count" | "false")
            }
            "_elements" => read_elements(&mut plan, value),
            "_include" | "_revinclude" => read_along(&mut plan, name, value)?,
            CURSOR => {
                plan.search.after = Some(parse_cursor(value)?);
                continue;
            }
            general if GENERAL.contains(&general) => true,
            _ => match criterion(type_name, name, value, base_url)? {
                Some(criterion) => {
                    plan.search.criteria.push(criterion);
                    true
                }
                None => false,
            },
        };
        if understood {
            plan.used.push((name.clone(), value.clone()));
        } else if handling == Handling::Strict {
            return Err(FhirError::Malformed(format!(
                "Search parameter {name} is not known for {type_name}, or not with this value"
            )));
        }
    }
    if count_only {
        plan.search.count = 0;
    }
    Ok(plan)
}

/// Writes the position after a match.
pub fn format_cursor(cursor: &Cursor) -> String {
    let value = cursor.sort_value.unwrap_or_default();
    URL_SAFE_NO_PAD.encode(format!("{value}|{}", cursor.id))
}

fn parse_cursor(text: &str) -> Result<Cursor, FhirError> {
    let broken = || FhirError::Malformed("The page link is not one of this server".to_owned());
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| broken())?;
    let plain = String::from_utf8(bytes).map_err(|_| broken())?;
    let (value, id) = plain.split_once('|').ok_or_else(broken)?;
    Ok(Cursor { sort_value: Some(value.parse().map_err(|_| broken())?), id: id.to_owned() })
}

fn read_count(plan: &mut Plan, value: &str) -> Result<bool, FhirError> {
    let count: usize = value.parse().map_err(|_| FhirError::Malformed("_count is not a number".to_owned()))?;
    plan.search.count = count.min(PAGE_MAX);
    Ok(true)
}

fn read_sort(plan: &mut Plan, value: &str) -> bool {
    let (order, name) = match value.strip_prefix('-') {
        Some(name) => (Order::Descending, name),
        None => (Order::Ascending, value),
    };
    let key = match name {
        "_id" => Some(SortKey::Id),
        "_lastUpdated" => Some(SortKey::LastUpdated),
        _ => parameter(&plan.search.type_name, name)
            .filter(|known| known.kind == Kind::Date)
            .map(|known| SortKey::Moment(known.name.to_owned())),
    };
    let Some(key) = key else {
        return false;
    };
    plan.search.sort = key;
    plan.search.order = order;
    true
}

fn read_elements(plan: &mut Plan, value: &str) -> bool {
    let names = value.split(',').map(|name| name.trim().to_owned());
    plan.elements.get_or_insert_default().extend(names);
    true
}

fn read_along(plan: &mut Plan, name: &str, value: &str) -> Result<bool, FhirError> {
    let mut parts = value.split(':');
    let (Some(type_name), Some(param)) = (parts.next(), parts.next()) else {
        return Err(FhirError::Malformed(format!("{name} needs Type:parameter")));
    };
    let reverse = name == "_revinclude";
    let known = parameter(type_name, param).is_some_and(|known| known.kind == Kind::Reference);
    if !known || (!reverse && type_name != plan.search.type_name) {
        return Ok(false);
    }
    plan.along.push(Along {
        reverse,
        type_name: type_name.to_owned(),
        param: param.to_owned(),
        target: parts.next().map(str::to_owned),
    });
    Ok(true)
}

/// Reads one search parameter; `None` when the type does not have it.
fn criterion(type_name: &str, name: &str, value: &str, base_url: &str) -> Result<Option<Criterion>, FhirError> {
    let (plain, modifier) = match name.split_once(':') {
        Some((plain, modifier)) => (plain, Some(modifier)),
        None => (name, None),
    };
    let alternatives = split_escaped(value, ',');
    if alternatives.len() > ALTERNATIVES_MAX {
        return Err(FhirError::Malformed(format!("{name} has more than {ALTERNATIVES_MAX} alternatives")));
    }
    match (plain, modifier) {
        ("_id", None) => Ok(Some(Criterion::Id(alternatives.iter().map(|id| unescape(id)).collect()))),
        ("_lastUpdated", None) => Ok(Some(Criterion::LastUpdated(spans(name, &alternatives)?))),
        _ => match parameter(type_name, plain) {
            Some(known) => known_criterion(known, modifier, name, &alternatives, base_url),
            None => Ok(None),
        },
    }
}

fn known_criterion(
    known: &Parameter,
    modifier: Option<&str>,
    name: &str,
    alternatives: &[String],
    base_url: &str,
) -> Result<Option<Criterion>, FhirError> {
    if alternatives.iter().all(String::is_empty) {
        return Err(FhirError::Malformed(format!("{name} has no value")));
    }
    let tokens = || alternatives.iter().map(|text| token_value(text)).collect();
    let param = known.name.to_owned();
    let criterion = match (known.kind, modifier) {
        (Kind::Token, None) => Criterion::AnyToken(param, tokens()),
        (Kind::Token, Some("not")) => Criterion::NoToken(param, tokens()),
        (Kind::Reference, None) => {
            let targets = alternatives.iter().map(|text| {
                let (system, value) = split_reference(text, base_url);
                TokenValue { system: Some(system).filter(|system| !system.is_empty()), value: Some(value) }
            });
            Criterion::AnyToken(param, targets.collect())
        }
        (Kind::Reference, Some("identifier")) => Criterion::AnyToken(format!("{param}:identifier"), tokens()),
        (Kind::Date, None) => Criterion::Moment(param, spans(name, alternatives)?),
        (Kind::Uri, None) => {
            let addresses = alternatives.iter().map(|text| TokenValue { system: None, value: Some(unescape(text)) });
            Criterion::AnyToken(param, addresses.collect())
        }
        (Kind::Token | Kind::Reference | Kind::Date | Kind::Uri, Some(modifier)) => {
            return Err(FhirError::Malformed(format!("The modifier :{modifier} is not supported on {param}")));
        }
    };
    Ok(Some(criterion))
}

fn token_value(text: &str) -> TokenValue {
    let parts = split_escaped(text, '|');
    match parts.as_slice() {
        [system, value, ..] => TokenValue {
            system: Some(unescape(system)),
            value: Some(unescape(value)).filter(|value| !value.is_empty()),
        },
        _ => TokenValue { system: None, value: Some(unescape(text)) },
    }
}

fn spans(name: &str, alternatives: &[String]) -> Result<Vec<(Comparison, Span)>, FhirError> {
    let read = |text: &String| {
        let (comparison, date) = comparison_prefix(text);
        let span = parse_span(date).ok_or_else(|| FhirError::Malformed(format!("{name} is not a date or instant")))?;
        Ok((comparison, span))
    };
    alternatives.iter().map(read).collect()
}

fn comparison_prefix(text: &str) -> (Comparison, &str) {
    let prefixes = [
        ("eq", Comparison::Eq),
        ("ne", Comparison::Ne),
        ("ge", Comparison::Ge),
        ("gt", Comparison::Gt),
        ("le", Comparison::Le),
        ("lt", Comparison::Lt),
    ];
    for (prefix, comparison) in prefixes {
        if let Some(date) = text.strip_prefix(prefix) {
            return (comparison, date);
        }
    }
    (Comparison::Eq, text)
}

/// Splits at a character that no backslash stands before; escapes stay.
fn split_escaped(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for character in text.chars() {
        if character == separator && !escaped {
            parts.push(String::new());
            continue;
        }
        escaped = character == '\\' && !escaped;
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}
