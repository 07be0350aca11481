//! What is checked after everything that happens on a PC, and at rest.

use triage_sync::engine::MANIFEST_GAP_MS;
use triage_sync::{Freshness, LinkState, OpState};

use super::{Event, Faults, World};
use crate::tier0::check::{Promise, copies, durable, rest, shown};
use crate::tier0::names;
use crate::tier0::pc::Pc;
use crate::tier0::people;
use crate::tier0::profile::{PATIENCE_MS, Rest};

/// Simulated time of the wind-down (`sync.md` (c), Q).
const REST_MS: u64 = 15 * 60 * 1_000;
/// Most minutes that people take to settle what waits for them, one after another.
const RESOLVED_MIN_MAX: u32 = 120;

impl World<'_> {
    /// Checks what one PC shows and has.
    pub(super) fn check(&mut self, number: u8) -> Promise {
        let pc = &self.pcs[usize::from(number)];
        let gap_ms = self.profile.settings.pull_gap_ms;
        if pc.engine.freshness(pc.now(self.now_ms)) == Freshness::Live {
            shown::i34(pc.pulled_done_ms, pc.doubt.since_ms, pc.doubt.why)?;
            shown::i35(pc.pulled_began_ms, self.now_ms, 2 * gap_ms)?;
            // What is written in the shadow of a restore, or of a clock that went back, only the comparison is sure to find.
            let shadow_ms = self.server.restored_ms.max(self.server.clock_back_ms);
            let restored_ms = shadow_ms.map_or(0, |at_ms| at_ms + MANIFEST_GAP_MS + 2 * gap_ms + 60_000);
            let before_ms = self.now_ms.saturating_sub(2 * gap_ms + PATIENCE_MS);
            let missed_ms = shadow_ms.map_or(0, |_| pc.calm_ms + MANIFEST_GAP_MS);
            if self.now_ms >= restored_ms.max(missed_ms) {
                shown::i33(&pc.cache, &self.server, before_ms)?;
            }
        }
        shown::i23(&pc.engine, &pc.ledger)?;
        shown::i36(pc, &self.server, &self.truth)?;
        shown::i37(number, &pc.engine, &pc.ledger, &self.truth)?;
        let calm = pc.engine.link() == LinkState::Online && !pc.engine.is_verifying();
        if !calm {
            let pc = &mut self.pcs[usize::from(number)];
            pc.calm_ms = pc.calm_ms.max(self.now_ms);
            return Ok(());
        }
        let bound_ms = MANIFEST_GAP_MS + 3 * gap_ms + 2 * PATIENCE_MS;
        if self.now_ms >= pc.calm_ms + bound_ms {
            copies::i27(&pc.cache, &self.server, self.now_ms - bound_ms)?;
            copies::i31(&pc.cache, &self.server, self.now_ms - bound_ms)?;
        }
        let in_flight = self.profile.settings.in_flight_max as u64;
        self.check_turns(number, 2 * gap_ms + 24 * PATIENCE_MS / in_flight + 20 * self.profile.latency_ms_max)
    }

    /// What is ready, and the first about its request, goes out in time whatever becomes of others.
    fn check_turns(&mut self, number: u8, bound_ms: u64) -> Promise {
        let pc = &self.pcs[usize::from(number)];
        let now = pc.now(self.now_ms);
        let mut before = Vec::new();
        for operation in pc.engine.operations() {
            let first = !before.contains(&&operation.request_id);
            before.push(&operation.request_id);
            let op = names::op(&operation.op_id);
            let Some(act) = self.truth.act_mut(op) else { continue };
            let ready = first
                && matches!(operation.state, OpState::Queued | OpState::Sealed)
                && pc.engine.held_ms(&operation.op_id, now) == 0
                && self.server.troubles[usize::from(act.about)].is_none();
            let since_ms = if ready { act.ready_since_ms.unwrap_or(self.now_ms).max(pc.calm_ms) } else { self.now_ms };
            act.ready_since_ms = ready.then_some(since_ms);
            shown::i17(self.now_ms.saturating_sub(since_ms), bound_ms, op)?;
        }
        Ok(())
    }

    /// The faults end, and a quiet quarter of an hour later everything must have come to rest.
    pub fn winds_down(&mut self) -> Promise {
        self.faults = Faults::Off;
        self.says(&"the faults end");
        if self.server.restored_ms.is_none() {
            self.server.outage_until_ms = 0;
        }
        self.server.throttle = (0, 0);
        self.server.troubles = Default::default();
        for pc in 0..self.profile.pcs {
            self.comes_to_rest(pc)?;
        }
        let ended_ms = self.now_ms;
        for minute in 0_u32.. {
            self.passes(60_000)?;
            for pc in 0..self.profile.pcs {
                while let Some(op) = people::stuck(&self.pcs[usize::from(pc)]) {
                    self.keeps_theirs(pc, op)?;
                }
                self.signs_in_where_asked(pc)?;
            }
            if self.profile.whole_rest == Rest::UntilQuiet && minute > 1 && self.is_quiet() {
                break;
            }
            let late = self.events.values().any(|event| matches!(event, Event::Late { .. }));
            let alive = minute < RESOLVED_MIN_MAX && self.pcs.iter().any(|pc| pc.ledger.live().next().is_some());
            let written_ms = self.server.since_ms.iter().copied().max().unwrap_or(0);
            if self.now_ms >= ended_ms.max(self.kept_away_ms()).max(written_ms) + REST_MS && !late && !alive {
                break;
            }
        }
        self.check_rest()
    }

    /// Until when some PC may not have heard the provider: it is down, or a Retry-After that was on its way holds on.
    fn kept_away_ms(&self) -> u64 {
        let held_ms = self.pcs.iter().map(|pc| pc.hold_until_ms + pc.hold_until_ms / 5).max().unwrap_or(0);
        held_ms.max(self.server.outage_until_ms)
    }

    fn is_quiet(&self) -> bool {
        let late = self.events.values().any(|event| matches!(event, Event::Late { .. }));
        let rests = |pc: &Pc| pc.ledger.live().next().is_none() && copies::i26(&pc.cache, &self.server).is_ok();
        // Only who has heard the provider since can know that it was restored.
        let restored = self.server.restored_ms.map(|at_ms| at_ms.max(self.kept_away_ms()));
        let looks_into_it = restored.is_some_and(|at_ms| at_ms + REST_MS > self.now_ms);
        !late && !looks_into_it && self.pcs.iter().all(rests)
    }

    fn check_rest(&self) -> Promise {
        let ledgers: Vec<_> = self.pcs.iter().map(|pc| &pc.ledger).collect();
        durable::i1(&self.truth, &ledgers)?;
        rest::i43(&self.truth, &self.server)?;
        for pc in &self.pcs {
            copies::i26(&pc.cache, &self.server)?;
            copies::i30(&pc.cache, &pc.kept_pages)?;
            rest::i13(&pc.ledger, &self.server)?;
            rest::i46(&pc.ledger)?;
        }
        Ok(())
    }
}
