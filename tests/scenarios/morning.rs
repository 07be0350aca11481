//! What a clinician decides between two patients: one decision of each kind that writes something of its own.

use tests::{Pc, Saved, Wire};

/// Decisions that wait on a PC, in the order they were taken.
pub struct Morning {
    decisions: Vec<(Saved, Option<&'static str>)>,
}

const REPLY: &str = "Please book with the nurse this week.";
const LAST_REPLY: &str = "A prescription is at your pharmacy.";

impl Morning {
    /// Decides about five requests without a network.
    pub async fn on(pc: &Pc) -> Self {
        let requests = pc.open_requests().await;
        let [first, second, third, fourth, fifth, ..] = requests.as_slice() else { panic!("{requests:?}") };
        let mut decisions = Vec::new();
        for (request, decision, reply) in [
            (first, &["note", "Looked up the last visit"][..], None),
            (first, &["urgency", "emergency"], None),
            (first, &["note", "Rang, no answer"], None),
            (second, &["assign", "555000000103"], None),
            (third, &["reply", REPLY], Some(REPLY)),
            (fourth, &["opened"], None),
            (fourth, &["close", "no-action", "--reason", "Sent twice"], None),
            (fifth, &["opened"], None),
            (fifth, &["reply", LAST_REPLY, "--close", "prescription"], Some(LAST_REPLY)),
        ] {
            let opened_before = decision == ["opened"] && has_been_opened(pc, request).await;
            if !opened_before {
                decisions.push((pc.decides(request, decision).await, reply));
            }
        }
        Self { decisions }
    }

    /// Returns how many decisions there are.
    pub fn len(&self) -> u64 {
        self.decisions.len() as u64
    }

    /// Checks that each took effect exactly once, that those about one request did so in order, and that nothing of
    /// them is left on the PC.
    pub async fn assert_once(&self, pc: &Pc, provider: &Wire) {
        for (saved, reply) in &self.decisions {
            provider.assert_once(&saved.op, &saved.request, *reply).await;
            let mine = self.decisions.iter().map(|(saved, _)| saved).filter(|other| other.request == saved.request);
            let mine: Vec<&str> = mine.map(|saved| saved.op.as_str()).collect();
            let mut carried = provider.decisions_on(&saved.request).await;
            carried.retain(|op| mine.contains(&op.as_str()));
            assert_eq!(carried, mine, "decisions about one request take effect in their order");
        }
        let outbox = pc.outbox().await;
        for list in ["conflicts", "failed", "waiting"] {
            assert_eq!(outbox[list].as_array().map(Vec::len), Some(0), "{outbox}");
        }
    }
}

async fn has_been_opened(pc: &Pc, request: &str) -> bool {
    !pc.json(&["show", request]).await["state"]["first_opened_at"].is_null()
}
