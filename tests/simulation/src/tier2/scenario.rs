//! The scenarios: each a preparation, a way up to the moment, and the act in which the power goes.

use triage_device::Call;
use triage_domain::{AfterReply, Category, Decision, OpId, Urgency, Words};
use triage_store::Files as _;
use triage_sync::{EngineSettings, OpState, Scope};

use super::bench::{Bench, Over, Prepared};
use crate::disk::Disk;
use crate::provider::Manners;

type Script = fn(&mut Bench) -> Result<(), Over>;

/// How the decisions of a scenario end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// All of them take effect.
    Settled,
    /// Some wait for a person, and those have no effect.
    ByAPerson,
    /// They are about requests that this provider does not know: only the ledger counts.
    Elsewhere,
}

/// One scenario.
pub(super) struct Scenario {
    pub name: &'static str,
    manners: fn() -> Manners,
    page_count: u32,
    prepare: Preparation,
    pub approach: Script,
    pub act: Script,
    pub ends: Ends,
}

enum Preparation {
    /// A script on an empty disk.
    Script(Script),
    /// A ledger that an older program left.
    Golden,
}

/// All scenarios.
pub(super) const ALL: [Scenario; 13] = [
    Scenario { name: "decide", approach: start, act: decide_twice, ..SETTLED },
    Scenario { name: "decide and send", approach: start, act: decide_and_send, ..SETTLED },
    Scenario { name: "ack", approach: push_is_on_its_way, act: Bench::step, ..SETTLED },
    Scenario { name: "settle", manners: minimal, approach: acked, act: settled, ..SETTLED },
    Scenario {
        name: "pull page",
        page_count: 2,
        prepare: Preparation::Script(five_requests),
        approach: first_page_is_on_its_way,
        act: Bench::step,
        ..SETTLED
    },
    Scenario {
        name: "last page",
        page_count: 2,
        prepare: Preparation::Script(five_requests),
        approach: last_page_is_on_its_way,
        act: pulled,
        ..SETTLED
    },
    Scenario {
        name: "manifest",
        manners: no_history,
        approach: manifest_is_on_its_way,
        act: deleted_is_gone,
        ..SETTLED
    },
    Scenario { name: "rebase", approach: moved_on, act: settled, ..SETTLED },
    Scenario {
        name: "conflict resolve",
        prepare: Preparation::Script(conflict),
        approach: start,
        act: resolve,
        ends: Ends::ByAPerson,
        ..SETTLED
    },
    Scenario { name: "checkpoint", approach: busy, act: closing, ..SETTLED },
    Scenario {
        name: "migration",
        prepare: Preparation::Golden,
        approach: nothing,
        act: Bench::start,
        ends: Ends::Elsewhere,
        ..SETTLED
    },
    Scenario {
        name: "new profile",
        prepare: Preparation::Script(nothing),
        approach: nothing,
        act: Bench::start,
        ..SETTLED
    },
    Scenario {
        name: "open",
        prepare: Preparation::Script(live_decision),
        approach: nothing,
        act: Bench::start,
        ..SETTLED
    },
];

const SETTLED: Scenario = Scenario {
    name: "",
    manners: Manners::default,
    page_count: 200,
    prepare: Preparation::Script(three_requests),
    approach: nothing,
    act: nothing,
    ends: Ends::Settled,
};

impl Scenario {
    /// Plays the preparation.
    pub(super) fn prepare(&self) -> Result<Prepared, Over> {
        let settings = EngineSettings { page_count: self.page_count, ..EngineSettings::default() };
        let begin = Prepared::nothing((self.manners)(), settings);
        match self.prepare {
            Preparation::Script(script) => {
                let mut bench = begin.bench()?;
                script(&mut bench)?;
                Ok(bench.prepared())
            }
            Preparation::Golden => golden(begin),
        }
    }
}

/// A closed profile with two decisions on their way.
pub(super) fn live() -> Result<Prepared, Over> {
    Scenario { prepare: Preparation::Script(live_decision), ..SETTLED }.prepare()
}

fn minimal() -> Manners {
    Manners { minimal_return: true, ..Manners::default() }
}

fn no_history() -> Manners {
    Manners { no_history: true, ..Manners::default() }
}

fn note(text: &str) -> Decision {
    Decision::AddNote { text: Words::new(text) }
}

// A script has this form, whether or not it can fail.
#[allow(clippy::unnecessary_wraps)]
fn nothing(_: &mut Bench) -> Result<(), Over> {
    Ok(())
}

fn start(bench: &mut Bench) -> Result<(), Over> {
    bench.start()
}

fn has_pulled(bench: &Bench) -> bool {
    bench.pc.device.as_ref().is_some_and(|device| device.engine().pulled_at().is_some())
}

fn pulled(bench: &mut Bench) -> Result<(), Over> {
    bench.until(has_pulled)
}

fn three_requests(bench: &mut Bench) -> Result<(), Over> {
    bench.requests_arrive(1..=3);
    bench.start()?;
    pulled(bench)
}

/// A profile whose provider has five requests, none of which is here.
fn five_requests(bench: &mut Bench) -> Result<(), Over> {
    bench.start()?;
    bench.requests_arrive(1..=5);
    Ok(())
}

fn live_decision(bench: &mut Bench) -> Result<(), Over> {
    three_requests(bench)?;
    bench.decide(1, 1, note("one"))?;
    bench.decide(2, 2, Decision::SetUrgency { to: Urgency::UrgentToday, reason: Some(Words::new("Worse")) })
}

