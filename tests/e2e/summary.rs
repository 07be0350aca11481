//! What came of the day, in numbers.

use serde::Serialize;

/// What came of the day. A decision is counted as pressed on the keyboard, as kept on the device and as found on the
/// provider, each by other means.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Requests on the device at the end.
    pub received: u64,
    /// Requests on the provider at the end.
    pub received_of: u64,
    /// Decisions a person took at the keyboard.
    pub decided: usize,
    /// Those taken while the provider was gone.
    pub decided_offline: usize,
    /// Those that were replies.
    pub replied: usize,
    /// Marks that the window wrote by itself, such as that somebody opened a request or is writing about it; they are
    /// pushed and counted like decisions.
    pub marks: usize,
    /// Decisions and marks that the device counts as unsent after a restart without a provider.
    pub kept_over_restart: usize,
    /// Decisions and marks that the device counts as confirmed at the end.
    pub pushed: usize,
    /// Decisions and marks whose every trace is on the provider once.
    pub on_provider_exactly_once: usize,
    pub lost: usize,
    pub doubled: usize,
    pub seconds: u64,
    /// Files beside this one.
    pub screenshots: Vec<String>,
}

impl Summary {
    /// Says whether nothing was lost and nothing doubled, and everything arrived.
    pub fn all_is_well(&self) -> bool {
        let all = self.decided + self.marks;
        self.lost == 0
            && self.doubled == 0
            && self.decided > 0
            && self.pushed == all
            && self.on_provider_exactly_once == all
            && self.received == self.received_of
    }
}
