//! A Patient resource as the person a request is about.

use serde_json::Value;
use triage_domain::{Gender, NhsNumber, NhsNumberMatch, Patient, PersonName, Words};

use crate::json::{date, list, text};
use crate::systems::{NHS_NUMBER, NHS_NUMBER_VERIFICATION};

/// Reads a Patient; whatever is missing or odd is left out, never guessed.
#[must_use]
pub fn read(resource: &Value) -> Patient {
    let mut patient = Patient::not_known(text(resource, "id").unwrap_or_default());
    patient.name = name(resource);
    patient.nhs_number = nhs_number(resource);
    patient.born = text(resource, "birthDate").and_then(date);
    patient.died = text(resource, "deceasedDateTime").and_then(date);
    patient.is_deceased = resource.get("deceasedDateTime").is_some()
        || resource.get("deceasedBoolean").and_then(Value::as_bool) == Some(true);
    patient.gender = match text(resource, "gender") {
        Some("female") => Gender::Female,
        Some("male") => Gender::Male,
        Some("other") => Gender::Other,
        Some(_) | None => Gender::NotKnown,
    };
    patient.mobile = mobile(resource);
    patient.usual_gp =
        list(resource, "generalPractitioner").find_map(|reference| text(reference, "display")).map(str::to_owned);
    patient.language = language(resource);
    patient
}

fn name(resource: &Value) -> PersonName {
    let names: Vec<&Value> = list(resource, "name").collect();
    let chosen = ["official", "usual"]
        .iter()
        .find_map(|wanted| names.iter().find(|name| text(name, "use") == Some(wanted)))
        .or(names.first());
    let Some(chosen) = chosen else { return PersonName::default() };
    let strings = |member: &str| -> Vec<String> {
        list(chosen, member)
            .filter_map(Value::as_str)
            .filter(|part| !part.trim().is_empty())
            .map(str::to_owned)
            .collect()
    };
    PersonName {
        family: text(chosen, "family").filter(|family| !family.trim().is_empty()).map(str::to_owned),
        given: strings("given"),
        prefix: strings("prefix").into_iter().next(),
        text: text(chosen, "text").map(str::to_owned),
    }
}

fn nhs_number(resource: &Value) -> NhsNumberMatch {
    let Some(identifier) = list(resource, "identifier").find(|id| text(id, "system") == Some(NHS_NUMBER)) else {
        return NhsNumberMatch::Missing;
    };
    let Some(value) = text(identifier, "value") else { return NhsNumberMatch::Missing };
    let Ok(number) = NhsNumber::parse(value) else { return NhsNumberMatch::Invalid };
    let traced = list(identifier, "extension")
        .filter(|extension| text(extension, "url") == Some(NHS_NUMBER_VERIFICATION))
        .filter_map(|extension| extension.get("valueCodeableConcept"))
        .flat_map(|concept| list(concept, "coding"))
        .any(|coding| matches!(text(coding, "code"), Some("number-present-and-verified" | "01")));
    if traced { NhsNumberMatch::Verified { number } } else { NhsNumberMatch::Unverified { number } }
}

fn mobile(resource: &Value) -> Option<Words> {
    let phones: Vec<&Value> =
        list(resource, "telecom").filter(|point| text(point, "system") == Some("phone")).collect();
    let chosen = phones.iter().find(|point| text(point, "use") == Some("mobile")).or(phones.first())?;
    text(chosen, "value").map(Words::new)
}

fn language(resource: &Value) -> Option<String> {
    let languages: Vec<&Value> = list(resource, "communication").collect();
    let chosen = languages
        .iter()
        .find(|language| language.get("preferred").and_then(Value::as_bool) == Some(true))
        .or(languages.first())?;
    let concept = chosen.get("language")?;
    text(concept, "text")
        .or_else(|| list(concept, "coding").find_map(|coding| text(coding, "display")))
        .or_else(|| list(concept, "coding").find_map(|coding| text(coding, "code")))
        .map(|name| match name {
            "en" | "en-GB" => "English".to_owned(),
            "cy" => "Welsh".to_owned(),
            other => other.to_owned(),
        })
}
