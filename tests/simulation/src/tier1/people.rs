//! People in front of PCs, and patients: what they decide, take back, press twice, and how they resolve what needs them.

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::json;
use triage_device::{DecideError, DecideForm, ResolveChoice, ResolveForm};
use triage_domain::decision::WaitsFor;
use triage_domain::{
    AfterReply, Author, Category, ChaseRoute, Decision, Disposition, OpId, Owner, PersonRef, RequestId, TriageRequest,
    Urgency, Words,
};
use triage_sync::{Basis, Input, OpState};

use super::world::{Due, World};
use crate::provider::patient_message;

impl World {
    /// Spreads over the working time what people, patients and the provider's own software do.
    pub(super) fn plan(&mut self) {
        let working_ms = self.swarm.working_ms;
        for _ in 0..self.swarm.decisions {
            let pc = self.people.random_range(0..self.swarm.pcs);
            let at_ms = self.people.random_range(2_000..working_ms);
            self.at(at_ms, Due::PersonActs { pc });
        }
        for _ in 0..self.swarm.patient_writes {
            let at_ms = self.people.random_range(0..working_ms);
            self.at(at_ms, Due::PatientWrites);
        }
        for _ in 0..2 {
            let (one, other) = (self.people.random_range(0..working_ms), self.people.random_range(0..working_ms));
            self.at(one, Due::RequestArrives);
            self.at(other, Due::ProviderChanges);
        }
        self.plan_chaos();
    }

    fn new_op_id(&mut self) -> OpId {
        OpId::from_bytes(self.people.random())
    }

    fn requests_on(&self, pc: usize) -> Vec<RequestId> {
        let Some(device) = self.pcs[pc].device.as_ref() else { return Vec::new() };
        let rows = device.stores().cache.read(|cache| cache.task_versions()).unwrap_or_default();
        rows.into_iter().map(|row| row.id).collect()
    }

    pub(super) fn person_acts(&mut self, pc: usize) {
        if self.pcs[pc].device.is_none() || self.pcs[pc].asleep_until_ms > self.now_ms {
            return;
        }
        match self.people.random_range(0..100) {
            0..8 => return self.takes_back(pc),
            8..12 => return self.presses_twice(pc),
            _ => {}
        }
        let requests = self.requests_on(pc);
        let Some(request_id) = requests.choose(&mut self.people).cloned() else { return };
        let Some(shown) = self.pcs[pc].device.as_ref().and_then(|device| device.shown(&request_id).ok()) else {
            return;
        };
        let author = self.pcs[pc].author.clone();
        let at = self.pcs[pc].now(self.now_ms).wall;
        let decision = self.thinks(&shown, &author, at);
        if decision.check(&shown, &author, at).is_err() {
            return;
        }
        let form = DecideForm { op_id: self.new_op_id(), request_id, seen: Some(Basis::of(&shown).hash), decision };
        self.decides(pc, form, author);
    }

    pub(super) fn decides(&mut self, pc: usize, form: DecideForm, author: Author) {
        let now = self.pcs[pc].now(self.now_ms);
        let Some(device) = self.pcs[pc].device.as_mut() else { return };
        let op_id = form.op_id.clone();
        let result = device.decide(form, author, now);
        let operation = device.engine().operation(&op_id).cloned();
        let failed = matches!(result, Err(DecideError::Store(_)));
        if result.is_ok()
            && let Some(operation) = operation
        {
            self.trace.line(format_args!("{} pc{pc} saved {op_id} {:?}", self.now_ms, operation.decision));
            self.oracle.saved(pc, operation, self.now_ms);
        } else if failed {
            self.oracle.not_saved(op_id);
        }
        self.follow_up(pc, failed.then(|| "saving".to_owned()));
    }

