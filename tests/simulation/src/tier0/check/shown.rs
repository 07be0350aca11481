//! What people see: how current it is, and what of theirs is on its way.

use triage_domain::StaffId;
use triage_sync::engine::MANIFEST_GAP_MS;
use triage_sync::{Engine, OpState};

use super::copies::is_out_of_scope;
use super::{Promise, promise};
use crate::tier0::ledger::{Cache, Ledger};
use crate::tier0::names;
use crate::tier0::pc::Pc;
use crate::tier0::server::Server;
use crate::tier0::step::REQUESTS;
use crate::tier0::truth::Truth;

/// I17: a stuck decision delays none of another request: what is ready and alone with its request goes out.
pub fn i17(waits_ms: u64, bound_ms: u64, op: u16) -> Promise {
    promise(17, waits_ms <= bound_ms, || format!("{op} is ready and waits for {waits_ms} ms"))
}

/// I23: every conflict and refusal is shown on its PC until a person resolves it.
pub fn i23(engine: &Engine, ledger: &Ledger) -> Promise {
    ledger.live().filter(|saved| saved.state.needs_a_person()).try_for_each(|saved| {
        let shown = engine.operation(&saved.op_id).is_some_and(|shown| shown.state == saved.state);
        promise(23, shown, || format!("{} is stuck and not shown", names::op(&saved.op_id)))
    })
}

/// I33: what is called live contains everything that stood at the provider two pulls ago, or shows it as pending. What a
/// restored provider makes again under the id of a request that was gone looks like a late page, until the comparison.
pub fn i33(cache: &Cache, server: &Server, before_ms: u64) -> Promise {
    let found_ms = |about: u8| {
        let is_buried = cache.rows[usize::from(about)].as_ref().is_some_and(|here| here.deleted);
        let made_again = is_buried && server.restored_ms.is_some();
        before_ms.saturating_sub(if made_again { MANIFEST_GAP_MS + 60_000 } else { 0 })
    };
    (0..REQUESTS).filter(|about| server.since_ms[usize::from(*about)] < found_ms(*about)).try_for_each(|about| {
        let Some(there) = server.record(about).filter(|there| !there.beyond_overlap) else { return Ok(()) };
        // A restore that takes a deletion back brings what is closed below the cursors, where nothing here is closed.
        if is_out_of_scope(cache.copy(about).unwrap_or(there), there, server) {
            return Ok(());
        }
        let here = cache.rows[usize::from(about)].as_ref().map(|here| here.record.serial);
        promise(33, here.is_some_and(|here| here >= there.serial), || {
            format!("live, and request {about} at {} is missing (here {here:?})", there.serial)
        })
    })
}

/// I34: after suspend, clock jump, restart, doubt or loss of authority, nothing is live before a pull completes.
pub fn i34(completed_ms: Option<u64>, doubt_ms: u64, why: &str) -> Promise {
    promise(34, completed_ms.is_some_and(|at_ms| at_ms >= doubt_ms), || format!("live after {why} without a pull"))
}

/// I35: the age that is shown never flatters.
pub fn i35(began_ms: Option<u64>, now_ms: u64, live_ms: u64) -> Promise {
    let age_ms = began_ms.map(|began_ms| now_ms - began_ms);
    promise(35, age_ms.is_some_and(|age_ms| age_ms <= live_ms), || format!("live at a true age of {age_ms:?} ms"))
}

/// I36: a pending decision is shown as such, and does not vanish between the answer and the echo.
pub fn i36(pc: &Pc, server: &Server, truth: &Truth) -> Promise {
    let (engine, cache) = (&pc.engine, &pc.cache);
    for (op, act) in truth.acts.iter().filter(|(_, act)| act.pc == pc.number && !act.is_settled_by_a_person()) {
        if act.state.is_final() {
            let copy = cache.copy(act.about);
            let taken_back = !server.held.witnesses.contains_key(op);
            let shown = taken_back || copy.is_none_or(|copy| copy.landed.contains(op)) || cache.in_doubt.is_some();
            promise(36, shown, || format!("{op} is settled and not in the copy"))?;
        } else {
            promise(36, engine.operation(&names::op_id(*op)).is_some(), || format!("{op} has vanished"))?;
        }
    }
    Ok(())
}

/// I37: the count of unsent decisions that is shown is the count of those that are, for each author.
pub fn i37(pc: u8, engine: &Engine, ledger: &Ledger, truth: &Truth) -> Promise {
    let mut counts = [[0_u32; 3]; names::STAFF as usize];
    let at = |id: &StaffId| usize::from(names::staff(id));
    for shown in engine.operations().filter(|shown| shown.state.is_unsent()) {
        counts[at(&shown.author.id)][0] += 1;
    }
    for saved in ledger.live().filter(|saved| saved.state.is_unsent()) {
        counts[at(&saved.author.id)][1] += 1;
    }
    for act in truth.acts.values().filter(|act| act.pc == pc && !act.is_settled_by_a_person()) {
        let proven = act.told_landed || act.state == OpState::Settled;
        counts[usize::from(act.staff)][2] += u32::from(!proven);
    }
    let same = counts.iter().all(|[shown, saved, truly]| shown == saved && saved == truly);
    promise(37, same, || format!("unsent as shown, saved and true, by author: {counts:?}"))
}
