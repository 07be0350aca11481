//! The line between a PC and the provider: what it does to a call, and what the device hears of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::Rng;
use serde_json::Value;
use triage_device::{
    Call, Heard, HttpAnswer, LastChange, Listed, OPEN_STATUSES, PushResult, ReceivedPage, RequestParts, manifest_query,
    page_query, row,
};
use triage_domain::{OdsCode, RequestId};
use triage_fhir::json::{list, reference, relative};
use triage_store::StoreError;
use triage_sync::{Failure, Input, PushAnswer, Scope};

use super::pc::{Line, Pc};
use super::swarm::Swarm;
use crate::provider::{Ask, ODS, Provider};

/// How long the client waits for an answer.
const ANSWER_TIMEOUT_MS: i64 = 30_000;

/// What the line does to one call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    /// The provider hears it after this many milliseconds, and once more later where it is doubled.
    Arrives { after_ms: i64, again_after_ms: Option<i64>, answer: Passage },
    /// The device hears this after so many milliseconds, and the provider nothing.
    Hears { after_ms: i64, heard: Heard },
}

/// What the line does to an answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Passage {
    Passes {
        after_ms: i64,
    },
    /// Nobody hears it; the client gives up.
    Lost,
    /// Something in between answers in its place.
    Replaced(HttpAnswer),
}

/// Whether a call writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Push,
    Question,
}

/// Whether things still go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    Stormy,
    Calm,
}

