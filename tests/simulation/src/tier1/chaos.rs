//! What goes wrong beside the network: programs killed, power gone, disks full or failing, clocks, restored servers.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use triage_store::StoreError;

use super::pc::{Line, StartError};
use super::world::{Due, World};
use crate::disk::{Damage, Fault, Loss, Times};

/// One blow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Blow {
    LineGoes { pc: usize, line: Line },
    LineComes { pc: usize },
    Kill { pc: usize },
    PowerCut { pc: usize },
    Start { pc: usize },
    Sleep { pc: usize, ms: i64 },
    ClockJump { pc: usize, ms: i64 },
    DiskFull { pc: usize },
    DiskFails { pc: usize, fault: Fault },
    DiskMended { pc: usize },
    CacheDamaged { pc: usize },
    ServerRestored { back_ms: i64 },
    RequestDeleted,
    SignOut { pc: usize },
    SignIn { pc: usize },
}

/// Makes the blows of one kind: how long after its beginning each comes.
type Make<'a> = &'a mut dyn FnMut(&mut ChaCha8Rng, usize) -> Vec<(i64, Blow)>;

impl World {
    pub(super) fn plan_chaos(&mut self) {
        let working_ms = self.swarm.working_ms;
        let swarm = self.swarm.clone();
        let mut blows: Vec<(i64, Blow)> = Vec::new();
        let dice = &mut self.chaos;
        let mut times = |count: u32, dice: &mut ChaCha8Rng, make: Make<'_>| {
            for _ in 0..count {
                let at_ms = dice.random_range(0..working_ms);
                let pc = dice.random_range(0..swarm.pcs);
                blows.extend(make(dice, pc).into_iter().map(|(after_ms, blow)| (at_ms + after_ms, blow)));
            }
        };
        times(swarm.outages, dice, &mut |dice, pc| {
            let line = if dice.random_bool(0.8) { Line::Down } else { Line::Portal };
            vec![(0, Blow::LineGoes { pc, line }), (dice.random_range(1_000..working_ms), Blow::LineComes { pc })]
        });
        times(swarm.kills, dice, &mut |dice, pc| {
            vec![(0, Blow::Kill { pc }), (dice.random_range(100..60_000), Blow::Start { pc })]
        });
        times(swarm.power_cuts, dice, &mut |dice, pc| {
            vec![(0, Blow::PowerCut { pc }), (dice.random_range(10_000..90_000), Blow::Start { pc })]
        });
        times(swarm.suspends, dice, &mut |dice, pc| {
            vec![(0, Blow::Sleep { pc, ms: *[5_000, 300_000, 3_600_000].choose(dice).unwrap_or(&5_000) })]
        });
        times(swarm.clock_jumps, dice, &mut |dice, pc| {
            vec![(
                0,
                Blow::ClockJump { pc, ms: *[-3_600_000, 3_600_000, 86_400_000].choose(dice).unwrap_or(&3_600_000) },
            )]
        });
        times(swarm.full_disks, dice, &mut |dice, pc| {
            vec![(0, Blow::DiskFull { pc }), (dice.random_range(1_000..120_000), Blow::DiskMended { pc })]
        });
        times(swarm.failing_disks, dice, &mut |dice, pc| {
            let fault = *[Fault::Read, Fault::Write, Fault::Sync].choose(dice).unwrap_or(&Fault::Write);
            vec![(0, Blow::DiskFails { pc, fault }), (dice.random_range(1_000..30_000), Blow::DiskMended { pc })]
        });
        times(swarm.cache_damages, dice, &mut |_, pc| vec![(0, Blow::CacheDamaged { pc }), (500, Blow::Start { pc })]);
        times(swarm.restores, dice, &mut |dice, _| {
            vec![(0, Blow::ServerRestored { back_ms: dice.random_range(1_000..working_ms) })]
        });
        times(swarm.deletions, dice, &mut |_, _| vec![(0, Blow::RequestDeleted)]);
        times(swarm.sign_outs, dice, &mut |dice, pc| {
            vec![(0, Blow::SignOut { pc }), (dice.random_range(1_000..working_ms), Blow::SignIn { pc })]
        });
        for (at_ms, blow) in blows {
            self.at(at_ms, Due::Blow(blow));
        }
    }

    pub(super) fn strike(&mut self, blow: Blow) {
        if self.calm && !matches!(blow, Blow::DiskMended { .. }) {
            return;
        }
        self.trace.line(format_args!("{} {blow:?}", self.now_ms));
        match blow {
            Blow::LineGoes { pc, line } => {
                self.coverage.fault(if line == Line::Down { "outage" } else { "captive portal" });
                self.pcs[pc].line = line;
            }
            Blow::LineComes { pc } => self.pcs[pc].line = Line::Up,
            Blow::Kill { pc } => {
                self.coverage.fault("program killed");
                self.kill(pc);
            }
            Blow::PowerCut { pc } => {
                self.coverage.fault("power cut");
                let k = self.chaos.random_range(1..60);
                self.pcs[pc].disk.cut_power_at(k);
            }
            Blow::Start { pc } => {
                if self.pcs[pc].device.is_none() {
                    self.start(pc);
                }
            }
            Blow::Sleep { pc, ms } => {
                self.coverage.fault("suspend");
                self.pcs[pc].asleep_until_ms = self.now_ms + ms;
                self.pcs[pc].slept_ms += ms;
            }
            Blow::ClockJump { pc, ms } => {
                self.coverage.fault("wall clock jump");
                self.pcs[pc].wall_offset_ms += ms;
            }
            Blow::DiskFull { pc } => {
                self.coverage.fault("disk full");
                let bytes = self.chaos.random_range(0..40_000);
                self.pcs[pc].disk.fill_up_after(bytes);
            }
            Blow::DiskFails { pc, fault } => {
                self.coverage.fault("disk error");
                let (nth, always) = (self.chaos.random_range(1..20), self.chaos.random_bool(0.5));
                self.pcs[pc].disk.fail(fault, nth, if always { Times::Always } else { Times::Once });
            }
            Blow::DiskMended { pc } => {
                self.pcs[pc].disk.repair();
                self.pcs[pc].disk.free_space();
                match (self.pcs[pc].device.is_none(), self.pcs[pc].disk.has_power()) {
                    (true, true) => self.start(pc),
                    // It went while the program that was ended closed its files.
                    (true, false) => self.power_is_gone(pc),
                    (false, _) => {}
                }
            }
            Blow::CacheDamaged { pc } => self.damage_cache(pc),
            Blow::ServerRestored { back_ms } => {
                self.coverage.fault("server restored");
                // A backup holds whole transactions, and none is older than the practice.
                let now_ms = self.provider.clock_ms(self.wall_ms());
                let to_ms = now_ms - back_ms.min(self.now_ms);
                self.oracle.restored(self.now_ms);
                self.provider.restore_to(to_ms);
            }
            Blow::RequestDeleted => self.delete_request(),
            Blow::SignOut { pc } => {
                self.coverage.fault("signed out with unsent decisions");
                self.pcs[pc].is_signed_in = false;
            }
            Blow::SignIn { pc } => self.sign_in(pc),
        }
    }

    pub(super) fn kill(&mut self, pc: usize) {
        self.pcs[pc].disk.kill_program();
        self.pcs[pc].device = None;
        self.pcs[pc].run += 1;
    }

    /// The power went in the middle of a write: the PC is off until somebody starts it.
    pub(super) fn power_is_gone(&mut self, pc: usize) {
        self.trace.line(format_args!("{} pc{pc} the power is gone", self.now_ms));
        self.pcs[pc].device = None;
        self.pcs[pc].run += 1;
        let loss = *Loss::ALL.choose(&mut self.chaos).unwrap_or(&Loss::Everything);
        self.pcs[pc].disk.restart(loss, &mut self.chaos);
        self.pcs[pc].booted_ms = self.now_ms;
        self.pcs[pc].slept_ms = 0;
        if self.calm {
            self.start(pc);
        } else {
            self.at(self.now_ms + 20_000, Due::Blow(Blow::Start { pc }));
        }
    }

    fn damage_cache(&mut self, pc: usize) {
        self.coverage.fault("cache damaged");
        self.kill(pc);
        let damage = *Damage::ALL.choose(&mut self.chaos).unwrap_or(&Damage::FlipBit);
        if self.pcs[pc].disk.damage("cache.db", damage, &mut self.chaos).is_err() {
            self.pcs[pc].disk.lose("cache.db");
        }
    }

    fn delete_request(&mut self) {
        let tasks: Vec<String> = self.provider.all("Task").map(|(id, _, _)| id.to_owned()).collect();
        let Some(task) = tasks.choose(&mut self.chaos).cloned() else { return };
        self.coverage.fault("request deleted");
        let at_ms = self.wall_ms();
        self.provider.delete("Task", &task, at_ms);
    }

    /// A start that fails is tried again when the disk is well; what the disk held is still there.
    pub(super) fn does_not_start(&mut self, pc: usize, error: &StartError) {
        self.trace.line(format_args!("{} pc{pc} does not start: {error}", self.now_ms));
        if !self.pcs[pc].disk.has_power() {
            return self.power_is_gone(pc);
        }
        self.kill(pc);
        // Damage that shows itself only when a page is read is dealt with by the next start: somebody does what the
        // message says, and once is enough.
        let is_told_to_start_again = matches!(error, StartError::Store(StoreError::Damaged(_)));
        let starts_again = is_told_to_start_again && !std::mem::replace(&mut self.pcs[pc].was_damaged, true);
        if self.calm && !starts_again {
            return self.broken(40, format!("the program does not start on a sound disk: {error}"));
        }
        self.at(self.now_ms + 5_000, Due::Blow(Blow::DiskMended { pc }));
    }
}
