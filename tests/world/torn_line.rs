//! A line between the client and a server that others wrote: the server stays what it is, the faults are ours.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::wire::Wire;

/// Headers that belong to one connection and not to what goes over it.
const OF_THE_CONNECTION: [HeaderName; 4] =
    [header::HOST, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];

/// A line that can lose the answer to a push.
pub struct TornLine {
    /// The server as it is reached over this line.
    pub wire: Wire,
    held: Arc<Held>,
    serving: JoinHandle<()>,
}

struct Held {
    to: String,
    http: Client,
    tears: AtomicBool,
    pushes: AtomicU64,
}

impl TornLine {
    /// Lays a line to a server.
    pub async fn to(server: &Wire) -> Self {
        let held = Arc::new(Held {
            to: server.origin().to_owned(),
            http: server.http().clone(),
            tears: AtomicBool::new(false),
            pushes: AtomicU64::new(0),
        });
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let base = format!("http://{}/fhir", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass_on).with_state(Arc::clone(&held));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { wire: Wire::new(base), held, serving }
    }

    /// Loses the answer to the next push: the server has taken it, and nobody hears of it.
    pub fn lose_the_next_answer(&self) {
        self.held.tears.store(true, Ordering::SeqCst);
    }

    /// Returns how many pushes have gone over the line.
    #[must_use]
    pub fn pushes(&self) -> u64 {
        self.held.pushes.load(Ordering::SeqCst)
    }
}

impl Drop for TornLine {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn pass_on(State(held): State<Arc<Held>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let is_push = parts.method == Method::POST && parts.uri.path().trim_end_matches('/') == "/fhir";
    let mut onward = held.http.request(parts.method, format!("{}{}", held.to, parts.uri));
    for (name, value) in parts.headers.iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(name)) {
        onward = onward.header(name, value);
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let answer = onward.body(body).send().await.unwrap();
    if is_push {
        held.pushes.fetch_add(1, Ordering::SeqCst);
        if held.tears.swap(false, Ordering::SeqCst) {
            // A body shorter than announced: the connection breaks in the middle of the answer.
            return (StatusCode::OK, [(header::CONTENT_LENGTH, "100000")], "{").into_response();
        }
    }
    let mut passed = Response::builder().status(answer.status());
    for (name, value) in answer.headers().iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(name)) {
        passed = passed.header(name, value);
    }
    passed.body(Body::from(answer.bytes().await.unwrap())).unwrap()
}
