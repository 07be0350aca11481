//! `TRIAGE_KILL_AT=place:n` ends the program as a power cut would when it comes to a place for the n-th time: a test then
//! looks at what is left. In programs built for debugging only.

use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The place, and how often the program may still pass it.
struct Order {
    place: String,
    passes: AtomicU64,
}

static ORDER: OnceLock<Order> = OnceLock::new();

/// Reads the order, where there is one.
pub fn prepare() {
    let Ok(order) = std::env::var("TRIAGE_KILL_AT") else { return };
    let (place, n) = order.split_once(':').unwrap_or((&order, "1"));
    let passes = AtomicU64::new(n.parse().unwrap_or(1));
    if ORDER.set(Order { place: place.to_owned(), passes }).is_ok() {
        triage_client::at_killpoints(strike);
    }
}

fn strike(place: &'static str) {
    let Some(order) = ORDER.get().filter(|order| order.place == place) else { return };
    if order.passes.fetch_sub(1, Ordering::SeqCst) == 1 {
        end();
    }
}

/// Nothing is unwound, flushed or closed. The signal comes from outside, since the program has no unsafe code of its own;
/// where there is no shell, the process aborts.
fn end() -> ! {
    if cfg!(unix) {
        let _ = Command::new("sh").args(["-c", &format!("kill -9 {}", std::process::id())]).status();
    }
    std::process::abort()
}