/// Draws the fate of a call.
pub(crate) fn fate(
    (line, kind): (Line, Kind),
    swarm: &Swarm,
    calm: Weather,
    dice: &mut impl Rng,
    struck: &mut impl FnMut(&'static str),
) -> Fate {
    match line {
        Line::Down => return Fate::Hears { after_ms: 20, heard: Heard::NotSent },
        Line::Portal => return Fate::Hears { after_ms: 20, heard: Heard::Answer(portal()) },
        Line::Up => {}
    }
    let way = |dice: &mut dyn FnMut(i64) -> i64| 2 + dice(swarm.latency_ms_max);
    let mut latency = |most: i64| dice.random_range(0..=most);
    let (there, back) = (way(&mut latency), way(&mut latency));
    if calm == Weather::Calm {
        return Fate::Arrives {
            after_ms: there.min(200),
            again_after_ms: None,
            answer: Passage::Passes { after_ms: back.min(200) },
        };
    }
    let roll = dice.random_range(0..1000);
    let mut from = 0;
    let mut hit = |odds: u32| {
        from += odds;
        roll < from && roll >= from - odds
    };
    if hit(swarm.not_sent) {
        struck("connection refused");
        return Fate::Hears { after_ms: 20, heard: Heard::NotSent };
    }
    if hit(swarm.request_lost) {
        struck("request lost");
        return Fate::Hears { after_ms: ANSWER_TIMEOUT_MS, heard: Heard::Nothing };
    }
    if hit(swarm.portal) {
        struck("captive portal");
        return Fate::Hears { after_ms: there, heard: Heard::Answer(portal()) };
    }
    if hit(swarm.refused_by_host) {
        let answer = host_error(dice, struck);
        return Fate::Hears { after_ms: there, heard: Heard::Answer(answer) };
    }
    if hit(swarm.answer_lost) {
        struck("answer lost");
        return Fate::Arrives { after_ms: there, again_after_ms: None, answer: Passage::Lost };
    }
    if hit(swarm.broken_after_commit) {
        struck("500 or 504 after the commit");
        let status = if dice.random_bool(0.5) { 500 } else { 504 };
        let answer = HttpAnswer { status, content_type: Some("text/plain".to_owned()), ..HttpAnswer::default() };
        return Fate::Arrives { after_ms: there, again_after_ms: None, answer: Passage::Replaced(answer) };
    }
    if hit(swarm.partial) && kind == Kind::Push {
        struck("partial Bundle");
        return Fate::Hears { after_ms: there, heard: Heard::Answer(partial()) };
    }
    let again_after_ms = hit(swarm.duplicated).then(|| there + dice.random_range(1..20_000));
    if again_after_ms.is_some() {
        struck("request doubled");
    }
    Fate::Arrives { after_ms: there, again_after_ms, answer: Passage::Passes { after_ms: back } }
}

fn portal() -> HttpAnswer {
    HttpAnswer {
        status: 200,
        content_type: Some("text/html".to_owned()),
        body: b"<html>Please sign in to the network</html>".to_vec(),
        ..HttpAnswer::default()
    }
}

/// An answer that says that a part was written, from a provider that wrote nothing: no proof of anything.
fn partial() -> HttpAnswer {
    let body = serde_json::json!({
        "resourceType": "Bundle",
        "type": "transaction-response",
        "entry": [
            { "response": { "status": "412 Precondition Failed" } },
            { "response": { "status": "201 Created", "etag": "W/\"1\"" } },
        ],
    });
    HttpAnswer {
        status: 200,
        content_type: Some("application/fhir+json".to_owned()),
        body: body.to_string().into_bytes(),
        ..HttpAnswer::default()
    }
}

/// An error before anything was processed.
fn host_error(dice: &mut impl Rng, struck: &mut impl FnMut(&'static str)) -> HttpAnswer {
    let statuses: [(u16, &'static str); 8] = [
        (429, "429 with Retry-After"),
        (503, "503"),
        (500, "500"),
        (502, "502"),
        (504, "504"),
        (408, "408"),
        (407, "proxy 407"),
        (302, "redirect"),
    ];
    let (status, name) = statuses[dice.random_range(0..statuses.len())];
    struck(name);
    let waits = ["5", "120", "99999999", "-3", "soon"];
    let retry_after = (status == 429).then(|| waits[dice.random_range(0..waits.len())].to_owned());
    HttpAnswer { status, retry_after, content_type: Some("text/plain".to_owned()), ..HttpAnswer::default() }
}

/// Puts a call into HTTP; nothing where the device itself answers it.
pub(crate) fn ask_of(call: &Call) -> Option<Ask> {
    let ods = OdsCode::parse(ODS).ok();
    let get = |path: String| Some(Ask { method: "GET", path, body: None });
    match call {
        Call::Probe => get("metadata".to_owned()),
        Call::Page(order) => get(page_query(order, ods.as_ref())),
        Call::Push(push) => push.bundle.as_ref().map(|bundle| Ask {
            method: "POST",
            path: String::new(),
            body: Some(Arc::new(bundle.clone())),
        }),
        Call::Witness { op_id, .. } => get(format!("Provenance/{op_id}")),
        Call::Request(id) => get(format!("Task/{id}")),
        Call::Manifest => get(manifest_query(ods.as_ref())),
        Call::Removals { since } => {
            get(format!("Task/_history?_since={}", since.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)))
        }
    }
}

impl Pc {
    /// Hands the device what it hears of a call.
    pub(crate) fn hear(
        &mut self,
        call: &Call,
        heard: &Heard,
        provider: &Provider,
        true_ms: i64,
    ) -> Result<(), StoreError> {
        let now = self.now(true_ms);
        let Some(device) = self.device.as_mut() else { return Ok(()) };
        match call {
            Call::Probe => device.tell(Input::Probed(heard.resource().map(|_| ())), now),
            Call::Page(order) => {
                let page =
                    heard.resource().and_then(|answer| ReceivedPage::read(order.scope, &answer)).map(|mut page| {
                        if matches!(order.scope, Scope::Submissions | Scope::Patients) {
                            let known = |kind: &str, id: &str| {
                                device.stores().cache.read(|cache| cache.has_resource(kind, id)).unwrap_or(false)
                            };
                            page.resources.retain(|row| known(&row.kind, &row.id));
                        }
                        page
                    });
                device.page(order, page, now)
            }
            Call::Push(push) => {
                let entries = push.bundle.as_ref().map_or(0, |bundle| list(bundle, "entry").count());
                // Who signs out while a call is under way still hears its answer.
                let left = push.bundle.is_some() && *heard != Heard::NotSent;
                let result = match (self.is_signed_in, &push.bundle) {
                    (false, _) if !left => PushResult::from(PushAnswer::SignInNeeded),
                    (true, None) => PushResult::from(PushAnswer::Refused { http_status: 412 }),
                    (true | false, _) => heard.push_result(entries),
                };
                device.pushed(&push.operation.op_id, result, now)
            }
            Call::Witness { op_id, digest, .. } => device.witness(op_id, heard.witness(digest), now),
            Call::Request(id) => device.request(id, parts(heard, provider), now),
            Call::Manifest => device.manifest(manifest(heard), now),
            Call::Removals { .. } => {
                let removed = heard.resource().and_then(|answer| {
                    let page = triage_fhir::read_history_page(&answer.body).map_err(|_| Failure::Unreachable)?;
                    Ok(page.removed.iter().filter_map(|id| RequestId::parse(id).ok()).collect())
                });
                device.tell(Input::RemovalsArrived(removed), now)
            }
        }
    }
}

/// Reads a request, with the replies that its Task names: the client asks for them in the same breath.
fn parts(heard: &Heard, provider: &Provider) -> Result<RequestParts, Failure> {
    let task = match heard.resource() {
        Ok(answer) => answer.body,
        Err(Failure::Refused { http_status: 404 | 410 }) => return Ok(RequestParts::Gone),
        Err(failure) => return Err(failure),
    };
    let outputs = list(&task, "output").filter_map(|output| reference(output, "valueReference"));
    let named = ["focus", "for"].into_iter().filter_map(|member| reference(&task, member)).chain(outputs);
    let bodies: Vec<&Value> =
        named.filter_map(relative).filter_map(|(kind, id)| provider.newest(kind, id)?.body.as_deref()).collect();
    let resources = bodies.into_iter().filter_map(row).chain(row(&task)).collect();
    Ok(RequestParts::There { resources, change: LastChange::default() })
}

fn manifest(heard: &Heard) -> Result<BTreeMap<RequestId, Listed>, Failure> {
    let page = ReceivedPage::read(Scope::Requests, &heard.resource()?)?;
    if page.summary.next.is_some() {
        return Err(Failure::Refused { http_status: 413 });
    }
    let open = page
        .resources
        .iter()
        .filter(|row| OPEN_STATUSES.contains(&row.body.get("status").and_then(Value::as_str).unwrap_or_default()));
    Ok(open.filter_map(|row| Some((RequestId::parse(&row.id).ok()?, Listed::of(row)))).collect())
}
