//! What a power cut leaves of the changes that were not synced.

use rand::Rng;

use super::medium::{Change, Pending};

/// Bytes that a disk writes whole or, in the one sector in which the power went, in part.
const SECTOR: usize = 512;

/// What happens to unsynced changes when the power goes (`sync.md` §d.3). Changes of names count as changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Nothing unsynced survives.
    Everything,
    /// All that was written survives.
    Nothing,
    /// Each sector, and each change of a length or a name, survives or does not.
    RandomSectors,
    /// The first changes survive, the one after them in part: its last sector is torn.
    TornPrefix,
    /// The last changes survive, those before them do not.
    Reordered,
}

impl Loss {
    pub const ALL: [Self; 5] =
        [Self::Everything, Self::Nothing, Self::RandomSectors, Self::TornPrefix, Self::Reordered];

    /// Picks from the unsynced changes, which come in the order in which they were made, those that survive.
    pub(super) fn survivors(self, mut pending: Vec<Pending>, dice: &mut impl Rng) -> Vec<Pending> {
        match self {
            Self::Everything => Vec::new(),
            Self::Nothing => pending,
            Self::RandomSectors => pending.into_iter().flat_map(|change| some_sectors(change, dice)).collect(),
            Self::TornPrefix => {
                let kept = dice.random_range(0..=pending.len());
                let torn = pending.drain(kept..).next().and_then(|change| torn(change, dice));
                pending.extend(torn);
                pending
            }
            Self::Reordered => {
                let lost = dice.random_range(1..=pending.len().saturating_sub(1).max(1));
                pending.split_off(lost.min(pending.len()))
            }
        }
    }
}

fn some_sectors(pending: Pending, dice: &mut impl Rng) -> Vec<Pending> {
    let Pending::Content(file, Change::Write { offset, bytes }) = pending else {
        return if dice.random() { vec![pending] } else { Vec::new() };
    };
    let mut kept = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = bytes.len().min(at + SECTOR - (offset + at) % SECTOR);
        if dice.random() {
            kept.push(Pending::Content(file, Change::Write { offset: offset + at, bytes: bytes[at..end].into() }));
        }
        at = end;
    }
    kept
}

fn torn(pending: Pending, dice: &mut impl Rng) -> Option<Pending> {
    match pending {
        Pending::Content(file, Change::Write { offset, bytes }) => {
            let kept = dice.random_range(0..=bytes.len());
            Some(Pending::Content(file, Change::Write { offset, bytes: bytes[..kept].into() }))
        }
        Pending::Content(_, Change::SetLen(_)) | Pending::Name(_) => None,
    }
}
