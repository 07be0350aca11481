//! Owns the administration under `/admin`: faults, clock, state, and what patients do now. From this machine only.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::connection::Line;
use crate::courier::{self, Haste};
use crate::faults::{Fault, Rules};
use crate::fhir::Reply;
use crate::fhir::outcome::FhirError;
use crate::http::read_body;
use crate::server::Server;
use crate::store::StoreError;

/// Requests that may arrive by one call.
const ARRIVE_MAX: u32 = 10_000;

type Answer = Result<Json<Value>, FhirError>;

impl IntoResponse for FhirError {
    fn into_response(self) -> Response<Body> {
        Reply::refusal(&self).into_response()
    }
}

/// Builds the routes.
pub fn router() -> Router<Arc<Server>> {
    Router::new()
        .route("/faults", get(faults).post(order_faults).delete(forgive))
        .route("/clock", get(clock).post(move_clock))
        .route("/state", get(state))
        .route("/arrive", post(arrive))
        .route("/deliver", post(deliver))
        .route("/patients-answer", post(patients_answer))
        .route("/restore-point", post(restore_point))
        .route("/restore", post(restore))
        .layer(from_fn(from_this_machine))
}

async fn from_this_machine(ConnectInfo(line): ConnectInfo<Line>, request: Request, next: Next) -> Response<Body> {
    if line.peer.ip().is_loopback() {
        return next.run(request).await;
    }
    let text = "Administration is for this machine only".to_owned();
    FhirError::Forbidden(text).into_response()
}

async fn faults(State(server): State<Arc<Server>>) -> Answer {
    let rules = server.faults.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Json(json!({ "rules": rules.rules })))
}

async fn order_faults(State(server): State<Arc<Server>>, request: Request) -> Answer {
    let rules: Rules = form(request).await?;
    let wrong = rules.rules.iter().any(|rule| match &rule.fault {
        Fault::Status(status) => !(400..600).contains(&status.status),
        Fault::Delay(_) | Fault::Named(_) => false,
    });
    if wrong {
        return Err(FhirError::Malformed("status is 400 to 599".to_owned()));
    }
    *server.faults.lock().unwrap_or_else(PoisonError::into_inner) = rules;
    faults(State(server)).await
}

async fn forgive(State(server): State<Arc<Server>>) -> Answer {
    *server.faults.lock().unwrap_or_else(PoisonError::into_inner) = Rules::default();
    faults(State(server)).await
}

/// How the clock is moved.
#[derive(Deserialize)]
#[serde(untagged)]
enum ClockForm {
    Advance { advance_s: i64 },
    Set { set: DateTime<Utc> },
}

async fn clock(State(server): State<Arc<Server>>) -> Answer {
    let now = server.clock.now();
    Ok(Json(json!({
        "now": now.to_rfc3339_opts(SecondsFormat::Millis, true),
    })))
}

async fn move_clock(State(server): State<Arc<Server>>, request: Request) -> Answer {
    match form(request).await? {
        ClockForm::Advance { advance_s } => server.clock.advance_s(advance_s),
        ClockForm::Set { set } => server.clock.set(set),
    }
    pass_time(Arc::clone(&server), Haste::Nothing).await?;
    clock(State(server)).await
}

async fn state(State(server): State<Arc<Server>>) -> Answer {
    let counted = Arc::clone(&server);
    let (counts, (deliveries, answers)) =
        blocking(move || counted.store.view(None, |session| Ok((session.counts()?, courier::counts(session)?))))
            .await?;
    let resources: Map<String, Value> = counts.into_iter().map(|(name, count)| (name, Value::from(count))).collect();
    let fired = {
        let rules = server.faults.lock().unwrap_or_else(PoisonError::into_inner);
        rules.fired()
    };
    let still_to_come = {
        let live = server.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.as_ref().map_or(0, |live| live.waiting())
    };
    Ok(Json(json!({
        "resources": resources,
        "requests_served": server.requests_served.load(Ordering::Relaxed),
        "faults_fired": fired,
        "deliveries_waiting": deliveries,
        "answers_waiting": answers,
        "arrivals_still_to_come": still_to_come,
        "practice": server.route.practice,
    })))
}

/// How many requests arrive, and of which urgency.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArriveForm {
    #[serde(default = "one")]
    count: u32,
    #[serde(default)]
    urgency: Option<String>,
}

fn one() -> u32 {
    1
}

async fn arrive(State(server): State<Arc<Server>>, request: Request) -> Answer {
    let wanted: ArriveForm = form(request).await?;
    let tasks = blocking(move || {
        let mut live = server.live.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(live) = live.as_mut() else {
            let text = "The server was started without a practice".to_owned();
            return Err(FhirError::NotFound(text));
        };
        server.store.transact(None, |session| {
            let mut tasks = Vec::new();
            for _ in 0..wanted.count.min(ARRIVE_MAX) {
                match live.arrive_now(session, wanted.urgency.as_deref())? {
                    Some(id) => tasks.push(id),
                    None => break,
                }
            }
            Ok(tasks)
        })
    })
    .await?;
    Ok(Json(json!({ "arrived": tasks.len(), "tasks": tasks })))
}

async fn deliver(State(server): State<Arc<Server>>) -> Answer {
    hurry(server, Haste::Deliveries).await
}

async fn patients_answer(State(server): State<Arc<Server>>) -> Answer {
    hurry(server, Haste::Answers).await
}

async fn restore_point(State(server): State<Arc<Server>>) -> Answer {
    let newest = server.store.newest_change();
    *server.restore_point_ms.lock().unwrap_or_else(PoisonError::into_inner) = Some(newest.timestamp_millis());
    Ok(Json(json!({
        "restore_point": newest.to_rfc3339_opts(SecondsFormat::Millis, true),
    })))
}

async fn restore(State(server): State<Arc<Server>>) -> Answer {
    let point = *server.restore_point_ms.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(point) = point else {
        let text = "No restore point was set".to_owned();
        return Err(FhirError::NotFound(text));
    };
    let dropped = blocking(move || {
        server.store.transact(None, |session| {
            let dropped = session.restore_to(point)?;
            courier::resume(session)?;
            Ok::<_, FhirError>(dropped)
        })
    })
    .await?;
    Ok(Json(json!({ "versions_dropped": dropped })))
}

async fn hurry(server: Arc<Server>, haste: Haste) -> Answer {
    let (arrived, messages) = pass_time(server, haste).await?;
    Ok(Json(json!({ "arrived": arrived, "messages": messages })))
}

async fn pass_time(server: Arc<Server>, haste: Haste) -> Result<(usize, usize), FhirError> {
    blocking(move || server.pass_time(haste).map_err(FhirError::from)).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FhirError> + Send + 'static,
) -> Result<T, FhirError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "administration failed");
        Err(FhirError::Store(StoreError::Interrupted))
    })
}

async fn form<T: DeserializeOwned>(request: Request) -> Result<T, FhirError> {
    let bytes = read_body(request.into_body()).await?;
    let text = if bytes.is_empty() { b"{}".to_vec() } else { bytes };
    serde_json::from_slice(&text).map_err(|error| FhirError::Malformed(format!("The order cannot be read: {error}")))
}
