//! Waiting for what another process does. It can only be asked, so it is asked often, and not for ever.

use std::time::Duration;

/// Pause between two questions.
const PAUSE: Duration = Duration::from_millis(10);
/// Longest wait for anything: far above what a busy machine takes, so that only a real fault ends a test here.
const WAIT_MAX: Duration = Duration::from_secs(90);

/// Asks until the answer is there.
///
/// # Panics
/// When it is still not there after 90 s.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        let mut pauses = tokio::time::interval(PAUSE);
        loop {
            pauses.tick().await;
            if let Some(answer) = ask().await {
                return answer;
            }
        }
    };
    tokio::time::timeout(WAIT_MAX, asking).await.unwrap_or_else(|_| panic!("waited in vain until {what}"))
}
