//! Hashing in few strokes: a third of an exploration's time goes into telling states apart.

use std::hash::{Hash, Hasher};

use super::world::{Answer, Op, Push, Record};

impl Hash for Record {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self { version, urgency, outcome, landed, messages } = *self;
        hasher.write_u64(u64::from_le_bytes([version, urgency, outcome, landed, messages, 0, 0, 0]));
    }
}

impl Hash for Push {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self { op, if_match, urgency, connection } = *self;
        hasher.write_u32(u32::from_le_bytes([op, if_match, urgency, connection as u8]));
    }
}

impl Hash for Op {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self { pc, kind, state, basis, if_match, cleared_at, ack_version, doubt, answer } = *self;
        let state = state.map_or(u8::MAX, |state| state as u8);
        let (answer, version) = match answer {
            None => (0, 0),
            Some(Answer::Applied(version)) => (1, version),
            Some(Answer::Refused) => (2, 0),
            Some(Answer::Landed(version)) => (3, version),
            Some(Answer::Absent) => (4, 0),
        };
        let its = [pc, kind as u8, state, if_match, cleared_at, ack_version, doubt as u8, answer, version];
        let [a, b, c, d, e, f, g, h, i] = its;
        let all = [a, b, c, d, e, f, g, h, i, basis.urgency, basis.outcome, basis.replies, basis.messages, 0, 0, 0];
        hasher.write_u128(u128::from_le_bytes(all));
    }
}
