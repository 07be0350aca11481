//! The line: up, down, being tried, or switched off by the user.

use triage_domain::{OpId, StaffId};

use crate::clock::Now;
use crate::effect::{Effect, Topic};
use crate::engine::Engine;
use crate::input::{Failure, Input};
use crate::operation::OpState;
use crate::retry::RETRY_AFTER_MS_MAX;

/// The line as a user would name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    Online,
    /// Being tried for the first time, or again after a short failure.
    Reconnecting,
    Offline,
    /// The user switched the network off for this program.
    WorkingOffline,
    SignInNeeded,
}

/// Failures in a row after which the line counts as down and not as a hiccup.
const OFFLINE_AFTER_FAILURES: u32 = 2;
/// Failures of the provider in a row after which it is left alone but for a probe (`sync.md` b.8).
const CIRCUIT_ROW: u32 = 5;
/// Answers that are looked back on; when more than half of them are failures, the same (`sync.md` b.8).
const CIRCUIT_ANSWERS: u32 = 20;
/// A line that was down for at least so long was down for the whole practice, whose PCs come back together.
const OUTAGE_MS: u64 = 60_000;

/// Counts the provider's failures: where it fails at everything it is left alone, and only a probe goes out.
#[derive(Debug, Default)]
pub(super) struct Circuit {
    /// The last answers, the newest in the lowest bit; 1 is a failure.
    answers: u32,
    count: u32,
}

impl Circuit {
    /// Takes down one answer; true when the circuit opens with it.
    fn takes(&mut self, failed: bool) -> bool {
        self.answers = (self.answers << 1 | u32::from(failed)) & ((1 << CIRCUIT_ANSWERS) - 1);
        self.count = (self.count + 1).min(CIRCUIT_ANSWERS);
        let in_a_row = self.answers.trailing_ones() >= CIRCUIT_ROW;
        let mostly = self.count == CIRCUIT_ANSWERS && self.answers.count_ones() > CIRCUIT_ANSWERS / 2;
        if in_a_row || mostly {
            *self = Self::default();
        }
        in_a_row || mostly
    }
}

/// How the provider dealt with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HostAnswer {
    Worked,
    /// It broke: 5xx.
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    WorkingOffline,
    Down { failures: u32, retry_at_ms: u64, since_ms: u64 },
    Probing { failures: u32, since_ms: u64 },
    Up,
    SignInNeeded,
}

impl Link {
    const TO_BE_TRIED: Self = Self::Down { failures: 0, retry_at_ms: 0, since_ms: u64::MAX };

    pub(super) fn starting(works_offline: bool) -> Self {
        if works_offline { Self::WorkingOffline } else { Self::TO_BE_TRIED }
    }

    pub(super) fn state(self) -> LinkState {
        match self {
            Self::WorkingOffline => LinkState::WorkingOffline,
            Self::Down { failures, .. } | Self::Probing { failures, .. } if failures >= OFFLINE_AFTER_FAILURES => {
                LinkState::Offline
            }
            Self::Down { .. } | Self::Probing { .. } => LinkState::Reconnecting,
            Self::Up => LinkState::Online,
            Self::SignInNeeded => LinkState::SignInNeeded,
        }
    }
}

impl Engine {
    fn set_link(&mut self, link: Link, now: Now) {
        if self.link.state() != link.state() {
            self.link_since = Some(now.wall);
        }
        if self.link != link {
            self.effects.push_back(Effect::Changed(Topic::Status));
        }
        self.link = link;
    }

    pub(super) fn drive_link(&mut self, now: Now) {
        let Link::Down { failures, retry_at_ms, since_ms } = self.link else { return };
        if now.elapsed_ms >= retry_at_ms.max(self.host_hold_until_ms) {
            self.set_link(Link::Probing { failures, since_ms }, now);
            self.effects.push_back(Effect::Probe);
        }
    }

    pub(super) fn probed(&mut self, answer: Result<(), Failure>, now: Now) {
        let Link::Probing { failures, since_ms } = self.link else { return };
        match answer {
            Ok(()) => {
                let was_an_outage = now.elapsed_ms.saturating_sub(since_ms) >= OUTAGE_MS;
                let spread_ms = if was_an_outage { self.settings.reconnect_spread_ms } else { 0 };
                self.must_pull_first = true;
                self.pull_due_ms = now.elapsed_ms + self.jitter.below(spread_ms);
                self.set_link(Link::Up, now);
                self.check_epoch();
            }
            Err(Failure::SignInNeeded) => self.sign_in_needed(now),
            Err(Failure::Busy { retry_after_ms }) => self.lost_line((failures, since_ms), retry_after_ms, now),
            Err(Failure::Unreachable | Failure::Broken | Failure::NotAllowed | Failure::Refused { .. }) => {
                self.lost_line((failures, since_ms), None, now);
            }
        }
    }

    /// Takes down how the provider answered, for the circuit.
    pub(super) fn host_answered(&mut self, failed: HostAnswer, now: Now) {
        if self.circuit.takes(failed == HostAnswer::Failed) {
            self.line_lost_after(CIRCUIT_ROW, now);
        }
    }