fn decide_twice(bench: &mut Bench) -> Result<(), Over> {
    bench.decide(1, 1, note("one"))?;
    bench.decide(2, 2, Decision::SetCategory { to: Category::Clinical })
}

fn decide_and_send(bench: &mut Bench) -> Result<(), Over> {
    bench.decide(1, 1, Decision::SetUrgency { to: Urgency::UrgentToday, reason: Some(Words::new("Worse")) })?;
    bench.decide(2, 2, Decision::reply(Words::new("Please rest"), AfterReply::KeepOpen))?;
    settled(bench)
}

fn push_is_on_its_way(bench: &mut Bench) -> Result<(), Over> {
    bench.start()?;
    bench.decide(1, 1, note("one"))?;
    bench.until_called(|call| matches!(call, Call::Push(_)))
}

fn acked(bench: &mut Bench) -> Result<(), Over> {
    push_is_on_its_way(bench)?;
    bench.step()
}

/// Everything that was decided has its effect, and the provider's copy of it is here.
fn settled(bench: &mut Bench) -> Result<(), Over> {
    bench.until(|bench| bench.pc.device.as_ref().is_some_and(|device| device.engine().operations().next().is_none()))
}

fn first_page_is_on_its_way(bench: &mut Bench) -> Result<(), Over> {
    bench.start()?;
    bench.until_called(|call| matches!(call, Call::Page(order) if order.scope == Scope::Requests))
}

fn last_page_is_on_its_way(bench: &mut Bench) -> Result<(), Over> {
    first_page_is_on_its_way(bench)?;
    bench.step()?;
    bench.until(|bench| {
        let is_here = |n: u64| {
            bench.pc.device.as_ref().is_some_and(|device| {
                device.stores().cache.read(|cache| cache.has_resource("Task", &format!("req-{n}"))).unwrap_or(false)
            })
        };
        let next = matches!(bench.calls.front(), Some(Call::Page(order)) if order.scope == Scope::Requests);
        next && is_here(4)
    })
}

fn manifest_is_on_its_way(bench: &mut Bench) -> Result<(), Over> {
    bench.start()?;
    pulled(bench)?;
    bench.provider_deletes(3);
    bench.until_called(|call| matches!(call, Call::Manifest))
}

fn deleted_is_gone(bench: &mut Bench) -> Result<(), Over> {
    bench.until(|bench| {
        let versions = bench.device().ok().and_then(|it| it.stores().cache.read(|cache| cache.task_versions()).ok());
        versions.is_some_and(|versions| versions.len() == 2)
    })
}

fn moved_on(bench: &mut Bench) -> Result<(), Over> {
    bench.start()?;
    bench.decide(1, 1, note("one"))?;
    bench.provider_touches(1);
    bench.until_called(|call| matches!(call, Call::Push(_)))
}

fn conflict(bench: &mut Bench) -> Result<(), Over> {
    three_requests(bench)?;
    bench.decide(1, 1, Decision::reply(Words::new("Please rest"), AfterReply::KeepOpen))?;
    bench.patient_writes(1);
    bench.until(|bench| bench.state(1) == Some(OpState::Conflict))
}

fn resolve(bench: &mut Bench) -> Result<(), Over> {
    bench.resolve(1, 2)?;
    settled(bench)
}

/// Both write-ahead logs are full of things.
fn busy(bench: &mut Bench) -> Result<(), Over> {
    bench.start()?;
    decide_and_send(bench)?;
    bench.requests_arrive(4..=4);
    bench.until(|bench| {
        bench
            .device()
            .is_ok_and(|it| it.stores().cache.read(|cache| cache.has_resource("Task", "req-4")).unwrap_or(false))
    })?;
    bench.decide(3, 3, note("three"))
}

#[allow(clippy::unnecessary_wraps)]
fn closing(bench: &mut Bench) -> Result<(), Over> {
    bench.close();
    Ok(())
}

/// A ledger of version 0.1.0 with a decision in every state, as `triage-store/golden` keeps it.
fn golden(mut begin: Prepared) -> Result<Prepared, Over> {
    const LEDGER: &[u8] = include_bytes!("../../../../crates/triage-store/golden/ledger-1/ledger.db");
    const KEY_CHECK: &[u8] = include_bytes!("../../../../crates/triage-store/golden/ledger-1/key-check");
    const OPERATIONS: &[u8] = include_bytes!("../../../../crates/triage-store/golden/ledger-1/operations.json");
    let disk = Disk::new(0).map_err(|_| Over::NoDisk)?;
    let write = |name: &str, bytes: &[u8]| disk.write(name, bytes).map_err(|_| Over::NoDisk);
    write("ledger.db", LEDGER)?;
    write("key-check", KEY_CHECK)?;
    begin.image = disk.image();
    let operations: Vec<serde_json::Value> = serde_json::from_slice(OPERATIONS).map_err(|_| Over::Never)?;
    for operation in operations {
        let text = |member: &str| operation[member].as_str().unwrap_or_default().to_owned();
        let op_id = OpId::parse(&text("op_id")).map_err(|_| Over::Never)?;
        begin.tried.insert(op_id.clone());
        begin.said.insert(op_id, text("payload_sha"));
    }
    Ok(begin)
}
