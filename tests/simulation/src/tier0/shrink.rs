//! Makes a failing history short: chunks are left out as long as it fails in the same way, then single steps, until every
//! step that is left is needed (delta debugging).

use super::step::Tick;

/// Most runs that one shrinking may take.
const RUNS_MAX: u32 = 4_000;

/// Returns a history that still fails and from which no single step can be left out.
pub fn shrink(history: &[Tick], mut fails: impl FnMut(&[Tick]) -> bool) -> Vec<Tick> {
    let mut kept = history.to_vec();
    let mut runs = 0;
    let mut chunk = kept.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut shorter = false;
        while at < kept.len() && runs < RUNS_MAX {
            let end = (at + chunk).min(kept.len());
            let candidate = without(&kept, at, end);
            runs += 1;
            if fails(&candidate) {
                kept = candidate;
                shorter = true;
            } else {
                at = end;
            }
        }
        if runs >= RUNS_MAX || (chunk == 1 && !shorter) {
            return kept;
        }
        if !shorter || chunk > 1 {
            chunk = chunk.div_ceil(2).max(1);
        }
    }
}

/// Leaves out some steps; the time that passed before them still passes.
fn without(history: &[Tick], from: usize, to: usize) -> Vec<Tick> {
    let gap_ms: u32 = history[from..to].iter().map(|tick| tick.wait_ms).sum();
    let mut candidate = history[..from].to_vec();
    candidate.extend_from_slice(&history[to..]);
    if let Some(next) = candidate.get_mut(from) {
        next.wait_ms = next.wait_ms.saturating_add(gap_ms);
    }
    candidate
}

#[cfg(test)]
mod tests;
