//! Deciding, taking back, resolving a conflict: asked of the core, which owns the device.

use tokio::sync::oneshot;
use triage_device::{DecideError, DecideForm, ResolveForm};
use triage_domain::{Author, OpId};

use crate::client::Client;
use crate::core::Message;

impl Client {
    /// Takes a decision. When this returns, it is on the disk.
    ///
    /// # Errors
    /// Says why it was not saved; nothing has changed then.
    pub async fn decide(&self, form: DecideForm) -> Result<(), DecideError> {
        self.decide_together(vec![form]).await
    }

    /// Takes decisions that are one for the person who takes them: all or none, and one undo takes them back.
    ///
    /// # Errors
    /// Says why they were not saved.
    pub(crate) async fn decide_together(&self, forms: Vec<DecideForm>) -> Result<(), DecideError> {
        let author = self.writer()?;
        self.ask(|done| Message::Decide { forms, author, done }).await?
    }

    /// Takes a decision back: without a trace while it is held here, else by a decision that answers it. Returns the id
    /// of the decision that did it.
    ///
    /// # Errors
    /// Says why not.
    pub async fn undo(&self, op_id: OpId, target: OpId) -> Result<OpId, DecideError> {
        let author = self.writer()?;
        self.ask(|done| Message::Undo { op_id, target, author, done }).await?
    }

    /// Resolves a conflict, or settles the fate of a refused decision.
    ///
    /// # Errors
    /// Says why not.
    pub async fn resolve(&self, form: ResolveForm) -> Result<(), DecideError> {
        let author = self.writer()?;
        self.ask(|done| Message::Resolve { form, author, done }).await?
    }

    fn writer(&self) -> Result<Author, DecideError> {
        self.inner.author().ok_or(DecideError::NotReady)
    }

    async fn ask<T>(&self, message: impl FnOnce(oneshot::Sender<T>) -> Message) -> Result<T, DecideError> {
        let (done, answer) = oneshot::channel();
        if !self.inner.send(message(done)) {
            return Err(DecideError::NotReady);
        }
        answer.await.map_err(|_| DecideError::Stopped)
    }
}
