//! A practice whose provider runs on a server that others wrote: requests as they went over the wire, NHS England's examples beside them, and
//! no directory of staff.

use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};
pub use tests::ODS;
use tests::{Foreign, ForeignServer, Pc, Wire, left_out, root};

const ODS_SYSTEM: &str = "https://fhir.nhs.uk/Id/ods-organization-code";

/// Makes a test of each scenario on each server.
macro_rules! on_each_server {
    ($($scenario:ident)*) => {
        mod on_sekmet {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $scenario() {
                    super::$scenario(tests::ForeignServer::Sekmet).await;
                }
            )*
        }

        mod on_helios {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $scenario() {
                    super::$scenario(tests::ForeignServer::Helios).await;
                }
            )*
        }
    };
}
pub(crate) use on_each_server;

/// Starts a server that holds the requests, or says why there is none.
pub async fn server(of: ForeignServer) -> Option<Foreign> {
    match Foreign::with_a_practice(of).await {
        Ok(server) => Some(server),
        Err(error) => {
            left_out(&format!("interop with {}", of.name()), &error.to_string());
            None
        }
    }
}

/// Loads NHS England's examples, each under its own id; false where they are not at hand.
///
/// Those that carry a practice carry ours as well, so that they come into the client's sight.
pub async fn load_uk_core(server: &Wire) -> bool {
    let fixtures = std::env::var_os("TRIAGE_FIXTURES").map_or_else(|| root().join("../shared/fixtures"), PathBuf::from);
    let Ok(folder) = std::fs::read_dir(fixtures.join("uk-core")) else {
        left_out("UK Core examples", "no TRIAGE_FIXTURES");
        return false;
    };
    for path in folder.map(|entry| entry.unwrap().path()) {
        let mut example = read(path);
        as_json(&mut example);
        let (kind, id) =
            (example["resourceType"].as_str().unwrap().to_owned(), example["id"].as_str().unwrap().to_owned());
        if kind == "Bundle" {
            continue;
        }
        example["meta"]["tag"] = json!([{ "system": ODS_SYSTEM, "code": ODS }]);
        let answer = server.send(Method::PUT, &format!("{kind}/{id}"), Some(&example), &[]).await.unwrap();
        // Some are not quite FHIR R4, and a server that validates says so; Helios keeps its AuditEvents to itself.
        assert!(answer.status < 300 || matches!(answer.status, 405 | 422), "{kind}/{id}: {}", answer.body);
    }
    true
}

/// Puts right what the conversion from XML left in the examples: comments of FHIR before R4, and a decimal written as words.
/// A strict server says so.
fn as_json(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.shift_remove("fhir_comments");
            members.values_mut().for_each(as_json);
            members.retain(|name, member| !name.starts_with('_') || member != &json!({}));
            if let Some(period) = members.get_mut("period")
                && let Some(decimal) = period.as_str().and_then(|words| words.parse::<serde_json::Number>().ok())
            {
                *period = Value::Number(decimal);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(as_json),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn read(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))).unwrap()
}

/// A PC of the practice that has pulled; the server has no directory, so the person is named by hand.
pub async fn pc(server: &Wire, staff: (&str, &str)) -> Pc {
    let pc = Pc::new();
    connect(&pc, server, staff).await;
    pc.done(&["sync"]).await;
    pc
}

pub async fn connect(pc: &Pc, server: &Wire, (id, name): (&str, &str)) {
    let practice = ["connect", &server.base, "--ods", ODS, "--practice", "Example Surgery"];
    let person = ["--staff", id, "--name", name, "--role", "gp"];
    pc.done(&[&practice[..], &person].concat()).await;
}
