//! One PC and its provider on a bench: every step is taken by hand, nothing is left to chance, and the power may go in any.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::json;
use triage_device::{Call, DecideForm, Device, Heard, ResolveChoice, ResolveForm};
use triage_domain::{Author, Decision, OpId, RequestId, Role, StaffId, Words};
use triage_sync::{Basis, EngineSettings, Input, OpState};

use crate::disk::{Disk, Image};
use crate::provider::{Manners, Provider, arriving_request, patient_message};
use crate::tier1::network::ask_of;
use crate::tier1::pc::{Pc, StartError, base};

/// Steps after which a script counts as never ending.
const STEPS_MAX: u32 = 2_000;

/// Why a script did not go on.
#[derive(Debug, thiserror::Error)]
pub(super) enum Over {
    #[error("the power is gone")]
    PowerGone,
    #[error("the program does not start: {0}")]
    NotStarted(#[from] StartError),
    #[error("it was not saved")]
    NotSaved,
    #[error("it never comes to that")]
    Never,
    #[error("there is no disk")]
    NoDisk,
}

/// Where a preparation ended.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub image: Image,
    pub provider: Provider,
    pub now_ms: i64,
    pub said: BTreeMap<OpId, String>,
    pub tried: BTreeSet<OpId>,
    settings: EngineSettings,
}

/// One PC, its provider, and what its people were told.
pub(super) struct Bench {
    pub pc: Pc,
    pub provider: Provider,
    pub now_ms: i64,
    /// Calls that left the device and are not answered.
    pub calls: VecDeque<Call>,
    /// Decisions of which it was said that they are saved, with their digests.
    pub said: BTreeMap<OpId, String>,
    /// Decisions that somebody took, saved or not.
    pub tried: BTreeSet<OpId>,
}

impl Prepared {
    /// Begins with nothing but a provider.
    pub(super) fn nothing(manners: Manners, settings: EngineSettings) -> Self {
        let provider = Provider::new(manners);
        Self {
            image: Image::default(),
            provider,
            now_ms: 1_000_000,
            said: BTreeMap::new(),
            tried: BTreeSet::new(),
            settings,
        }
    }

    pub(super) fn bench(&self) -> Result<Bench, Over> {
        let disk = Disk::from_image(&self.image, 1).map_err(|_| Over::NoDisk)?;
        let id = StaffId::parse("555000000101").map_err(|_| Over::Never)?;
        let author = Author { id, name: "Person 0".to_owned(), role: Role::Gp };
        let mut pc = Pc::on(disk, author, self.settings);
        pc.booted_ms = self.now_ms;
        Ok(Bench {
            pc,
            provider: self.provider.clone(),
            now_ms: self.now_ms,
            calls: VecDeque::new(),
            said: self.said.clone(),
            tried: self.tried.clone(),
        })
    }
}

impl Bench {
    /// Ends the program as a person does, and keeps what is there.
    pub(super) fn prepared(mut self) -> Prepared {
        let settings = self.pc.settings;
        self.close();
        Prepared {
            image: self.pc.disk.image(),
            provider: self.provider,
            now_ms: self.now_ms + 5_000,
            said: self.said,
            tried: self.tried,
            settings,
        }
    }

    pub(super) fn start(&mut self) -> Result<(), Over> {
        self.pc.start(self.now_ms)?;
        self.collect();
        self.powered()
    }

    pub(super) fn close(&mut self) {
        self.pc.device = None;
        self.calls.clear();
    }

    /// The PC starts anew after its power went or its program ended.
    pub(super) fn reboot(&mut self) {
        self.close();
        self.now_ms += 20_000;
        self.pc.booted_ms = self.now_ms;
    }

    pub(super) fn device(&self) -> Result<&Device, Over> {
        self.pc.device.as_ref().ok_or(Over::Never)
    }

    fn powered(&self) -> Result<(), Over> {
        if self.pc.disk.has_power() { Ok(()) } else { Err(Over::PowerGone) }
    }

    fn wall_ms(&self) -> i64 {
        base().timestamp_millis() + self.now_ms
    }

    /// The provider gets requests, a minute apart, the last of them now.
    pub(super) fn requests_arrive(&mut self, numbers: std::ops::RangeInclusive<u64>) {
        let last = *numbers.end();
        for n in numbers {
            let at_ms = self.wall_ms() - i64::try_from(last - n).unwrap_or(0) * 60_000;
            for body in arriving_request(n, at_ms, "A rash since Friday", false) {
                self.provider.put(body, at_ms);
            }
        }
    }

    /// The provider's own software touches a request.
    pub(super) fn provider_touches(&mut self, n: u64) {
        let id = format!("req-{n}");
        let body = self.provider.all("Task").find(|(other, _, _)| *other == id).map(|(_, _, body)| body.clone());
        if let Some(mut body) = body {
            body["language"] = json!("en-GB");
            self.provider.put(body, self.wall_ms());
        }
    }