    fn thinks(&mut self, shown: &TriageRequest, author: &Author, at: DateTime<Utc>) -> Decision {
        let n = self.people.random_range(0..1_000_000);
        let words = |what: &str| Words::new(format!("canary-{what}-{n}"));
        let me = PersonRef { id: author.id.clone(), name: author.name.clone() };
        let disposition = ["advice-by-message", "telephone-today"].choose(&mut self.people).copied();
        let disposition = disposition.and_then(Disposition::known);
        match (self.people.random_range(0..100), disposition) {
            (0..15, _) => Decision::Assign {
                to: if shown.state.owner.is_person(&author.id) { Owner::Nobody } else { Owner::Person(me) },
            },
            (15..30, _) => {
                let to = *Urgency::ALL.choose(&mut self.people).unwrap_or(&Urgency::Soon);
                Decision::SetUrgency { to, reason: Some(words("reason")) }
            }
            (30..40, _) => {
                Decision::SetCategory { to: *Category::ALL.choose(&mut self.people).unwrap_or(&Category::Clinical) }
            }
            (40..50, _) => Decision::AddNote { text: words("note") },
            (50..58, _) => self.sets_aside_or_takes_down(words("chase"), at),
            (58..66, _) => Decision::FirstOpened,
            (66..78, _) => Decision::reply(words("reply"), AfterReply::KeepOpen),
            (78..82, _) => {
                let until = (n % 2 == 0).then(|| at + TimeDelta::days(3));
                Decision::reply(words("reply"), AfterReply::AwaitPatient { until })
            }
            (82..86, Some(disposition)) => {
                Decision::reply(words("reply"), AfterReply::Close { disposition, mode: None })
            }
            (86..95, Some(disposition)) => Decision::Close { disposition, mode: None, reason: Some(words("reason")) },
            (_, _) => Decision::Reopen { reason: words("reopened") },
        }
    }

    fn sets_aside_or_takes_down(&mut self, words: Words, at: DateTime<Utc>) -> Decision {
        match self.people.random_range(0..6) {
            0 => Decision::hold(at + TimeDelta::hours(20)),
            1 => Decision::Hold { until: at + TimeDelta::days(3), waits_for: WaitsFor::Patient },
            2 => Decision::EndHold,
            3 => Decision::RecordFiled,
            4 => Decision::LogChase { route: ChaseRoute::Phone, text: Some(words) },
            _ => Decision::Claim { until: at + TimeDelta::minutes(5) },
        }
    }

    /// Takes the last decision back, or answers it where it is too late for that.
    fn takes_back(&mut self, pc: usize) {
        let Some(target) = self.oracle.last_of(pc) else { return };
        let (op_id, author, now) = (self.new_op_id(), self.pcs[pc].author.clone(), self.pcs[pc].now(self.now_ms));
        let Some(device) = self.pcs[pc].device.as_mut() else { return };
        let result = device.undo((op_id.clone(), &target), author, now);
        let failed = matches!(result, Err(DecideError::Store(_)));
        let answering = device.engine().operation(&op_id).cloned();
        if failed {
            // Nobody was told that it is taken back, and it may be.
            self.oracle.may_be_withdrawn(&target);
            self.oracle.not_saved(op_id);
        }
        match (result, answering) {
            (Ok((_, Some(_))), _) => {
                self.trace.line(format_args!("{} pc{pc} takes back {target}", self.now_ms));
                self.oracle.withdrawn(&target);
            }
            (Ok(_), Some(operation)) => self.oracle.saved(pc, operation, self.now_ms),
            (Ok(_) | Err(_), _) => {}
        }
        self.follow_up(pc, failed.then(|| "saving".to_owned()));
    }

    /// The same decision comes twice, the second time with another text: a double click, or an edit while it is sent.
    #[allow(clippy::wildcard_enum_match_arm, reason = "only what has words can be edited")]
    fn presses_twice(&mut self, pc: usize) {
        let Some(target) = self.oracle.last_of(pc) else { return };
        let Some(saved) = self.oracle.operation(&target).cloned() else { return };
        let decision = match saved.decision {
            Decision::AddNote { .. } => Decision::AddNote { text: Words::new("canary-edited") },
            Decision::Reply { then, .. } => Decision::reply(Words::new("canary-edited"), then),
            other => other,
        };
        let now = self.pcs[pc].now(self.now_ms);
        let Some(device) = self.pcs[pc].device.as_mut() else { return };
        let basis = Box::new(saved.basis);
        let input =
            Input::Decided { op_id: target, request_id: saved.request_id, decision, author: saved.author, basis };
        let live = device.engine().operation(&saved.op_id).is_some();
        let result = if live { device.tell(input, now) } else { Ok(()) };
        self.follow_up(pc, result.err().map(|error| error.to_string()));
    }

