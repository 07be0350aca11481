//! What a PC may send, and when.

use triage_sync::retry::BACKOFF_MS_MIN;
use triage_sync::{OpState, PushOrder};

use super::{Promise, promise};
use crate::tier0::ledger::Ledger;
use crate::tier0::names;
use crate::tier0::truth::{Act, Truth};

/// I11: all attempts carry the same payload; `If-Match` differs only with a recorded rebase.
pub fn i11(act: &Act, order: &PushOrder, digest: &str) -> Promise {
    promise(11, act.digest == digest, || "an attempt carries another payload".to_owned())?;
    let if_match = names::number(&order.op.if_match);
    let moved = act
        .pushed
        .is_some_and(|(_, version, generation)| version != if_match && generation >= order.op.rebase_generation);
    promise(11, !moved, || format!("If-Match moved to {if_match} without a rebase"))
}

/// I12: an attempt is durable before its first byte leaves.
pub fn i12(ledger: &Ledger, order: &PushOrder) -> Promise {
    let op = names::op(&order.op.op_id);
    let recorded = ledger.attempts.get(&op) == Some(&order.attempt)
        && ledger.operations.get(&op).is_some_and(|saved| saved.state == OpState::InFlight);
    promise(12, recorded, || format!("attempt {} of {op} is not recorded", order.attempt))
}

/// I14: a decision is never sent again after this PC has observed its witness.
pub fn i14(act: &Act) -> Promise {
    promise(14, !act.told_landed, || "sent again though it is known to have landed".to_owned())
}

/// I16 (sending): the next decision about a request is never sent while an earlier one is not settled.
pub fn i16(ledger: &Ledger, order: &PushOrder) -> Promise {
    let earlier = ledger.live().find(|other| other.request_id == order.op.request_id && other.seq < order.op.seq);
    promise(16, earlier.is_none(), || format!("{} overtakes an earlier one", order.op.op_id))
}

/// I18: what follows from another decision never runs before that one is done with.
pub fn i18(truth: &Truth, act: &Act) -> Promise {
    let parent = act.supersedes.and_then(|parent| truth.act(parent));
    let done = parent.is_none_or(|parent| parent.state.is_final());
    promise(18, done, || "sent though the decision that it replaces is alive".to_owned())
}

/// I32 (sending): no push between the alarm of a new epoch and the end of the verification.
pub fn i32(is_verifying: bool) -> Promise {
    promise(32, !is_verifying, || "a push while the provider's state is being verified".to_owned())
}

/// I44: a decision is sent only under its author's authority.
pub fn i44(author: u8, token: u8) -> Promise {
    promise(44, author == token, || format!("a decision of {author} under the authority of {token}"))
}

/// I47: at most one push of a decision in each shortest backoff, but after a rebase.
pub fn i47_rate(act: &Act, order: &PushOrder, run: u32, now_ms: u64) -> Promise {
    let again =
        act.pushed.filter(|(_, _, generation)| *generation == order.op.rebase_generation && act.run_pushed == run);
    let too_soon = again.filter(|(at_ms, ..)| now_ms < at_ms + BACKOFF_MS_MIN / 4);
    promise(47, too_soon.is_none(), || format!("sent again at once: {too_soon:?}, now {now_ms}"))
}

/// I47 (waiting): after a 429 with `Retry-After` no request goes out before that time.
pub fn i47_waiting(hold_until_ms: u64, now_ms: u64, call: &str) -> Promise {
    promise(47, now_ms >= hold_until_ms, || format!("{call} at {now_ms}, to wait until {hold_until_ms}"))
}
