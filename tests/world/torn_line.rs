//! A line between the client and a server that others wrote: the server stays what it is, the faults are ours.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::forward::forward;
use crate::wire::Wire;

/// A line that can lose the answer to a push.
pub struct TornLine {
    /// The server as it is reached over this line.
    pub wire: Wire,
    held: Arc<Held>,
    serving: JoinHandle<()>,
}

struct Held {
    to: String,
    /// The path of the base, without a slash at the end.
    pushes_go_to: String,
    http: Client,
    tears: AtomicBool,
    pushes: AtomicU64,
}

impl TornLine {
    /// Lays a line to a server.
    pub async fn to(server: &Wire) -> Self {
        let held = Arc::new(Held {
            to: server.origin().to_owned(),
            pushes_go_to: server.base.strip_prefix(server.origin()).unwrap_or_default().to_owned(),
            http: server.http().clone(),
            tears: AtomicBool::new(false),
            pushes: AtomicU64::new(0),
        });
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let path = server.base.strip_prefix(server.origin()).unwrap_or_default();
        let base = format!("http://{}{path}", listener.local_addr().unwrap());
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
    let is_push = request.method() == Method::POST && request.uri().path().trim_end_matches('/') == held.pushes_go_to;
    let answer = forward(&held.http, &held.to, request).await;
    if is_push {
        held.pushes.fetch_add(1, Ordering::SeqCst);
        if held.tears.swap(false, Ordering::SeqCst) {
            // A body shorter than announced: the connection breaks in the middle of the answer.
            return (StatusCode::OK, [(header::CONTENT_LENGTH, "100000")], "{").into_response();
        }
    }
    answer
}
