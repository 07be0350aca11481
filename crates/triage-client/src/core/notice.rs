//! Counts urgent requests that came in since the user was last told.

use triage_domain::TriageRequest;

use crate::client::Inner;

/// What has not been told yet.
#[derive(Debug, Default)]
pub(super) struct UrgentNotice {
    count: usize,
}

impl UrgentNotice {
    /// Counts a request that has become urgent and open, or came in so.
    pub(super) fn take(&mut self, before: Option<&TriageRequest>, now: &TriageRequest) {
        let is_urgent = |request: &TriageRequest| {
            request.state.urgency.is_urgent()
                && request.state.lifecycle.is_open()
                && request.state.first_opened_at.is_none()
        };
        if is_urgent(now) && !before.is_some_and(is_urgent) {
            self.count += 1;
        }
    }

    /// Tells the user, unless the window is in front of them, they want no notifications, or the first sync is under way.
    pub(super) fn tell(&mut self, inner: &Inner) {
        let count = std::mem::take(&mut self.count);
        let wants = || inner.personal_setup().is_ok_and(|personal| personal.notifications);
        if count > 0 && !inner.is_window_in_front() && inner.has_pulled() && wants() {
            inner.notifier.urgent_arrived(count);
        }
    }
}
