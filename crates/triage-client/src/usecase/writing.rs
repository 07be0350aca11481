//! Who is writing about a request: a claim that saves double work. It stops nobody, and nothing is made safe by it: two
//! replies to one patient are told apart by the messages that each was based on.

use chrono::{DateTime, TimeDelta, Utc};
use triage_device::{DecideError, DecideForm};
use triage_domain::{Claim, Decision, OpId, PersonRef, RequestId, StaffId, TriageRequest};

use crate::client::Client;

/// How long a claim lasts without a sign of life. Half of the longest that is allowed, so that somebody who went home does
/// not stand in the way for long.
const CLAIM_LASTS: TimeDelta = TimeDelta::minutes(5);
/// A claim with less left than this is made anew at the next sign of life.
const RENEWED_BELOW: TimeDelta = TimeDelta::minutes(2);

/// Who is writing about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    pub by: String,
    /// It is the person who works here.
    pub is_mine: bool,
    pub until: DateTime<Utc>,
}

impl Writing {
    /// Says who is writing, while the claim lasts.
    #[must_use]
    pub fn about(request: &TriageRequest, me: Option<&StaffId>, now: DateTime<Utc>) -> Option<Self> {
        live_claim(request, now).map(|claim| Self::of(claim, me))
    }

    fn of(claim: &Claim, me: Option<&StaffId>) -> Self {
        Self { by: claim.by.name.clone(), is_mine: me == Some(&claim.by.id), until: claim.expires }
    }
}

fn live_claim(request: &TriageRequest, now: DateTime<Utc>) -> Option<&Claim> {
    request.state.claim.as_ref().filter(|claim| claim.expires > now)
}

impl Client {
    /// Claims a request for the person who begins to write, unless somebody else has it. Returns whose it is then.
    ///
    /// # Errors
    /// Says why it was not saved; a request that takes no claim, or a provider that is only read, is no error.
    pub async fn start_writing(&self, op_id: OpId, request_id: &RequestId) -> Result<Option<Writing>, DecideError> {
        let now = self.now();
        let me = self.me()?;
        let stands = |claim: &Claim| claim.by.id != me.id || claim.expires - now > RENEWED_BELOW;
        if let Some(claim) = self.claim_on(request_id)?.filter(stands) {
            return Ok(Some(Writing::of(&claim, Some(&me.id))));
        }
        let until = now + CLAIM_LASTS;
        match self.silently(op_id, request_id, Decision::Claim { until }).await {
            Ok(()) => Ok(Some(Writing { by: me.name, is_mine: true, until })),
            Err(DecideError::Blocked(_) | DecideError::ReadOnly { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Gives the own claim back; where there is none, nothing happens.
    ///
    /// # Errors
    /// Says why it was not saved: the claim runs out by itself then.
    pub async fn stop_writing(&self, op_id: OpId, request_id: &RequestId) -> Result<(), DecideError> {
        let me = self.me()?.id;
        if self.claim_on(request_id)?.is_none_or(|claim| claim.by.id != me) {
            return Ok(());
        }
        match self.silently(op_id, request_id, Decision::Release).await {
            Err(DecideError::Blocked(_) | DecideError::ReadOnly { .. }) => Ok(()),
            done => done,
        }
    }

    /// What is typed is a sign of life: an own claim that is about to run out is made anew.
    ///
    /// # Errors
    /// Says why it was not saved.
    pub async fn keep_writing(&self, request_id: &RequestId) -> Result<(), DecideError> {
        let me = self.me()?.id;
        if self.claim_on(request_id)?.is_some_and(|claim| claim.by.id == me) {
            self.start_writing(self.new_op_id(), request_id).await?;
        }
        Ok(())
    }

    fn me(&self) -> Result<PersonRef, DecideError> {
        let staff = self.inner.staff().ok_or(DecideError::NotReady)?;
        Ok(PersonRef { id: staff.id, name: staff.name })
    }

    fn claim_on(&self, request_id: &RequestId) -> Result<Option<Claim>, DecideError> {
        let now = self.now();
        let desk = self.inner.desk();
        let entry = desk.entry(request_id).ok_or(DecideError::NotFound)?;
        Ok(live_claim(entry.shown(), now).cloned())
    }

    async fn silently(&self, op_id: OpId, request_id: &RequestId, decision: Decision) -> Result<(), DecideError> {
        self.decide(DecideForm { op_id, request_id: request_id.clone(), seen: None, decision }).await
    }
}
