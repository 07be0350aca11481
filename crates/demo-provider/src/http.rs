//! Owns the way of a request through the server: counting, faults, size, then FHIR, sign-in or administration.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::any;

use crate::admin;
use crate::connection::Line;
use crate::faults::{Fault, NamedFault, Status};
use crate::fhir::call::{Call, parse_pairs};
use crate::fhir::outcome::{FhirError, outcome};
use crate::fhir::{self, Reply, challenge, http_date};
use crate::oauth;
use crate::server::Server;

/// Largest body that is processed, in bytes: a file of 5 MB as a Binary is 7 MB.
pub const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Largest body that is read before the refusal, so that a client which sends everything first can read the answer.
const BODY_BYTES_READ_MAX: usize = 8 * BODY_BYTES_MAX;

/// What a network's log-in page looks like to a program.
const PORTAL_PAGE: &str = "<!doctype html><html lang=\"en\"><title>Welcome to Guest Wi-Fi</title>\
    <body><h1>Guest Wi-Fi</h1><p>Please accept the terms of use.</p></body></html>";

/// Builds the whole server.
pub fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/fhir", any(fhir_request))
        .route("/fhir/", any(fhir_request))
        .route("/fhir/{*path}", any(fhir_request))
        .nest("/oauth", oauth::router())
        .nest("/admin", admin::router())
        .fallback(no_such_address)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(Arc::clone(&server), misbehave))
        .layer(from_fn_with_state(Arc::clone(&server), stamp_date))
        .with_state(server)
}

/// Reads a whole body within the limit.
pub async fn read_body(body: Body) -> Result<Vec<u8>, FhirError> {
    let too_large = || FhirError::TooLarge { limit: BODY_BYTES_MAX };
    let bytes = to_bytes(body, BODY_BYTES_READ_MAX).await.map_err(|_| too_large())?;
    if bytes.len() > BODY_BYTES_MAX {
        return Err(too_large());
    }
    Ok(bytes.to_vec())
}

async fn fhir_request(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = match read_body(body).await {
        Ok(body) => body,
        Err(error) => return Reply::refusal(&error).into_response(),
    };
    let path = parts.uri.path().strip_prefix("/fhir").unwrap_or("");
    let call = Call {
        method: parts.method,
        segments: path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect(),
        query: parse_pairs(parts.uri.query().unwrap_or("").as_bytes()),
        headers: parts.headers,
        body,
        gaps: server.gaps.clone(),
    };
    let answered = tokio::task::spawn_blocking(move || fhir::answer(&server, &call)).await;
    match answered {
        Ok(reply) => reply.into_response(),
        Err(error) => {
            tracing::error!(%error, "a request was not answered");
            issue(StatusCode::INTERNAL_SERVER_ERROR, "exception", "The server failed")
        }
    }
}

async fn no_such_address() -> Response<Body> {
    Reply::refusal(&FhirError::NotFound("No such address".to_owned())).into_response()
}

async fn method_not_allowed() -> Response<Body> {
    let text = "The method is not supported at this address".to_owned();
    Reply::refusal(&FhirError::NotAllowed(text)).into_response()
}

async fn stamp_date(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response<Body> {
    let mut response = next.run(request).await;
    if let Ok(date) = HeaderValue::from_str(&http_date(server.clock.now())) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

async fn misbehave(
    State(server): State<Arc<Server>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let path = request.uri().path().to_owned();
    if path.starts_with("/admin") {
        return next.run(request).await;
    }
    server.requests_served.fetch_add(1, Ordering::Relaxed);
    let verdict = {
        let mut rules = server.faults.lock().unwrap_or_else(PoisonError::into_inner);
        rules.judge(request.method(), &path)
    };
    if verdict.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(verdict.delay_ms)).await;
    }
    match verdict.fault {
        None | Some(Fault::Delay(_)) => next.run(request).await,
        Some(Fault::Status(status)) => spoiled_status(&status),
        Some(Fault::Named(NamedFault::DropBefore)) => {
            line.cut();
            StatusCode::OK.into_response()
        }
        Some(Fault::Named(NamedFault::DropAfterCommit)) => {
            let response = next.run(request).await;
            line.cut();
            response
        }
        Some(Fault::Named(NamedFault::TruncateBody)) => truncated(&line, next.run(request).await).await,
        Some(Fault::Named(NamedFault::CaptivePortal)) => {
            ([(header::CONTENT_TYPE, "text/html")], PORTAL_PAGE).into_response()
        }
    }
}

/// Sends the head with the whole length and half of the body.
async fn truncated(line: &Line, response: Response<Body>) -> Response<Body> {
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            line.cut_after_body_bytes(bytes.len() / 2);
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(_) => {
            line.cut();
            Response::from_parts(parts, Body::empty())
        }
    }
}

fn spoiled_status(wanted: &Status) -> Response<Body> {
    let status = StatusCode::from_u16(wanted.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let code = match wanted.status {
        401 => "login",
        429 => "throttled",
        503 => "transient",
        _ => "exception",
    };
    let mut response = issue(status, code, "A fault that was ordered");
    let (name, value) = challenge("");
    let extras = [
        (status == StatusCode::UNAUTHORIZED).then_some((name, value)),
        wanted.retry_after_s.map(|seconds| (header::RETRY_AFTER, seconds.to_string())),
    ];
    for (name, value) in extras.into_iter().flatten() {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn issue(status: StatusCode, code: &str, text: &str) -> Response<Body> {
    let mut reply = Reply::fhir(outcome("error", code, text, None));
    reply.status = status;
    reply.into_response()
}