    /// Does what a failed call means for the line and the host, whatever the call was about.
    pub(super) fn failed(&mut self, failure: Failure, now: Now) {
        match failure {
            Failure::Unreachable => self.line_lost(now),
            Failure::Busy { retry_after_ms } => self.host_busy(retry_after_ms, 1, now),
            Failure::SignInNeeded => self.sign_in_needed(now),
            Failure::Broken => self.host_answered(HostAnswer::Failed, now),
            Failure::NotAllowed | Failure::Refused { .. } => self.host_answered(HostAnswer::Worked, now),
        }
    }

    /// The line failed under something: nothing more is tried until a probe comes back.
    pub(super) fn line_lost(&mut self, now: Now) {
        self.line_lost_after(0, now);
    }

    /// The same where the line came back before and failed each time: the waits go on growing.
    pub(super) fn line_lost_after(&mut self, failures: u32, now: Now) {
        if self.link == Link::Up {
            self.lost_line((failures, now.elapsed_ms), None, now);
        }
    }

    fn lost_line(&mut self, (failures, since_ms): (u32, u64), retry_after_ms: Option<u64>, now: Now) {
        let failures = failures.saturating_add(1);
        let wait_ms = match retry_after_ms {
            Some(wished_ms) => self.jitter.retry_after_ms(wished_ms),
            None => self.jitter.backoff_ms(failures),
        };
        self.walk = None;
        self.set_link(
            Link::Down { failures, retry_at_ms: now.elapsed_ms + wait_ms, since_ms: since_ms.min(now.elapsed_ms) },
            now,
        );
    }

    /// The provider asked everybody to wait.
    pub(super) fn host_busy(&mut self, retry_after_ms: Option<u64>, failures: u32, now: Now) {
        let wait_ms = match retry_after_ms {
            Some(wished_ms) => self.jitter.retry_after_ms(wished_ms),
            None => self.jitter.backoff_ms(failures.max(1)),
        };
        self.host_hold_until_ms = self.host_hold_until_ms.max(now.elapsed_ms + wait_ms);
    }

    /// Takes down until when the provider asks to wait, and nothing else of the input: for whoever cannot take it because
    /// the disk fails. Returns the wait in milliseconds, where there is one.
    pub fn heed(&mut self, input: &Input, now: Now) -> Option<u64> {
        let wait_ms = input.retry_after_ms()?.min(RETRY_AFTER_MS_MAX);
        self.host_hold_until_ms = self.host_hold_until_ms.max(now.elapsed_ms + wait_ms);
        Some(wait_ms)
    }

    /// Takes down what the provider asked for, whatever became of that which it answers meanwhile.
    pub(super) fn heed_wish_to_wait(&mut self, input: &Input, now: Now) {
        if let Some(wait_ms) = self.heed(input, now) {
            // After a long wait the order is as after an outage: others' decisions are taken in before ours go out.
            if wait_ms > self.settings.pull_gap_ms && self.link == Link::Up {
                self.must_pull_first = true;
                self.pull_due_ms = now.elapsed_ms;
                self.check_epoch();
            }
        }
    }

    /// Nobody here may see more: what is on screen is not known to be current until a pull completes.
    pub(super) fn sign_in_needed(&mut self, now: Now) {
        self.walk = None;
        self.pulled_started = None;
        self.set_link(Link::SignInNeeded, now);
    }

    pub(super) fn signed_in_again(&mut self, now: Now) {
        if self.link == Link::SignInNeeded {
            self.set_link(Link::TO_BE_TRIED, now);
        }
    }

    pub(super) fn work_offline(&mut self, now: Now) {
        self.walk = None;
        self.set_link(Link::WorkingOffline, now);
    }

    pub(super) fn work_online(&mut self, now: Now) {
        if self.link == Link::WorkingOffline {
            self.set_link(Link::TO_BE_TRIED, now);
        }
    }

    pub(super) fn sync_now(&mut self, now: Now) {
        match self.link {
            Link::Down { failures, since_ms, .. } => {
                self.set_link(Link::Down { failures, retry_at_ms: now.elapsed_ms, since_ms }, now);
            }
            Link::Up => {
                self.pull_due_ms = now.elapsed_ms;
                let waiting: Vec<_> = self.ready_at_ms.keys().cloned().collect();
                for op_id in waiting {
                    if self.failures.contains_key(&op_id) {
                        self.ready_at_ms.insert(op_id, now.elapsed_ms);
                    }
                }
            }
            Link::WorkingOffline | Link::Probing { .. } | Link::SignInNeeded => {}
        }
    }

    pub(super) fn clock_doubt(&mut self, now: Now) {
        if crate::mutant!("suspend-not-counted") {
            return;
        }
        self.pulled_started = None;
        if self.link == Link::Up {
            self.must_pull_first = true;
            self.pull_due_ms = now.elapsed_ms;
            self.check_epoch();
        }
        self.effects.push_back(Effect::Changed(Topic::Status));
    }

    pub(super) fn signed_in(&mut self, staff: &StaffId, now: Now) {
        let parked: Vec<OpId> = self
            .operations
            .values()
            .filter(|operation| operation.state == OpState::Parked && &operation.author.id == staff)
            .map(|operation| operation.op_id.clone())
            .collect();
        for op_id in parked {
            self.update(&op_id, |operation| {
                operation.state = OpState::Sealed;
                operation.stuck = None;
            });
        }
        self.signed_in_again(now);
    }
}
