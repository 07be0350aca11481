//! Owns sign-in: a subset of SMART App Launch with authorization code, PKCE and rotating refresh tokens.
//!
//! Deliberately no passwords: the page lists the staff of the synthetic practice and whoever looks at it chooses.

mod grants;
mod page;
mod request;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Json, http::HeaderName};
use serde_json::{Value, json};

use crate::fhir::call::{Call, parse_pairs};
use crate::fhir::outcome::FhirError;
use crate::http::read_body;
use crate::practice::Staff;
use crate::server::Server;
use crate::store::Session;
use grants::{Access, Tokens};
use request::{AuthorizationRequest, SignInError};

/// Headers that keep the page out of frames and caches and let it load nothing.
const PAGE_HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// Builds the routes.
pub fn router() -> Router<Arc<Server>> {
    Router::new().route("/authorize", get(ask).post(choose)).route("/token", post(token))
}

/// Returns the practice whose resources a caller may use; `None` when sign-in is off.
pub fn practice_of_caller(server: &Server, call: &Call) -> Result<Option<String>, FhirError> {
    if !server.auth {
        return Ok(None);
    }
    let bearer = call
        .header(header::AUTHORIZATION)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let Some(bearer) = bearer else {
        return Err(FhirError::NotSignedIn);
    };
    let access = server.store.view(None, |session| grants::check_access(session, bearer))?;
    match access {
        Access::Granted => Ok(Some(server.route.practice.clone())),
        Access::Expired => Err(FhirError::TokenExpired),
        Access::Unknown => Err(FhirError::NotSignedIn),
    }
}

/// `GET /oauth/authorize`: asks who is signing in.
async fn ask(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let pairs = parse_pairs(request.uri().query().unwrap_or("").as_bytes());
    match AuthorizationRequest::read(&pairs, &server.base_url) {
        Ok(wanted) => {
            let page = page::choose_staff(&wanted, &server.staff, &server.route.practice_name);
            (PAGE_HEADERS, Html(page)).into_response()
        }
        Err(error) => refused(&error),
    }
}

/// `POST /oauth/authorize`: takes the choice and sends the browser back with a code.
async fn choose(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let body = match read_body(request.into_body()).await {
        Ok(body) => body,
        Err(error) => return error.into_response(),
    };
    let pairs = parse_pairs(&body);
    let wanted = match AuthorizationRequest::read(&pairs, &server.base_url) {
        Ok(wanted) => wanted,
        Err(error) => return refused(&error),
    };
    let chosen = request::value(&pairs, "staff");
    let Some(staff) = server.staff.iter().find(|staff| Some(staff.sds_id.as_str()) == chosen) else {
        let denied = wanted.redirect_with(&[("error", "access_denied")]);
        return Redirect::to(&denied).into_response();
    };
    let issued = server.store.transact(None, |session| grants::issue_code(session, &wanted, &staff.sds_id));
    match issued {
        Ok(code) => Redirect::to(&wanted.redirect_with(&[("code", &code)])).into_response(),
        Err(error) => FhirError::Store(error).into_response(),
    }
}

/// `POST /oauth/token`: exchanges a code or a refresh token.
async fn token(State(server): State<Arc<Server>>, request: Request) -> Response<Body> {
    let body = match read_body(request.into_body()).await {
        Ok(body) => body,
        Err(error) => return error.into_response(),
    };
    let pairs = parse_pairs(&body);
    let outcome = server.store.transact(None, |session| {
        // A refusal also has to be durable: reuse of a token revokes its family.
        exchange(session, &server, &pairs)
    });
    match outcome {
        Ok(Ok(tokens)) => token_response(&server, &tokens),
        Ok(Err(error)) => refused_token(&error),
        Err(error) => error.into_response(),
    }
}

fn exchange(
    session: &Session<'_>,
    server: &Server,
    pairs: &[(String, String)],
) -> Result<Result<Tokens, SignInError>, FhirError> {
    let value = |name| request::value(pairs, name);
    if value("client_id") != Some(request::CLIENT_ID) {
        return Ok(Err(SignInError::UnknownClient));
    }
    let exchanged = match value("grant_type") {
        Some("authorization_code") => grants::exchange_code(
            session,
            value("code").unwrap_or(""),
            value("redirect_uri").unwrap_or(""),
            value("code_verifier").unwrap_or(""),
            server.token_life,
        )?,
        Some("refresh_token") => grants::refresh(session, value("refresh_token").unwrap_or(""), server.token_life)?,
        Some(_) | None => return Ok(Err(SignInError::UnsupportedGrant)),
    };
    Ok(exchanged.ok_or(SignInError::InvalidGrant))
}

fn token_response(server: &Server, tokens: &Tokens) -> Response<Body> {
    let staff: Option<&Staff> = server.staff.iter().find(|staff| staff.sds_id == tokens.staff_id);
    let user = staff.map(|staff| format!("Practitioner/{}", staff.practitioner_id));
    let body = json!({
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": server.token_life.num_seconds(),
        "scope": tokens.scope,
        "refresh_token": tokens.refresh,
        "fhirUser": user,
    });
    no_store(StatusCode::OK, body)
}

fn refused_token(error: &SignInError) -> Response<Body> {
    let body = json!({ "error": error.code(), "error_description": error.to_string() });
    no_store(StatusCode::BAD_REQUEST, body)
}

/// Refuses in the browser; back to the program only when its address can be trusted.
fn refused(error: &SignInError) -> Response<Body> {
    if let SignInError::Returned { to, .. } = error {
        return Redirect::to(to).into_response();
    }
    let page = page::refusal(&error.to_string());
    (StatusCode::BAD_REQUEST, PAGE_HEADERS, Html(page)).into_response()
}

fn no_store(status: StatusCode, body: Value) -> Response<Body> {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
    (status, headers, Json(body)).into_response()
}