    /// Somebody looks at what needs a person: keeps theirs, or decides again.
    pub(super) fn person_resolves(&mut self, pc: usize) {
        let Some(device) = self.pcs[pc].device.as_ref() else { return };
        let open: Vec<OpId> = device
            .engine()
            .operations()
            .filter(|operation| operation.state.needs_a_person())
            .map(|operation| operation.op_id.clone())
            .collect();
        for conflict in open {
            let again = self.people.random_bool(0.5);
            let choice = if again { ResolveChoice::ReissueMine } else { ResolveChoice::KeepTheirs };
            self.resolves(pc, &conflict, choice);
        }
    }

    fn resolves(&mut self, pc: usize, conflict: &OpId, choice: ResolveChoice) {
        let (op_id, author, now) = (self.new_op_id(), self.pcs[pc].author.clone(), self.pcs[pc].now(self.now_ms));
        let Some(device) = self.pcs[pc].device.as_mut() else { return };
        let mut form =
            ResolveForm { op_id: op_id.clone(), conflict: conflict.clone(), choice, reason: Words::new("Seen") };
        let mut result = device.resolve(form.clone(), author.clone(), now);
        if matches!(result, Err(DecideError::Blocked(_) | DecideError::NotFound)) {
            form.choice = ResolveChoice::KeepTheirs;
            result = device.resolve(form, author, now);
        }
        let failed = matches!(result, Err(DecideError::Store(_)));
        let again = device.engine().operation(&op_id).cloned();
        if failed {
            // Nobody was told that it is resolved, and it may be.
            self.oracle.resolved(conflict);
            self.oracle.not_saved(op_id.clone());
        }
        if result.is_ok() {
            self.trace.line(format_args!("{} pc{pc} resolves {conflict} {choice:?}", self.now_ms));
            self.oracle.resolved(conflict);
            if let Some(operation) = again {
                self.oracle.saved(pc, operation, self.now_ms);
            }
        }
        self.follow_up(pc, failed.then(|| "saving".to_owned()));
    }

    pub(super) fn patient_writes(&mut self) {
        let tasks: Vec<String> = self.provider.all("Task").map(|(id, _, _)| id.to_owned()).collect();
        let Some(task) = tasks.choose(&mut self.people).cloned() else { return };
        self.arrivals += 1;
        let at_ms = self.wall_ms();
        let message = patient_message(self.arrivals, &task, at_ms, "canary-message It is worse");
        self.provider.put(message, at_ms);
        // The provider notes it on the request as well, which is what makes an unseen message stand against a reply.
        let body = self.provider.all("Task").find(|(id, _, _)| *id == task).map(|(_, _, body)| body.clone());
        if let Some(body) = body {
            self.provider.put(body, at_ms);
        }
        self.trace.line(format_args!("{} a patient writes about {task}", self.now_ms));
    }

    /// The provider's own software touches a request in a way that concerns nobody: a tag, an index run.
    pub(super) fn provider_changes(&mut self) {
        let tasks: Vec<String> = self.provider.all("Task").map(|(id, _, _)| id.to_owned()).collect();
        let Some(task) = tasks.choose(&mut self.people).cloned() else { return };
        let body = self.provider.all("Task").find(|(id, _, _)| *id == task).map(|(_, _, body)| body.clone());
        if let Some(mut body) = body {
            body["language"] = json!("en-GB");
            let at_ms = self.wall_ms();
            self.provider.put(body, at_ms);
            self.trace.line(format_args!("{} the provider touches {task}", self.now_ms));
        }
    }

    pub(super) fn sign_in(&mut self, pc: usize) {
        self.pcs[pc].is_signed_in = true;
        let staff = self.pcs[pc].author.id.clone();
        self.tell(pc, Input::SignedIn { staff });
    }

    /// Says whether a decision waits in a state that names a human act.
    pub(super) fn waits_for_somebody(state: OpState) -> bool {
        state.needs_a_person() || state == OpState::Parked
    }
}
