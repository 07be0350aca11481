//! What happens after a write that failed: the device stands again as its files have it.

use tracing::warn;
use triage_store::{StoreError, Stores};
use triage_sync::{Engine, EngineSettings, Input, Now, Restored, SoFar, WATCHED_MIN};

use super::{Device, News, RenewCacheError, seen};
use crate::keep;
use crate::received::LastChange;

impl Device {
    /// Makes the cache anew where reading or writing met damage in it; true where it did. What was decided is in the ledger,
    /// the rest is pulled again.
    ///
    /// # Errors
    /// Fails where the disk does; the cache gives nothing then.
    pub fn mend(&mut self, now: Now) -> Result<bool, RenewCacheError> {
        if !self.stores.cache.is_damaged() {
            return Ok(false);
        }
        let finding = self.stores.renew_cache(now.wall)?;
        warn!(?finding, "the cache was damaged");
        self.is_ahead_of_ledger = true;
        self.tell(Input::Woken, now)?;
        Ok(true)
    }

    pub(super) fn take_up_anew(&mut self, now: Now) -> Result<(), StoreError> {
        self.engine = restored(&self.stores, self.settings, self.engine.so_far())?;
        self.is_ahead_of_ledger = false;
        self.pages.clear();
        self.asked_pages.clear();
        self.inputs.clear();
        self.calls.clear();
        self.news.push_back(News::TakenUpAnew);
        for request_id in self.live_requests() {
            if let Some(request) = self.snapshot(&request_id)?.filter(|copy| copy.version.is_at_the_provider()) {
                self.inputs.push_back(seen(&request, LastChange::default()));
            }
        }
        let result = self.drain(now);
        self.is_ahead_of_ledger = result.is_err();
        result
    }

    /// Hands a sign-in to the engine that it could not take when it came: what waits for that person would wait on.
    pub(super) fn sign_in_again(&mut self, now: Now) {
        if now.elapsed_ms < self.rests_until_ms {
            return;
        }
        if let Some(sign_in) = self.sign_ins.pop()
            && let Err(error) = self.tell(sign_in, now)
        {
            warn!(%error, "a sign-in could not be taken yet");
        }
    }
}

pub(super) fn restored(stores: &Stores, settings: EngineSettings, so_far: SoFar) -> Result<Engine, StoreError> {
    let (live, next_seq) = stores.ledger.load_live()?;
    let confirmed = stores.ledger.last_settled(WATCHED_MIN)?;
    let in_doubt = stores.ledger.get(keep::IN_DOUBT)?;
    let cursors = stores.cache.read(|cache| cache.cursors())?;
    Ok(Engine::restore(settings, Restored { live, next_seq, cursors, confirmed, in_doubt, so_far }))
}
