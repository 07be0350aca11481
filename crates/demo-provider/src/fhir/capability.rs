//! Owns what the server says about itself: the capability statement and the SMART configuration.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::server::Server;
use crate::store::{Kind, ResourceType, TYPES, parameters};

/// Extension that names the OAuth endpoints (SMART App Launch 1.0, capability statement).
const OAUTH_URIS: &str = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

/// Date of the last change to what the server can do.
const STATEMENT_DATE: &str = "2026-11-23";

/// Builds the CapabilityStatement.
pub fn statement(server: &Server) -> Value {
    let resources: Vec<Value> = TYPES.iter().map(resource).collect();
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": STATEMENT_DATE,
        "kind": "instance",
        "software": { "name": "Demo provider", "version": env!("CARGO_PKG_VERSION") },
        "implementation": {
            "description": "A small online consultation provider with synthetic patients",
            "url": server.base_url,
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [{
            "mode": "server",
            "documentation": "If-None-Match: * on an update is honoured. Page links are keysets: \
                nothing is lost while resources change. Unknown search parameters are ignored and \
                missing from the self link, or refused with Prefer: handling=strict.",
            "security": security(server),
            "resource": resources,
            "interaction": [
                { "code": "transaction" },
                { "code": "batch" },
                { "code": "history-system" },
            ],
            "searchParam": [
                { "name": "_id", "type": "token" },
                { "name": "_lastUpdated", "type": "date" },
                { "name": "_tag", "type": "token" },
            ],
        }],
    })
}

/// Returns the entity tag of a capability statement.
pub fn etag(statement: &Value) -> String {
    let digest = Sha256::digest(statement.to_string().as_bytes());
    let short: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{short}\"")
}

/// Builds the SMART configuration.
pub fn smart_configuration(server: &Server) -> Value {
    json!({
        "issuer": server.origin,
        "authorization_endpoint": format!("{}/oauth/authorize", server.origin),
        "token_endpoint": format!("{}/oauth/token", server.origin),
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "scopes_supported": ["openid", "fhirUser", "offline_access", "user/*.cruds"],
        "capabilities": [
            "launch-standalone",
            "client-public",
            "permission-user",
            "permission-offline",
            "permission-v2",
        ],
    })
}

fn security(server: &Server) -> Value {
    if !server.auth {
        return json!({ "description": "Sign-in is switched off" });
    }
    json!({
        "extension": [{
            "url": OAUTH_URIS,
            "extension": [
                { "url": "authorize", "valueUri": format!("{}/oauth/authorize", server.origin) },
                { "url": "token", "valueUri": format!("{}/oauth/token", server.origin) },
            ],
        }],
        "service": [{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
            "code": "SMART-on-FHIR",
        }]}],
        "description": "A token sees the resources of its practice only",
    })
}

fn resource(known: &ResourceType) -> Value {
    let interactions =
        ["read", "vread", "update", "delete", "history-instance", "history-type", "create", "search-type"];
    let own = || parameters(known.name).filter(|parameter| parameter.name != "_tag");
    let includes: Vec<String> = own()
        .filter(|parameter| parameter.kind == Kind::Reference)
        .map(|parameter| format!("{}:{}", known.name, parameter.name))
        .collect();
    let search: Vec<Value> = own()
        .map(|parameter| {
            let mut entry = json!({ "name": parameter.name, "type": parameter.kind.code() });
            if let (false, Some(members)) = (parameter.standard, entry.as_object_mut()) {
                let text = format!("Not in FHIR R4: {}.{}", known.name, parameter.path);
                members.insert("documentation".to_owned(), json!(text));
            }
            entry
        })
        .collect();
    let mut resource = json!({
        "type": known.name,
        "interaction": interactions.map(|code| json!({ "code": code })),
        "versioning": "versioned-update",
        "readHistory": true,
        "updateCreate": true,
        "conditionalCreate": true,
        "conditionalRead": "not-match",
        "conditionalUpdate": true,
        "conditionalDelete": "not-supported",
    });
    if let Some(members) = resource.as_object_mut() {
        if !includes.is_empty() {
            members.insert("searchInclude".to_owned(), json!(includes));
        }
        if !search.is_empty() {
            members.insert("searchParam".to_owned(), json!(search));
        }
    }
    resource
}
