//! What each step does to the world.

use rand::Rng;
use triage_sync::{Input, LinkState, OpState};

use super::check::Promise;
use super::names;
use super::people;
use super::profile::PATIENCE_MS;
use super::step::{Kind, Step};
use super::truth::Human;
use super::world::{Event, World};

impl World<'_> {
    /// Takes one step.
    pub(super) fn takes(&mut self, step: Step) -> Promise {
        match step {
            Step::Wait => Ok(()),
            Step::Decide { pc, .. }
            | Step::DecideAgain { pc }
            | Step::Withdraw { pc }
            | Step::KeepTheirs { pc }
            | Step::Reissue { pc }
                if self.pcs[usize::from(pc)].asleep_until_ms.is_some() =>
            {
                Ok(())
            }
            Step::Decide { pc, about, kind } => self.decides(pc, about, kind),
            Step::DecideAgain { pc } => match people::decides_again(&self.pcs[usize::from(pc)]) {
                Some(input) => self.tell(pc, input),
                None => Ok(()),
            },
            Step::Withdraw { pc } => self.withdraws(pc),
            Step::KeepTheirs { pc } => match people::stuck(&self.pcs[usize::from(pc)]) {
                Some(op) => self.keeps_theirs(pc, op),
                None => Ok(()),
            },
            Step::Reissue { pc } => self.reissues(pc),
            Step::Crash { .. }
            | Step::Reboot { .. }
            | Step::Suspend { .. }
            | Step::ClockJump { .. }
            | Step::WorkOffline { .. }
            | Step::WorkOnline { .. }
            | Step::SyncNow { .. }
            | Step::Cut { .. }
            | Step::Join { .. }
            | Step::SignOut { .. }
            | Step::SignIn { .. } => self.befalls_a_pc(step),
            Step::PatientWrites { .. }
            | Step::Elsewhere { .. }
            | Step::Slowly { .. }
            | Step::Touch { .. }
            | Step::Create { .. }
            | Step::Delete { .. }
            | Step::Backup
            | Step::Restore
            | Step::ServerClockBack { .. }
            | Step::Outage { .. }
            | Step::Throttle { .. }
            | Step::Trouble { .. } => {
                self.befalls_the_provider(step);
                Ok(())
            }
        }
    }

    fn decides(&mut self, pc: u8, about: u8, kind: Kind) -> Promise {
        let op = self.next_op;
        let Some(input) = people::decides(&self.pcs[usize::from(pc)], about, kind, op) else { return Ok(()) };
        self.next_op += 1;
        self.tell(pc, input)
    }

    fn withdraws(&mut self, pc: u8) -> Promise {
        let Some(op) = people::withdraws(&self.pcs[usize::from(pc)]) else { return Ok(()) };
        self.is_settled_by_a_person(op, Human::Withdrew);
        self.tell(pc, Input::Withdrawn { op_id: names::op_id(op) })?;
        self.was_not_saved(pc, op)
    }

    pub(super) fn keeps_theirs(&mut self, pc: u8, op: u16) -> Promise {
        self.is_settled_by_a_person(op, Human::KeptTheirs);
        let input = people::keeps_theirs(&self.pcs[usize::from(pc)], op);
        self.tell(pc, input)?;
        self.was_not_saved(pc, op)
    }

    fn reissues(&mut self, pc: u8) -> Promise {
        let from = &self.pcs[usize::from(pc)];
        let new = self.next_op;
        let Some(op) = people::stuck(from) else { return Ok(()) };
        let Some(input) = people::reissues(from, op, new) else { return Ok(()) };
        self.next_op += 1;
        self.is_settled_by_a_person(op, Human::Reissued);
        self.tell(pc, input)?;
        self.was_not_saved(pc, op)
    }

    fn is_settled_by_a_person(&mut self, op: u16, human: Human) {
        if let Some(act) = self.truth.act_mut(op) {
            act.human = Some(human);
        }
    }

    /// The program may have ended before the person's act was durable: then it has not happened.
    fn was_not_saved(&mut self, pc: u8, op: u16) -> Promise {
        let saved = self.pcs[usize::from(pc)].ledger.operations.get(&op).is_some_and(|saved| saved.state.is_final());
        if let (false, Some(act)) = (saved, self.truth.act_mut(op)) {
            act.human = None;
        }
        Ok(())
    }

    fn befalls_a_pc(&mut self, step: Step) -> Promise {
        match step {
            Step::Crash { pc, .. } | Step::Reboot { pc } if self.pcs[usize::from(pc)].asleep_until_ms.is_some() => {}
            Step::Crash { pc, effects } => {
                self.coverage.fault("crash");
                self.pcs[usize::from(pc)].ends_after = Some(effects);
                if effects == 0 {
                    return self.with(pc, |pc, around| pc.restarts(around));
                }
            }
            Step::Reboot { pc } => {
                self.coverage.fault("reboot");
                let now_ms = self.now_ms;
                self.pcs[usize::from(pc)].reboots(now_ms);
                return self.with(pc, |pc, around| pc.restarts(around));
            }
            Step::Suspend { pc, seconds } => self.falls_asleep(pc, seconds),
            Step::ClockJump { pc, seconds } => {
                self.coverage.fault("clock jump");
                let now_ms = self.now_ms;
                let pc = &mut self.pcs[usize::from(pc)];
                let before = pc.wall_offset_ms;
                pc.wall_offset_ms = before + i64::from(seconds) * 1_000;
                pc.doubts(now_ms, "a clock jump");
                let number = pc.number;
                if pc.asleep_until_ms.is_none() {
                    return self.tell(number, Input::Woken);
                }
            }
            Step::WorkOffline { pc } => {
                self.coverage.fault("work offline");
                return self.tell_awake(pc, Input::WorkOffline);
            }
            Step::WorkOnline { pc } => return self.tell_awake(pc, Input::WorkOnline),
            Step::SyncNow { pc } => {
                self.wants_it_at_once(pc);
                return self.tell_awake(pc, Input::SyncNow);
            }
            Step::Cut { pc } => {
                self.coverage.fault("line cut");
                self.pcs[usize::from(pc)].is_cut = true;
            }
            Step::Join { pc } => self.pcs[usize::from(pc)].is_cut = false,
            Step::SignOut { pc, staff } => {
                self.coverage.fault("sign-out");
                self.pcs[usize::from(pc)].tokens[usize::from(staff)] = false;
            }
            Step::SignIn { pc, staff } => return self.signs_in(pc, staff),
            Step::Decide { .. }
            | Step::DecideAgain { .. }
            | Step::Withdraw { .. }
            | Step::KeepTheirs { .. }
            | Step::Reissue { .. }
            | Step::Wait
            | Step::PatientWrites { .. }
            | Step::Elsewhere { .. }
            | Step::Slowly { .. }
            | Step::Touch { .. }
            | Step::Create { .. }
            | Step::Delete { .. }
            | Step::Backup
            | Step::Restore
            | Step::ServerClockBack { .. }
            | Step::Outage { .. }
            | Step::Throttle { .. }
            | Step::Trouble { .. } => {}
        }
        Ok(())
    }

    fn tell_awake(&mut self, pc: u8, input: Input) -> Promise {
        if self.pcs[usize::from(pc)].asleep_until_ms.is_some() { Ok(()) } else { self.tell(pc, input) }
    }

    fn signs_in(&mut self, pc: u8, staff: u8) -> Promise {
        let to = &mut self.pcs[usize::from(pc)];
        if to.asleep_until_ms.is_some() {
            return Ok(());
        }
        to.tokens[usize::from(staff)] = true;
        to.user = staff;
        self.wants_it_at_once(pc);
        self.tell(pc, Input::SignedIn { staff: names::author(staff).id.clone() })
    }

    /// A person on this PC did something after which no wait between tries is due.
    fn wants_it_at_once(&mut self, pc: u8) {
        for act in self.truth.acts.values_mut().filter(|act| act.pc == pc) {
            act.pushed = act.pushed.map(|(_, version, generation)| (0, version, generation));
        }
    }

    /// The PC sleeps: what it waits for fails, and it hears of that when it wakes.
    fn falls_asleep(&mut self, pc: u8, seconds: u32) {
        if self.pcs[usize::from(pc)].asleep_until_ms.is_some() {
            return;
        }
        self.coverage.fault("suspend");
        let until_ms = self.now_ms + u64::from(seconds) * 1_000;
        let failed = self.waits_of(pc);
        let sleeper = &mut self.pcs[usize::from(pc)];
        sleeper.asleep_until_ms = Some(until_ms);
        sleeper.slept(u64::from(seconds) * 1_000);
        self.later(until_ms, Event::Awakes { pc, failed });
    }

    pub(super) fn awakes(&mut self, pc: u8, failed: Vec<super::wire::Answer>) -> Promise {
        let now_ms = self.now_ms;
        let sleeper = &mut self.pcs[usize::from(pc)];
        sleeper.asleep_until_ms = None;
        sleeper.doubts(now_ms, "a suspend");
        let run = sleeper.run;
        self.tell(pc, Input::ClockDoubt)?;
        for answer in failed {
            self.hears(pc, run, answer)?;
        }
        Ok(())
    }

    fn befalls_the_provider(&mut self, step: Step) {
        let now_ms = self.now_ms;
        match step {
            Step::PatientWrites { about } => {
                self.next_foreign += 1;
                let message = self.next_foreign;
                self.server.write(about, (now_ms, 0), None, |request| people::patient_writes(request, message));
            }
            Step::Elsewhere { about, kind } => self.becomes_visible(about, Some(kind), 0),
            Step::Touch { about } => self.becomes_visible(about, None, 0),
            Step::Slowly { about, kind, seconds } => self.is_slow(about, Some(kind), seconds),
            Step::Create { about, seconds } => self.is_slow(about, None, seconds),
            Step::Delete { about } => {
                self.coverage.fault("deletion");
                self.server.delete(about, now_ms);
            }
            Step::Backup => self.server.backups.push(self.server.held.clone()),
            Step::Restore => self.is_restored(),
            Step::ServerClockBack { minutes } => {
                self.coverage.fault("provider's clock goes back");
                self.server.offset_ms -= i64::from(minutes) * 60_000;
                self.server.clock_back_ms = Some(now_ms);
                self.calms_all();
            }
            Step::Outage { seconds } => {
                self.coverage.fault("outage");
                self.server.outage_until_ms = now_ms + u64::from(seconds) * 1_000;
            }
            Step::Throttle { seconds, retry_after_s } => {
                self.coverage.fault("throttling");
                self.server.throttle = (now_ms + u64::from(seconds) * 1_000, retry_after_s);
            }
            Step::Trouble { about, trouble, seconds } => {
                self.server.troubles[usize::from(about)] = Some((trouble, now_ms + u64::from(seconds) * 1_000));
            }
            Step::Decide { .. }
            | Step::DecideAgain { .. }
            | Step::Withdraw { .. }
            | Step::KeepTheirs { .. }
            | Step::Reissue { .. }
            | Step::Wait
            | Step::Crash { .. }
            | Step::Reboot { .. }
            | Step::Suspend { .. }
            | Step::ClockJump { .. }
            | Step::WorkOffline { .. }
            | Step::WorkOnline { .. }
            | Step::SyncNow { .. }
            | Step::Cut { .. }
            | Step::Join { .. }
            | Step::SignOut { .. }
            | Step::SignIn { .. } => {}
        }
    }

    fn is_slow(&mut self, about: u8, kind: Option<Kind>, seconds: u16) {
        let late_ms = u64::from(seconds) * 1_000;
        if seconds > 0 {
            self.coverage.fault("slow transaction");
        }
        let generation = self.server.generation;
        self.later(self.now_ms + late_ms, Event::Late { about, kind, late_ms, generation });
    }

    /// A change by another program becomes visible; its instant is that of its beginning.
    pub(super) fn becomes_visible(&mut self, about: u8, kind: Option<Kind>, late_ms: u64) {
        let when = (self.now_ms, late_ms);
        let first_version = self.profile.first_version;
        if self.server.record(about).is_none() {
            return self.server.create(about, first_version, when);
        }
        self.next_foreign += 1;
        let (op, author) = (self.next_foreign, names::author(2));
        self.server.write(about, when, None, |request| {
            let decision = kind.and_then(|kind| people::decision(kind, request, author, "elsewhere"));
            if let Some(decision) = decision {
                decision.apply(request, &names::op_id(op), author, names::at(0));
            }
        });
    }

    fn is_restored(&mut self) {
        if self.server.is_restored(self.now_ms) {
            self.coverage.fault("restore from a backup");
            // A restore takes long enough that every PC that is online notices that nobody answers.
            let outage_ms = 2 * self.profile.settings.pull_gap_ms + PATIENCE_MS + self.dice_ms(60_000);
            self.server.outage_until_ms = (self.now_ms + outage_ms) | 1;
            self.calms_all();
        }
    }

    fn calms_all(&mut self) {
        for pc in &mut self.pcs {
            pc.calm_ms = pc.calm_ms.max(self.now_ms);
        }
    }

    /// Faults are over: this PC is awake, online, and everybody has signed in.
    pub(super) fn comes_to_rest(&mut self, pc: u8) -> Promise {
        let now_ms = self.now_ms;
        let to = &mut self.pcs[usize::from(pc)];
        to.is_cut = false;
        to.ends_after = None;
        if to.asleep_until_ms.is_some() {
            let failed = self.takes_awakening(pc);
            let to = &mut self.pcs[usize::from(pc)];
            to.wakes_early(now_ms);
            self.awakes(pc, failed)?;
        }
        self.tell(pc, Input::WorkOnline)?;
        for staff in (0..names::STAFF).rev() {
            self.signs_in(pc, staff)?;
        }
        Ok(())
    }

    /// The PC says that somebody has to sign in, and they do.
    pub(super) fn signs_in_where_asked(&mut self, pc: u8) -> Promise {
        let asking = &self.pcs[usize::from(pc)];
        let parked = |staff: &u8| {
            let of = |operation: &triage_sync::Operation| names::staff(&operation.author.id) == *staff;
            asking.engine.operations().any(|operation| operation.state == OpState::Parked && of(operation))
        };
        let all = asking.engine.link() == LinkState::SignInNeeded;
        let who: Vec<u8> = (0..names::STAFF).filter(|staff| all || parked(staff)).collect();
        who.into_iter().try_for_each(|staff| self.signs_in(pc, staff))
    }

    fn dice_ms(&mut self, most: u64) -> u64 {
        self.dice().random_range(1_000..most)
    }
}
