//! Notices that the PC slept or that its clock was set: nothing on screen counts as current then.

use std::time::Duration;

use chrono::Utc;
use tokio::time::{Instant, sleep};
use tracing::info;

use crate::state::Desktop;

/// How often the clocks are compared.
const LOOK: Duration = Duration::from_secs(5);
/// Difference of the clocks that counts as a sleep or a jump (`sync.md` b.10).
const JUMP_S: i64 = 30;

/// Compares the wall clock with one that stands still while the PC sleeps, for as long as the program runs.
#[allow(clippy::disallowed_methods, reason = "two clocks are compared here, and one of them must stand still in sleep")]
pub(crate) fn watch(desktop: &Desktop) {
    let Some(client) = desktop.real().cloned() else { return };
    tauri::async_runtime::spawn(async move {
        let (mut wall, mut ticks) = (Utc::now(), Instant::now());
        loop {
            sleep(LOOK).await;
            let (wall_now, ticks_now) = (Utc::now(), Instant::now());
            let by_ticks = i64::try_from((ticks_now - ticks).as_secs()).unwrap_or(i64::MAX);
            if ((wall_now - wall).num_seconds() - by_ticks).abs() > JUMP_S {
                info!("the PC slept or its clock was set");
                client.clock_doubt();
            }
            (wall, ticks) = (wall_now, ticks_now);
        }
    });
}
