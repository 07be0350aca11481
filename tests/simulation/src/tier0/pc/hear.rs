//! What the network brought: kept first, then told to the engine, as the device does it.

use std::rc::Rc;

use triage_sync::version::{Verdict, is_before};
use triage_sync::{Doubt, Failure, FetchedRequest, Input, PushAnswer, Scope};

use super::{Around, Pc, late_ms, seen};
use crate::tier0::check::{Broken, Promise};
use crate::tier0::names;
use crate::tier0::server::Record;
use crate::tier0::wire::Answer;

impl Pc {
    /// Takes in what the network brought.
    pub fn hears(&mut self, answer: Answer, around: &mut Around<'_>) -> Promise {
        match answer {
            Answer::Probe(answer) => self.tell(Input::Probed(answer), around),
            Answer::Page(call, scope, Ok(page)) => {
                let summary = page.summary.clone();
                if call == self.page_call
                    && scope == Scope::Requests
                    && let (Some(walk), Some(date)) = (&mut self.walk_at_server, summary.server_date)
                    && walk.clock_ms == i64::MAX
                {
                    walk.clock_ms = (date - names::at(0)).num_milliseconds();
                }
                if call == self.page_call {
                    self.pages.insert(scope, page);
                }
                self.tell(Input::PageArrived { call, scope, page: summary }, around)
            }
            Answer::Page(call, scope, Err(failure)) => {
                match (scope, failure) {
                    (_, _) if call != self.page_call => {}
                    (Scope::Patients, Failure::Refused { .. }) => self.walk_is_done(around.now_ms),
                    (_, Failure::Refused { .. }) => {}
                    (_, _) if scope == self.walk_scope => self.walk_began_ms = None,
                    (_, _) => {}
                }
                self.tell(Input::PageFailed { call, scope, failure }, around)
            }
            Answer::Pushed { op, answer, written } => self.hears_push(op, answer, written, around),
            Answer::Witness { op, answer } => self.tell(Input::Witness { op_id: names::op_id(op), answer }, around),
            Answer::Request(about, answer) => self.hears_request(about, answer, around),
            Answer::Manifest(answer) => {
                let ids = |about: &u8| names::request_id(*about).clone();
                let answer = answer.map(|listed| self.cache.differing(&listed).iter().map(ids).collect());
                self.tell(Input::ManifestCompared(answer), around)
            }
            Answer::Removals(answer) => {
                let ids = |about: &u8| names::request_id(*about).clone();
                self.tell(Input::RemovalsArrived(answer.map(|removed| removed.iter().map(ids).collect())), around)
            }
        }
    }

    fn hears_push(
        &mut self,
        op: u16,
        answer: PushAnswer,
        written: Option<Rc<Record>>,
        around: &mut Around<'_>,
    ) -> Promise {
        if let Some(record) = written {
            let verdict = self.keep(&record)?;
            match verdict {
                Verdict::Doubtful => self.inputs.push_back(Input::Doubted(Doubt::VersionReused)),
                Verdict::OutOfOrder => {
                    self.inputs.push_back(Input::OutOfOrder(vec![names::request_id(record.about).clone()]));
                }
                Verdict::Older | Verdict::Newer | Verdict::Same => {}
            }
            if let Some(copy) = self.cache.copy(record.about).filter(|_| self.has_live(record.about)) {
                let seen = seen(copy);
                self.inputs.push_back(seen);
            }
        }
        self.tell(Input::Pushed { op_id: names::op_id(op), answer }, around)
    }

    fn hears_request(
        &mut self,
        about: u8,
        answer: Result<Option<Rc<Record>>, Failure>,
        around: &mut Around<'_>,
    ) -> Promise {
        let asked = self.asked[usize::from(about)].take();
        let request_id = names::request_id(about).clone();
        let answer = match answer {
            Err(failure) => FetchedRequest::Failed(failure),
            Ok(None) => {
                self.cache.bury(about);
                FetchedRequest::Gone
            }
            Ok(Some(record)) => self.keep_fetched(&record, asked)?,
        };
        self.tell(Input::Fetched { request_id, answer }, around)
    }

    fn keep_fetched(&mut self, record: &Rc<Record>, asked: Option<u64>) -> Result<FetchedRequest, Box<Broken>> {
        let high_water = self.cache.cursors.get(&Scope::Requests).and_then(|cursor| cursor.high_water.clone());
        let verdict = self.keep(record)?;
        let late = high_water.filter(|_| verdict == Verdict::Newer);
        if let Some(lateness_ms) = late.and_then(|high_water| late_ms(&record.stamp.last_updated, &high_water)) {
            self.inputs.push_back(Input::CameLate { scope: Scope::Requests, lateness_ms });
        }
        let here = asked.map(names::version);
        let version = &record.stamp.version;
        // A request that was buried here and is alive there in the version that is known has been brought back.
        let buried = self.cache.copy(record.about).is_none();
        let back = here.is_some_and(|here| (buried && *version == here) || is_before(version, &here));
        match verdict {
            Verdict::Doubtful => self.inputs.push_back(Input::Doubted(Doubt::VersionReused)),
            Verdict::Older | Verdict::OutOfOrder if back => {
                self.inputs.push_back(Input::Doubted(Doubt::VersionWentBack));
            }
            Verdict::OutOfOrder => {
                self.inputs.push_back(Input::OutOfOrder(vec![names::request_id(record.about).clone()]));
            }
            Verdict::Older | Verdict::Newer | Verdict::Same => {}
        }
        let Some(copy) = self.cache.copy(record.about) else {
            return Ok(FetchedRequest::Failed(Failure::Broken));
        };
        if self.has_live(record.about) {
            let seen = seen(copy);
            self.inputs.push_back(seen);
        }
        Ok(FetchedRequest::There { basis: Box::new(copy.basis.clone()), changed_by: None, changed_at: None })
    }
}
