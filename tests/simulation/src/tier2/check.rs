//! What must hold of a profile after the power came back, and once everything has come to rest (`sync.md` (c)).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use triage_device::walked;
use triage_domain::OpId;
use triage_store::{DataKey, Opening, Stores};
use triage_sync::version::instant;
use triage_sync::{OpState, Operation, Scope};

use super::bench::Bench;
use super::scenario::Ends;
use crate::tier1::pc::base;

/// A promise that is broken: the invariant's number and what is wrong.
pub(super) type Broken = (u8, String);

/// Virtual time within which everything comes to rest: the slowest lane and one comparison of everything open.
const REST_MS: i64 = 26 * 60_000;

impl Bench {
    /// Starts the program again and holds against the truth what it finds.
    pub(super) fn check_start(&mut self) -> Result<(), Broken> {
        self.start().map_err(|error| (40, format!("the program does not start on a sound disk: {error}")))?;
        let found = self.found()?;
        self.check_ledger(&found)?;
        self.check_cursors()?;
        self.close();
        self.start().map_err(|error| (30, format!("the program does not start a second time: {error}")))?;
        if self.found()? != found {
            return Err((30, "opening twice gives something else than opening once".to_owned()));
        }
        Ok(())
    }

    /// Holds the ledger of the running program against the truth.
    pub(super) fn check_ledger_now(&self) -> Result<(), Broken> {
        self.check_ledger(&self.found()?)
    }

    fn operations(&self) -> Result<Vec<Operation>, Broken> {
        let device = self.device().map_err(|_| (40, "the program does not run".to_owned()))?;
        device.stores().ledger.operations().map_err(|error| (3, format!("the ledger cannot be read: {error}")))
    }

    fn found(&self) -> Result<Vec<(u64, OpId, String)>, Broken> {
        Ok(self.operations()?.into_iter().map(|it| (it.seq, it.op_id.clone(), it.digest())).collect())
    }

    /// I1, I3, I5, I8: what was said to be saved is there as it was, anything else was at least tried, no number is missing.
    fn check_ledger(&self, found: &[(u64, OpId, String)]) -> Result<(), Broken> {
        let here: BTreeMap<&OpId, &String> = found.iter().map(|(_, op_id, digest)| (op_id, digest)).collect();
        for (op_id, digest) in &self.said {
            match here.get(op_id) {
                None => return Err((1, format!("{op_id} was said to be saved and is not there"))),
                Some(other) if *other != digest => return Err((3, format!("{op_id} is there with another payload"))),
                Some(_) => {}
            }
        }
        if let Some(op_id) = here.keys().find(|op_id| !self.tried.contains(**op_id)) {
            return Err((3, format!("{op_id} is there and nobody took it")));
        }
        match found.iter().zip(1..).find(|((seq, _, _), wanted)| seq != wanted) {
            Some((_, wanted)) => Err((5, format!("there is no decision number {wanted}"))),
            None => Ok(()),
        }
    }

    /// I28: the cursor stands for rows that are here.
    fn check_cursors(&self) -> Result<(), Broken> {
        let device = self.device().map_err(|_| (40, "the program does not run".to_owned()))?;
        let read = |error| (28, format!("the cache cannot be read: {error}"));
        let cursors = device.stores().cache.read(|cache| cache.cursors()).map_err(read)?;
        for (scope, cursor) in cursors {
            // Those that hang on requests are kept only where their request is here.
            if matches!(scope, Scope::Submissions | Scope::Patients) {
                continue;
            }
            let ms = |text: &Option<String>| text.as_deref().and_then(instant).map(|at| at.timestamp_millis());
            let (until_ms, before_ms) = (ms(&cursor.high_water), ms(&cursor.resume_from));
            for ((kind, id), versions) in &self.provider.resources {
                let stands_for = |at_ms: i64| {
                    until_ms.is_some_and(|until_ms| at_ms <= until_ms)
                        || before_ms.is_some_and(|before_ms| at_ms < before_ms)
                };
                let is_deleted = versions.last().is_none_or(|version| version.body.is_none());
                let Some(wanted) = versions.iter().rev().find(|version| stands_for(version.at_ms)) else { continue };
                if kind != walked(scope) || is_deleted {
                    continue;
                }
                let here = device.stores().cache.read(|cache| cache.version(kind, id)).map_err(read)?;
                let here = here.and_then(|version| version.as_str().parse::<u64>().ok()).unwrap_or(0);
                if here < wanted.number {
                    let what = format!("the cursor of {} stands for {id} version {}", scope.name(), wanted.number);
                    return Err((28, format!("{what}, and version {here} is here")));
                }
            }
        }
        Ok(())
    }

