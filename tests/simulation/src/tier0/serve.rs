//! How the provider deals with a call; what lands is checked against the promises before it does.

use triage_sync::{Failure, PushAnswer, Scope};

use super::check::{Broken, Promise, landing, sending};
use super::names;
use super::pc::witness;
use super::profile::Scopes;
use super::step::Trouble;
use super::wire::{Answer, Call};
use super::world::World;

impl World<'_> {
    /// Answers a call of a PC.
    pub(super) fn serves(&mut self, pc: u8, call: &Call) -> Result<Answer, Box<Broken>> {
        if let Some(failure) = self.turns_away() {
            let pc = &mut self.pcs[usize::from(pc)];
            pc.calm_ms = pc.calm_ms.max(self.now_ms);
            return Ok(call.failed(failure));
        }
        let (server, now_ms) = (&self.server, self.now_ms);
        Ok(match call {
            Call::Probe => Answer::Probe(Ok(())),
            Call::Page(order) if order.scope == Scope::Requests => {
                Answer::Page(order.call, order.scope, Ok(server.page(&order.start, order.count, now_ms)))
            }
            Call::Page(order) => match self.profile.scopes {
                Scopes::All => Answer::Page(order.call, order.scope, Ok(server.empty_page(now_ms))),
                Scopes::RequestsOnly => {
                    Answer::Page(order.call, order.scope, Err(Failure::Refused { http_status: 404 }))
                }
            },
            Call::Push { .. } => return self.takes_push(call),
            Call::Witness { op, digest } => Answer::Witness { op: *op, answer: witness(server, *op, digest) },
            Call::Request(about) => Answer::Request(*about, Ok(server.record(*about).cloned())),
            Call::Manifest => Answer::Manifest(Ok(server.manifest())),
            Call::Removals { since_ms } => Answer::Removals(Ok(server.removals(*since_ms))),
        })
    }

    fn turns_away(&self) -> Option<Failure> {
        let (until_ms, retry_after_s) = self.server.throttle;
        if self.now_ms < self.server.outage_until_ms {
            let worked_as_proxy = self.server.outage_until_ms.is_multiple_of(2);
            return Some(if worked_as_proxy { Failure::Broken } else { Failure::Unreachable });
        }
        if self.now_ms < until_ms {
            let retry_after_ms = (retry_after_s > 0).then(|| u64::from(retry_after_s) * 1_000);
            return Some(Failure::Busy { retry_after_ms });
        }
        None
    }

    fn takes_push(&mut self, call: &Call) -> Result<Answer, Box<Broken>> {
        let Call::Push { operation, digest, staff } = call else { return Ok(call.failed(Failure::Broken)) };
        sending::i44(names::staff(&operation.author.id), *staff)?;
        let about = names::about(&operation.request_id);
        let op = names::op(&operation.op_id);
        let trouble = self.server.troubles[usize::from(about)].filter(|(_, until_ms)| self.now_ms < *until_ms);
        self.server.troubles[usize::from(about)] = trouble;
        let trouble = trouble.map(|(trouble, _)| trouble);
        let refused = match trouble {
            Some(Trouble::Breaks) => Some(("push breaks", PushAnswer::Broken)),
            Some(Trouble::Forbidden) => Some(("push forbidden", PushAnswer::NotAllowed)),
            Some(Trouble::TooLarge) => Some(("push too large", PushAnswer::TooLarge)),
            Some(Trouble::Refused) => Some(("push refused", PushAnswer::Refused { http_status: 422 })),
            Some(Trouble::Contended) => Some(("push contended", PushAnswer::Refused { http_status: 412 })),
            Some(Trouble::BreaksAfterwards) | None => None,
        };
        if let Some((fault, answer)) = refused {
            self.coverage.fault(fault);
            return Ok(Answer::Pushed { op, answer, written: None });
        }
        let Some(there) = self.server.record(about) else {
            return Ok(Answer::Pushed { op, answer: PushAnswer::Refused { http_status: 404 }, written: None });
        };
        let fits = there.number == names::number(&operation.if_match);
        if !fits || self.server.held.witnesses.contains_key(&op) {
            return Ok(Answer::Pushed { op, answer: PushAnswer::Refused { http_status: 412 }, written: None });
        }
        self.may_land(call)?;
        if let Some(act) = self.truth.act_mut(op) {
            act.landed_ever = true;
        }
        let written = self.server.lands(operation, digest.as_ref().to_owned(), self.now_ms);
        if trouble == Some(Trouble::BreaksAfterwards) {
            self.coverage.fault("push breaks after it landed");
            return Ok(Answer::Pushed { op, answer: PushAnswer::Broken, written: None });
        }
        let version = names::version(written.as_ref().map_or(0, |record| record.number));
        Ok(Answer::Pushed { op, answer: PushAnswer::Applied { version }, written })
    }

    fn may_land(&mut self, call: &Call) -> Promise {
        let Call::Push { operation, digest, .. } = call else { return Ok(()) };
        let op = names::op(&operation.op_id);
        let server = &self.server;
        let Some(there) = server.record(names::about(&operation.request_id)) else { return Ok(()) };
        let act = self.truth.act(op);
        landing::i10(act, digest)?;
        let delivered = server.delivered.get(&op).copied().unwrap_or(0);
        let pc = act.and_then(|act| self.pcs.get(usize::from(act.pc)));
        let knows = pc.and_then(|pc| pc.epoch_begun_ms).zip(server.restored_ms);
        // What left before its PC knew may come late.
        let left_ms = act.map_or(0, |act| act.left_ms);
        let could_know = knows.is_some_and(|(begun_ms, restored_ms)| begun_ms >= restored_ms && left_ms >= begun_ms);
        let limit = server.restored_ms.is_some() && !could_know;
        if delivered > 0 && limit {
            self.coverage.meets("reply twice after a restore that nobody could notice");
        }
        if server.restored_ms.is_some() {
            landing::i43(delivered, limit)?;
        }
        landing::i9(&server.held.witnesses, op, delivered, limit)?;
        if let Some(act) = act {
            landing::i16(&self.truth, server, act)?;
            if act.state.is_final() {
                self.coverage.meets("landed after its person had settled it");
            }
        }
        let guarded = landing::i19(operation, there)
            .and_then(|()| landing::i20(operation, there))
            .and_then(|()| landing::i21(operation, there))
            .and_then(|()| landing::i22(operation, there));
        // A provider that hands out a version twice takes the ground from under If-Match, until the PC has noticed.
        if guarded.is_err() && limit {
            self.coverage.meets("landed on a version that was used twice, before its PC could notice");
            return Ok(());
        }
        guarded
    }
}
