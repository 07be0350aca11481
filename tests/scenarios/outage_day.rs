//! A whole day without the provider: three people decide three hundred times about the same queue, and in the evening all
//! three PCs are connected at once. Nothing is lost, nothing is doubled, and people are asked only where two of them truly
//! decided differently.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::{Dice, Pc, Provider, Wire, practice_with, say};
use tokio::task::JoinSet;

/// Three doctors.
const PEOPLE: [&str; 3] = ["555000000101", "555000000102", "555000000103"];
/// Who gets requests: none of the three, so that an owner says who decided.
const OWNERS: [&str; 3] = ["555000000104", "555000000105", "555000000106"];
/// Requests that all three decide about, once each and with a note.
const SHARED: usize = 30;
/// Requests that one of them works on alone, with eight decisions each.
const OWN: usize = 5;
const DECISIONS: usize = 100;
const SEED: u64 = 20_261_123;

/// One decision of the plan. Two of them clash where neither can stand beside the other.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Planned {
    Chase,
    Note(String),
    Assign(&'static str),
    /// To the other of clinical and administrative: whoever decides it decides the same.
    Category(&'static str),
    Emergency,
    Reply(String),
    Close,
}

impl Planned {
    fn arguments(&self) -> Vec<&str> {
        match self {
            Self::Chase => vec!["chase", "phone", "Asked again"],
            Self::Note(text) => vec!["note", text],
            Self::Assign(to) => vec!["assign", to],
            Self::Category(to) => vec!["category", to],
            Self::Emergency => vec!["urgency", "emergency"],
            Self::Reply(text) => vec!["reply", text],
            Self::Close => vec!["close", "no-action", "--reason", "Settled on the phone"],
        }
    }

    fn reply(&self) -> Option<&str> {
        match self {
            Self::Reply(text) => Some(text),
            Self::Chase | Self::Note(_) | Self::Assign(_) | Self::Category(_) | Self::Emergency | Self::Close => None,
        }
    }

    /// The rule, written down without a look at the engine: what only adds stands beside everything, a close beside
    /// nothing else, and of the others two clash where they say different things about the same.
    fn clashes(&self, other: &Self) -> bool {
        let adds = |it: &Self| matches!(it, Self::Chase | Self::Note(_));
        let is_close = |it: &Self| *it == Self::Close;
        if adds(self) || adds(other) {
            return false;
        }
        let two_replies = self.reply().is_some() && other.reply().is_some();
        let two_owners = matches!((self, other), (Self::Assign(mine), Self::Assign(theirs)) if mine != theirs);
        is_close(self) || is_close(other) || two_replies || two_owners
    }
}

/// A decision with the person who takes it, the id it was saved under, and what became of it.
struct Taken {
    person: usize,
    request: String,
    op: String,
    planned: Planned,
}

/// The open requests as everybody saw them last, with the category that each does not have.
struct Queue {
    requests: Vec<(String, &'static str)>,
}

impl Queue {
    async fn seen_by(pc: &Pc) -> Self {
        let rows = pc.rows("all-open").await;
        let mut requests = Vec::new();
        for id in pc.open_requests().await {
            let state = &rows.iter().find(|row| row["id"] == id.as_str()).unwrap()["state"];
            let is_owned = OWNERS.iter().any(|owner| state["owner"]["id"] == *owner);
            let other = if state["category"] == "clinical" { "administrative" } else { "clinical" };
            if state["urgency"] != "emergency" && !is_owned && !state["first_opened_at"].is_null() {
                requests.push((id, other));
            }
        }
        assert!(requests.len() >= SHARED + PEOPLE.len() * OWN, "{} requests", requests.len());
        Self { requests }
    }

    /// What one person decides, in order.
    fn plan(&self, person: usize, dice: &mut Dice) -> Vec<(String, Planned)> {
        let mut plan = Vec::new();
        for (id, other) in &self.requests[..SHARED] {
            let planned = match dice.below(6) {
                0 | 1 => Planned::Assign(OWNERS[dice.below(2)]),
                2 => Planned::Category(other),
                3 => Planned::Emergency,
                4 => Planned::Reply(format!("Person {person} asks how it is now.")),
                _ => Planned::Close,
            };
            let note = Planned::Note(format!("Person {person} has looked at it."));
            let both = if dice.below(2) == 0 { [note, planned] } else { [planned, note] };
            plan.extend(both.map(|planned| (id.clone(), planned)));
        }
        let from = SHARED + person * OWN;
        for (id, other) in &self.requests[from..from + OWN] {
            let last = if dice.below(2) == 0 { Planned::Close } else { Planned::Assign(OWNERS[1]) };
            plan.extend(
                [
                    Planned::Chase,
                    Planned::Note("Looked up the last visit.".to_owned()),
                    Planned::Assign(OWNERS[0]),
                    Planned::Category(other),
                    Planned::Emergency,
                    Planned::Reply("Please ring us before noon.".to_owned()),
                    Planned::Note("Rang, no answer.".to_owned()),
                    last,
                ]
                .map(|planned| (id.clone(), planned)),
            );
        }
        assert_eq!(plan.len(), DECISIONS);
        plan
    }
}

/// Lets all PCs send and receive at the same time.
async fn all_sync(pcs: Vec<Pc>) -> Vec<Pc> {
    let mut syncing = JoinSet::new();
    for (place, pc) in pcs.into_iter().enumerate() {
        syncing.spawn(async move {
            let ended = pc.run(&["sync"]).await;
            assert!(matches!(ended.code, Some(0 | 5)), "{ended:?}");
            (place, pc)
        });
    }
    let mut synced = syncing.join_all().await;
    synced.sort_by_key(|(place, _)| *place);
    synced.into_iter().map(|(_, pc)| pc).collect()
}

/// What became of every decision, by its place in the plan.
#[derive(Default)]
struct Fates {
    /// At the provider, once.
    landed: BTreeSet<usize>,
    /// Before a person, and not at the provider.
    asked: BTreeSet<usize>,
    /// Behind one of the same PC about the same request that is before a person.
    behind: BTreeSet<usize>,
}

impl Fates {
    /// Finds where every decision is; no other fate exists.
    async fn of(taken: &[Taken], pcs: &[Pc], provider: &Wire) -> Self {
        let (mut listed, mut waiting) = (BTreeSet::new(), BTreeSet::new());
        for pc in pcs {
            let outbox = pc.outbox().await;
            listed.extend(ops_in(&outbox["conflicts"]).chain(ops_in(&outbox["failed"])));
            waiting.extend(ops_in(&outbox["waiting"]));
        }
        let mut fates = Self::default();
        for (place, one) in taken.iter().enumerate() {
            if listed.remove(&one.op) {
                provider.assert_never(&one.op, &one.request).await;
                fates.asked.insert(place);
            } else if waiting.remove(&one.op) {
                provider.assert_never(&one.op, &one.request).await;
                fates.behind.insert(place);
            } else {
                provider.assert_once(&one.op, &one.request, one.planned.reply()).await;
                fates.landed.insert(place);
            }
        }
        assert!(listed.is_empty() && waiting.is_empty(), "nothing is listed that nobody decided");
        fates
    }
}

fn ops_in(list: &Value) -> impl Iterator<Item = String> {
    list.as_array().unwrap().iter().map(|item| item["op"].as_str().unwrap().to_owned())
}

/// Checks by the plan alone that people are asked where two of them clash, and nowhere else.
fn assert_only_true_conflicts(taken: &[Taken], fates: &Fates) {
    let rivals = |place: usize| {
        let mine = &taken[place];
        let clash = |theirs: &Taken| {
            mine.request == theirs.request && mine.person != theirs.person && mine.planned.clashes(&theirs.planned)
        };
        fates.landed.iter().copied().filter(move |other| clash(&taken[*other]))
    };
    for place in &fates.asked {
        assert!(rivals(*place).next().is_some(), "{:?} is before a person without a cause", taken[*place].planned);
    }
    for place in &fates.landed {
        assert_eq!(rivals(*place).next(), None, "{:?} stands beside what it clashes with", taken[*place].planned);
    }
    for place in &fates.behind {
        let one = &taken[*place];
        let is_before =
            |other: &usize| other < place && taken[*other].request == one.request && taken[*other].person == one.person;
        assert!(fates.asked.iter().any(is_before), "{:?} waits without a cause", one.planned);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_three_hundred_decisions_without_a_line_ends_with_none_lost_none_doubled_and_only_true_conflicts() {
    let provider = Provider::with(practice_with(160)).await;
    let mut pcs = Vec::new();
    for staff in PEOPLE {
        pcs.push(Pc::of(staff, &provider).await);
    }
    let queue = Queue::seen_by(&pcs[0]).await;
    let mut dice = Dice::new(SEED);
    let mut deciding = JoinSet::new();
    for (person, pc) in pcs.into_iter().enumerate() {
        let plan = queue.plan(person, &mut dice);
        deciding.spawn(async move {
            let mut taken = Vec::new();
            for (request, planned) in plan {
                let op = pc.decides(&request, &planned.arguments()).await.op;
                taken.push(Taken { person, request, op, planned });
            }
            (person, pc, taken)
        });
    }
    let mut decided = deciding.join_all().await;
    decided.sort_by_key(|(person, _, _)| *person);
    let (mut pcs, mut taken) = (Vec::new(), Vec::new());
    for (_, pc, day) in decided {
        pcs.push(pc);
        taken.extend(day);
    }
    assert_eq!(taken.len(), PEOPLE.len() * DECISIONS);

    for _ in 0..3 {
        pcs = all_sync(pcs).await;
    }
    let fates = Fates::of(&taken, &pcs, &provider).await;
    assert_only_true_conflicts(&taken, &fates);
    assert!(fates.asked.len() > SHARED / 3, "the plan makes people clash");
    say(&format!(
        "a day's outage: {} decisions, {} landed once, {} before a person, {} behind those, 0 lost, 0 doubled",
        taken.len(),
        fates.landed.len(),
        fates.asked.len(),
        fates.behind.len()
    ));

    for place in &fates.asked {
        let one = &taken[*place];
        pcs[one.person].done(&["--offline", "resolve", &one.op, "keep-theirs", "--reason", "Agreed"]).await;
    }
    pcs = all_sync(pcs).await;
    let settled = Fates::of(&without(taken, &fates.asked), &pcs, &provider).await;
    assert_eq!((settled.asked.len(), settled.behind.len()), (0, 0), "what stood behind them has gone");
}

fn without(taken: Vec<Taken>, given_up: &BTreeSet<usize>) -> Vec<Taken> {
    taken.into_iter().enumerate().filter(|(place, _)| !given_up.contains(place)).map(|(_, one)| one).collect()
}
