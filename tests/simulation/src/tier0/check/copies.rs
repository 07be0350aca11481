//! The provider's copies on a PC, and the cursors that stand for them.

use std::rc::Rc;

use triage_sync::version::Verdict;

use super::{Promise, promise};
use crate::tier0::ledger::{Cache, Cached};
use crate::tier0::server::{Record, Server, milliseconds};
use crate::tier0::step::REQUESTS;

/// I26: at rest, every copy is the provider's latest; none is missing and none is left over.
pub fn i26(cache: &Cache, server: &Server) -> Promise {
    (0..REQUESTS).try_for_each(|about| promise(26, is_current(cache, server, about), || differs(cache, server, about)))
}

/// I27: what has stood long enough at the provider, without faults, is on every PC.
pub fn i27(cache: &Cache, server: &Server, calm_until_ms: u64) -> Promise {
    (0..REQUESTS).filter(|about| server.since_ms[usize::from(*about)] <= calm_until_ms).try_for_each(|about| {
        promise(27, server.record(about).is_none() || is_current(cache, server, about), || {
            differs(cache, server, about)
        })
    })
}

/// I31: what was deleted is gone from every PC after the same time, and no late page brings it back.
pub fn i31(cache: &Cache, server: &Server, calm_until_ms: u64) -> Promise {
    (0..REQUESTS).filter(|about| server.since_ms[usize::from(*about)] <= calm_until_ms).try_for_each(|about| {
        let left_over = server.record(about).is_none() && !is_current(cache, server, about);
        promise(31, !left_over, || format!("request {about} was deleted"))
    })
}

fn is_current(cache: &Cache, server: &Server, about: u8) -> bool {
    match (cache.copy(about), server.record(about)) {
        (None, None) => true,
        (Some(here), Some(there)) => here.serial == there.serial || is_out_of_scope(here, there, server),
        (None, Some(there)) => is_out_of_scope(there, there, server),
        // Of what is closed, only the provider's list of deletions tells, by a clock that went back. What a restore took is
        // on no such list: a PC that lost no decision by it has no proof of the restore, and keeps what it has.
        (Some(here), None) => {
            let has_no_proof = cache.epoch < server.generation;
            (server.clock_back_ms.is_some() || has_no_proof) && is_out_of_scope(here, here, server)
        }
    }
}

/// What came later than the overlap covers, or stands below the cursors since a restore or a clock that went back, is found by the comparison of
/// everything open: not what is closed on both sides.
pub fn is_out_of_scope(here: &Record, there: &Record, server: &Server) -> bool {
    let closed = |record: &Record| !record.request.state.lifecycle.is_open();
    let below_cursors = there.beyond_overlap || server.restored_ms.is_some() || server.clock_back_ms.is_some();
    below_cursors && closed(here) && closed(there)
}

fn differs(cache: &Cache, server: &Server, about: u8) -> String {
    let name = |record: Option<&Rc<Record>>| record.map(|record| (record.number, record.serial));
    format!("request {about}: here {:?}, there {:?}", name(cache.copy(about)), name(server.record(about)))
}

/// What the provider held when a walk over the requests began.
#[derive(Debug, Default)]
pub struct AtWalk {
    pub clock_ms: i64,
    pub records: Vec<Rc<Record>>,
}

/// I28: a walk never begins after the provider's clock at the start of the last one, and every row up to the high water is
/// here.
pub fn i28(cache: &Cache, server: &Server, began: &AtWalk, (high_water, overlap_ms): (&str, u64)) -> Promise {
    let high_ms = milliseconds(high_water);
    let from_ms = high_ms - overlap_ms.cast_signed();
    promise(28, from_ms <= began.clock_ms, || format!("{from_ms} is after {}", began.clock_ms))?;
    if server.restored_ms.is_some() || server.clock_back_ms.is_some() {
        return Ok(());
    }
    // A row that moved meanwhile may have moved to where this walk had been: the overlap of the next one is for that.
    let stayed = |record: &&Rc<Record>| server.record(record.about).is_some_and(|there| there.serial == record.serial);
    let covered = began.records.iter().filter(|record| record.updated_ms <= high_ms && !record.beyond_overlap);
    covered.filter(stayed).try_for_each(|record| {
        let here = cache.rows[usize::from(record.about)].as_ref();
        let has = here.is_some_and(|here| here.deleted || here.record.serial >= record.serial);
        promise(28, has, || format!("the cursor passes {} of request {}", record.number, record.about))
    })
}

/// I29: a copy never goes back within an epoch.
pub fn i29(before: Option<&Cached>, record: &Record, epoch: u32, verdict: Verdict) -> Promise {
    let back = before.is_some_and(|before| before.epoch == epoch && before.record.number > record.number);
    promise(29, !(back && verdict == Verdict::Newer), || {
        format!("request {} goes back to {}", record.about, record.number)
    })
}

/// I30: taking in pages again, in any order, gives the same copies.
pub fn i30(cache: &Cache, pages: &[(u32, Vec<Rc<Record>>)]) -> Promise {
    let mut again = cache.clone();
    for (epoch, page) in pages.iter().rev().chain(pages) {
        if *epoch == cache.epoch {
            for record in page {
                again.keep(record);
            }
        }
    }
    (0..REQUESTS).try_for_each(|about| {
        let serial = |cache: &Cache| cache.copy(about).map(|record| record.serial);
        promise(30, serial(cache) == serial(&again), || format!("request {about} differs"))
    })
}
