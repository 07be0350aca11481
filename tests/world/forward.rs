//! Passing a request on to a server, and its answer back.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, header};
use axum::response::Response;
use reqwest::Client;

/// Headers that belong to one connection and not to what goes over it.
const OF_THE_CONNECTION: [HeaderName; 4] =
    [header::HOST, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

/// Sends a request to the host at `to` and returns what it answers.
pub(crate) async fn forward(http: &Client, to: &str, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut onward = http.request(parts.method, format!("{to}{}", parts.uri));
    for (name, value) in parts.headers.iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(name)) {
        onward = onward.header(name, value);
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let answer = onward.body(body).send().await.unwrap();
    let mut passed = Response::builder().status(answer.status());
    for (name, value) in answer.headers().iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(name)) {
        passed = passed.header(name, value);
    }
    passed.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}