    pub(super) fn patient_writes(&mut self, n: u64) {
        let at_ms = self.wall_ms();
        self.provider.put(patient_message(n, &format!("req-{n}"), at_ms, "It is worse"), at_ms);
        self.provider_touches(n);
    }

    pub(super) fn provider_deletes(&mut self, n: u64) {
        let at_ms = self.wall_ms();
        self.provider.delete("Task", &format!("req-{n}"), at_ms);
    }

    /// Somebody decides about a request as it is shown.
    pub(super) fn decide(&mut self, op: u8, n: u64, decision: Decision) -> Result<(), Over> {
        let op_id = OpId::from_bytes([op; 16]);
        let request_id = RequestId::parse(&format!("req-{n}")).map_err(|_| Over::Never)?;
        let (now, author) = (self.pc.now(self.now_ms), self.pc.author.clone());
        self.tried.insert(op_id.clone());
        let device = self.pc.device.as_mut().ok_or(Over::Never)?;
        let seen = device.shown(&request_id).map_err(|_| Over::NotSaved).map(|shown| Basis::of(&shown).hash)?;
        let form = DecideForm { op_id: op_id.clone(), request_id, seen: Some(seen), decision };
        let saved = device.decide(form, author, now);
        let digest = device.engine().operation(&op_id).map(triage_sync::Operation::digest);
        self.collect();
        match (saved, digest) {
            (Ok(()), digest) => {
                self.said.insert(op_id, digest.unwrap_or_default());
                self.powered()
            }
            (Err(_), _) => self.powered().and(Err(Over::NotSaved)),
        }
    }

    /// Somebody decides again what stands in a conflict.
    pub(super) fn resolve(&mut self, conflict: u8, op: u8) -> Result<(), Over> {
        let (op_id, conflict) = (OpId::from_bytes([op; 16]), OpId::from_bytes([conflict; 16]));
        let (now, author) = (self.pc.now(self.now_ms), self.pc.author.clone());
        self.tried.insert(op_id.clone());
        let device = self.pc.device.as_mut().ok_or(Over::Never)?;
        let form = ResolveForm {
            op_id: op_id.clone(),
            conflict,
            choice: ResolveChoice::ReissueMine,
            reason: Words::new("Seen"),
        };
        let resolved = device.resolve(form, author, now);
        let digest = device.engine().operation(&op_id).map(triage_sync::Operation::digest);
        self.collect();
        if resolved.is_err() {
            return self.powered().and(Err(Over::NotSaved));
        }
        self.said.insert(op_id, digest.unwrap_or_default());
        self.powered()
    }

    pub(super) fn state(&self, op: u8) -> Option<OpState> {
        let op_id = OpId::from_bytes([op; 16]);
        self.pc.device.as_ref()?.stores().ledger.operation(&op_id).ok()?.map(|operation| operation.state)
    }

    fn collect(&mut self) {
        let Some(device) = self.pc.device.as_mut() else { return };
        while let Some(call) = device.next_call() {
            self.calls.push_back(call);
        }
        while device.next_news().is_some() {}
    }

    /// Takes steps until something is so.
    pub(super) fn until(&mut self, mut is_so: impl FnMut(&Self) -> bool) -> Result<(), Over> {
        for _ in 0..STEPS_MAX {
            if is_so(self) {
                return Ok(());
            }
            self.step()?;
        }
        Err(Over::Never)
    }

    /// Takes steps until such a call has left the device, and leaves it unanswered.
    pub(super) fn until_called(&mut self, is_such: impl Fn(&Call) -> bool) -> Result<(), Over> {
        self.until(|bench| bench.calls.front().is_some_and(&is_such))
    }

    /// Answers the next call, or lets time pass.
    pub(super) fn step(&mut self) -> Result<(), Over> {
        match self.calls.pop_front() {
            Some(call) => self.answer(&call),
            None => self.sleep()?,
        }
        let now = self.pc.now(self.now_ms);
        if let Some(device) = self.pc.device.as_mut() {
            // A cache that cannot be made anew now is made anew later.
            let _ = device.mend(now);
        }
        self.collect();
        self.powered()
    }

    fn answer(&mut self, call: &Call) {
        self.now_ms += 20;
        let heard = match ask_of(call) {
            Some(ask) => Heard::Answer(self.provider.answer(&ask, self.wall_ms())),
            None => Heard::NotSent,
        };
        // A write that failed is the device's to deal with; the script goes on.
        let _ = self.pc.hear(call, &heard, &self.provider, self.now_ms);
    }

    fn sleep(&mut self) -> Result<(), Over> {
        let now = self.pc.now(self.now_ms);
        let wake_at = self.device()?.wake_at().ok_or(Over::Never)?;
        self.now_ms += i64::try_from(wake_at.saturating_sub(now.elapsed_ms).max(1)).map_err(|_| Over::Never)?;
        let now = self.pc.now(self.now_ms);
        let device = self.pc.device.as_mut().ok_or(Over::Never)?;
        // As in `answer`.
        let _ = device.tell(Input::Woken, now);
        Ok(())
    }
}
