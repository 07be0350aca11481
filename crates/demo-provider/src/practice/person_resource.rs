//! Owns how people appear in FHIR: Patient and RelatedPerson in the shape of UK Core.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{
    json::{list, object, text},
    people::{Person, Proxy},
    staff::{self, Member},
    systems,
};

/// What all Patients share, and the parts of which there are only a few.
struct Parts {
    meta: Value,
    usual_gps: Vec<Value>,
    traced: Value,
    untraced: Value,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| Parts {
    meta: staff::meta("Patient"),
    usual_gps: staff::MEMBERS[..staff::USUAL_GPS].iter().map(usual_gp).collect(),
    traced: number_status("number-present-and-verified"),
    untraced: number_status("number-present-but-not-traced"),
});

/// Returns the Patient resource of a person.
pub fn patient(person: &Person) -> Value {
    let mut patient = Map::new();
    let mut put = |name: &str, value: Value| drop(patient.insert(name.to_owned(), value));
    put("resourceType", text("Patient"));
    put("id", text(&person.id));
    put("meta", PARTS.meta.clone());
    let status = if person.verified { &PARTS.traced } else { &PARTS.untraced };
    let number =
        [("extension", status.clone()), ("system", text(systems::NHS_NUMBER)), ("value", text(&person.nhs_number))];
    put("identifier", list(object(number)));
    put("active", Value::Bool(person.died.is_none()));
    put("name", list(name(person)));
    put("telecom", telecom(person));
    put("gender", text(if person.sex == 'f' { "female" } else { "male" }));
    put("birthDate", text(&person.born.to_string()));
    if let Some(died) = person.died {
        put("deceasedDateTime", text(&died.to_string()));
    }
    let address = [
        ("use", text("home")),
        ("line", list(text(&person.street))),
        ("city", text(person.town)),
        ("postalCode", text(&person.postcode)),
    ];
    put("address", list(object(address)));
    if let Some(language) = person.language {
        let coding = object([("system", text(systems::LANGUAGE)), ("code", text(language))]);
        let spoken = object([("language", object([("coding", list(coding))])), ("preferred", Value::Bool(true))]);
        put("communication", list(spoken));
    }
    put("generalPractitioner", list(PARTS.usual_gps[person.usual_gp].clone()));
    put("managingOrganization", staff::practice_reference());
    Value::Object(patient)
}

fn number_status(code: &str) -> Value {
    json!([{
        "url": systems::NHS_NUMBER_STATUS_EXTENSION,
        "valueCodeableConcept": {"coding": [{"system": systems::NHS_NUMBER_STATUS, "code": code}]},
    }])
}

fn name(person: &Person) -> Value {
    let mut name =
        object([("use", text("official")), ("family", text(&person.family)), ("given", list(text(&person.given)))]);
    if !person.title.is_empty() {
        name["prefix"] = list(text(person.title));
    }
    name
}

fn telecom(person: &Person) -> Value {
    let number =
        |value: &String, kind: &str| object([("system", text("phone")), ("value", text(value)), ("use", text(kind))]);
    let mobile = person.mobile.iter().map(|value| number(value, "mobile"));
    let landline = person.landline.iter().map(|value| number(value, "home"));
    Value::Array(mobile.chain(landline).collect())
}

fn usual_gp(gp: &Member) -> Value {
    json!({
        "reference": format!("Practitioner/{}", gp.practitioner_id()),
        "type": "Practitioner",
        "identifier": {"system": systems::SDS_USER, "value": gp.sds},
        "display": gp.display(),
    })
}

/// Returns the RelatedPerson resource of who writes for a person.
pub fn related_person(person: &Person, proxy: &Proxy) -> Value {
    json!({
        "resourceType": "RelatedPerson",
        "id": proxy.id,
        "meta": staff::meta("RelatedPerson"),
        "active": true,
        "patient": {"reference": format!("Patient/{}", person.id)},
        "relationship": [{
            "coding": [{"system": systems::RELATIONSHIP, "code": proxy.role}],
            "text": proxy.relationship,
        }],
        "name": [{"use": "official", "family": proxy.family, "given": [proxy.given]}],
        "telecom": [{"system": "phone", "value": proxy.mobile, "use": "mobile"}],
    })
}