    /// Lets everything come to rest at a provider and on a disk that are well, and checks I6, I9, I26 and I46.
    pub(super) fn check_rest(&mut self, ends: Ends) -> Result<(), Broken> {
        let until_ms = self.now_ms + REST_MS;
        let came = self.until(|bench| bench.is_at_rest() || bench.now_ms > until_ms);
        let found = self.found()?;
        self.check_ledger(&found)?;
        if ends == Ends::Elsewhere {
            return Ok(());
        }
        let operations = self.operations()?;
        let (here, there) = (self.here()?, self.there());
        if here != there {
            return Err((26, format!("here are {here:?} and the provider has {there:?}")));
        }
        if let Err(error) = came {
            return Err((46, format!("it does not come to rest: {error}")));
        }
        for operation in &operations {
            self.check_effect(operation, ends)?;
        }
        self.check_commits(&operations)
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "every other state is wrong")]
    fn check_effect(&self, operation: &Operation, ends: Ends) -> Result<(), Broken> {
        let (op_id, state) = (&operation.op_id, operation.state);
        let effects = self.provider.commits.iter().filter(|commit| commit.witness == op_id.as_str()).count();
        let wanted = match state {
            OpState::Settled => 1,
            OpState::Superseded => 0,
            state if state.needs_a_person() && ends == Ends::ByAPerson => 0,
            state => return Err((46, format!("{op_id} ends as {}: {:?}", state.name(), operation.stuck))),
        };
        if effects == wanted {
            Ok(())
        } else {
            Err((9, format!("{op_id} is {} and took effect {effects} times", state.name())))
        }
    }

    /// I9, I10: what took effect was decided, as it was decided, and reached the patient once.
    fn check_commits(&self, operations: &[Operation]) -> Result<(), Broken> {
        let digests: BTreeMap<&str, String> =
            operations.iter().map(|operation| (operation.op_id.as_str(), operation.digest())).collect();
        for commit in &self.provider.commits {
            if digests.get(commit.witness.as_str()) != Some(&commit.digest) {
                return Err((10, format!("{} took effect and was not decided so", commit.witness)));
            }
        }
        let once: BTreeSet<&String> = self.provider.delivered.iter().collect();
        if once.len() == self.provider.delivered.len() {
            Ok(())
        } else {
            Err((9, "a reply reached its patient twice".to_owned()))
        }
    }

    fn is_at_rest(&self) -> bool {
        let Ok(device) = self.device() else { return false };
        let engine = device.engine();
        engine.pulled_at().is_some()
            && engine.operations().all(|it| it.state.needs_a_person())
            && self.here().is_ok_and(|here| here == self.there())
    }

    fn here(&self) -> Result<BTreeMap<String, String>, Broken> {
        let device = self.device().map_err(|_| (40, "the program does not run".to_owned()))?;
        let rows = device.stores().cache.read(|cache| cache.task_versions());
        let rows = rows.map_err(|error| (26, format!("the cache cannot be read: {error}")))?;
        Ok(rows.into_iter().map(|row| (row.id.to_string(), row.version.to_string())).collect())
    }

    fn there(&self) -> BTreeMap<String, String> {
        self.provider.all("Task").map(|(id, number, _)| (id.to_owned(), number.to_string())).collect()
    }

    /// I42: a wrong key opens nothing and leaves every byte as it is.
    pub(super) fn check_wrong_key(&mut self) -> Result<(), Broken> {
        self.close();
        let before = self.pc.disk.image();
        let opening = Opening { reserve_bytes: 0, ..Opening::new(base(), [2; 16]) };
        let opened = Stores::open_on(Arc::new(self.pc.disk.clone()), &DataKey::new([8; 32]), &opening);
        if opened.is_ok() {
            return Err((42, "a wrong key opens the profile".to_owned()));
        }
        match before.first_unlike(&self.pc.disk.image()) {
            Some(name) => Err((42, format!("a wrong key changes {name}"))),
            None => Ok(()),
        }
    }
}
