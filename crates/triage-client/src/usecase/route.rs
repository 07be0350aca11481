//! Carrying out a route that the practice has set up: owner, urgency and note by one key.

use triage_device::{DecideError, DecideForm};
use triage_domain::{Blocked, OpId, RequestId};

use crate::client::Client;

/// Decisions that a route makes at most: one of each kind.
pub const ROUTE_DECISIONS_MAX: usize = 3;

/// A route chosen for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteForm {
    /// Made by the caller, one for each decision that the route may make, so that a call that comes twice has one effect.
    pub op_ids: [OpId; ROUTE_DECISIONS_MAX],
    pub request_id: RequestId,
    /// What was on screen.
    pub seen: String,
    /// Its name.
    pub route: String,
}

impl Client {
    /// Carries out a route: all of it or nothing. Returns the id of the decision by which it is undone.
    ///
    /// # Errors
    /// Fails with `NotFound` where there is no such route any more, and with `NoChange` where everything is so already.
    pub async fn route(&self, form: RouteForm) -> Result<OpId, DecideError> {
        let setup = self.setup()?.practice;
        let route = setup.route(&form.route).ok_or(DecideError::NotFound)?;
        if self.inner.stores.ledger.operation(&form.op_ids[0])?.is_some() {
            return Ok(self.last_of(&form.op_ids)?);
        }
        let decisions = {
            let desk = self.inner.desk();
            route.decisions(desk.entry(&form.request_id).ok_or(DecideError::NotFound)?.shown())
        };
        let forms: Vec<DecideForm> = decisions
            .into_iter()
            .zip(form.op_ids)
            .map(|(decision, op_id)| DecideForm {
                op_id,
                request_id: form.request_id.clone(),
                seen: Some(form.seen.clone()),
                decision,
            })
            .collect();
        let last = forms.last().ok_or(Blocked::NoChange)?.op_id.clone();
        self.decide_together(forms).await?;
        Ok(last)
    }

    fn last_of(&self, op_ids: &[OpId; ROUTE_DECISIONS_MAX]) -> Result<OpId, triage_store::StoreError> {
        let mut last = op_ids[0].clone();
        for op_id in &op_ids[1..] {
            if self.inner.stores.ledger.operation(op_id)?.is_some() {
                last = op_id.clone();
            }
        }
        Ok(last)
    }
}
