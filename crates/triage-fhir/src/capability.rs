//! What a provider says it can do. What it really does is found out by trying; this only rules things out.

use serde_json::Value;

use crate::json::{list, text};

/// The parts of a CapabilityStatement that the client depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capability {
    pub software: Option<String>,
    pub fhir_version: Option<String>,
    pub transactions: bool,
    /// Endpoints of SMART App Launch, where the provider wants people to sign in.
    pub sign_in: Option<SignInEndpoints>,
}

/// Where a person signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInEndpoints {
    pub authorize: String,
    pub token: String,
}

const SMART_URIS: &str = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

/// Reads a CapabilityStatement; `None` where the answer is something else.
#[must_use]
pub fn read(statement: &Value) -> Option<Capability> {
    if text(statement, "resourceType") != Some("CapabilityStatement") {
        return None;
    }
    let rest = list(statement, "rest").next();
    let transactions = rest
        .into_iter()
        .flat_map(|rest| list(rest, "interaction"))
        .any(|interaction| text(interaction, "code") == Some("transaction"));
    Some(Capability {
        software: statement.get("software").and_then(|software| text(software, "name")).map(str::to_owned),
        fhir_version: text(statement, "fhirVersion").map(str::to_owned),
        transactions,
        sign_in: rest.and_then(|rest| rest.get("security")).and_then(sign_in),
    })
}

fn sign_in(security: &Value) -> Option<SignInEndpoints> {
    let uris = list(security, "extension").find(|extension| text(extension, "url") == Some(SMART_URIS))?;
    let uri = |name: &str| {
        list(uris, "extension")
            .find(|extension| text(extension, "url") == Some(name))
            .and_then(|extension| text(extension, "valueUri"))
            .map(str::to_owned)
    };
    Some(SignInEndpoints { authorize: uri("authorize")?, token: uri("token")? })
}
