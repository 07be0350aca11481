//! Files that go with a reply: checked, kept with the draft, and taken up to the provider before the reply that names them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::TimeDelta;
use sha1::{Digest, Sha1};
use thiserror::Error;
use tracing::warn;
use triage_device::{DecideError, DecideForm};
use triage_domain::attachment::ATTACHMENTS_MAX;
use triage_domain::{Attachment, AttachmentKind, BadAttachment, Decision, RequestId, StaffId};
use triage_store::{DraftRow, StoreError};
use triage_sync::PushAnswer;

use crate::client::{Client, Inner, Subject};
use crate::provider::{Provider, before_writing};

/// How long a file stays here once it went out: as long as a restored provider may need it again (`sync.md` b.11).
const KEPT: TimeDelta = TimeDelta::days(35);

/// How long a file that was taken up counts as being there.
const FRESH_MS: u64 = 10 * 60 * 1_000;

/// Longest time that files may take before the reply itself leaves in the same call. A call lives 45 seconds at most
/// (`triage-sync`, `CALL_LIFE_MS`), and 30 of them are the reply's own.
const BEFORE_REPLY_MS: u64 = 15 * 1_000;

/// When the reply goes once its files are there.
const AFTER_FILES_MS: u64 = 1_000;

/// Why a file was not attached. The draft is as it was.
#[derive(Debug, Error)]
pub enum AttachError {
    #[error("nobody works here, or the request is not on this device")]
    NotFound,
    #[error("what came is no base64")]
    Garbled,
    #[error(transparent)]
    Bad(#[from] BadAttachment),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Client {
    /// Attaches a file whose bytes come in base64, as a window sends them.
    ///
    /// # Errors
    /// Says why it was not taken.
    pub fn attach_encoded(&self, request_id: &RequestId, name: &str, content: &str) -> Result<DraftRow, AttachError> {
        self.attach(request_id, name, &BASE64.decode(content).map_err(|_| AttachError::Garbled)?)
    }

    /// Attaches a file to what the person who works here is writing about a request, and returns the draft.
    ///
    /// # Errors
    /// Says why it was not taken.
    pub fn attach(&self, request_id: &RequestId, name: &str, bytes: &[u8]) -> Result<DraftRow, AttachError> {
        let staff = self.inner.staff().ok_or(AttachError::NotFound)?;
        if self.inner.desk().entry(request_id).is_none() {
            return Err(AttachError::NotFound);
        }
        let kind = AttachmentKind::of(bytes)?;
        let there = self.draft(request_id)?.map_or(0, |draft| draft.attachments.len());
        if there >= ATTACHMENTS_MAX {
            return Err(BadAttachment::TooMany.into());
        }
        let file = Attachment {
            id: uuid::Uuid::now_v7().to_string(),
            name: kind.name(name),
            content_type: kind.content_type().to_owned(),
            size_bytes: bytes.len() as u64,
            sha1_base64: BASE64.encode(Sha1::digest(bytes)),
        };
        let at = self.inner.clock.now().wall;
        self.inner.stores.ledger.attach((request_id, &staff.id), &file, bytes, at)?;
        self.inner.announce(Subject::Queue, Some(request_id));
        self.draft(request_id)?.ok_or(AttachError::NotFound)
    }

    /// Takes a file out of what the person who works here is writing, and returns what is left.
    ///
    /// # Errors
    /// Fails when the store does.
    pub fn detach(&self, request_id: &RequestId, id: &str) -> Result<Option<DraftRow>, StoreError> {
        let Some(staff) = self.inner.staff() else { return Ok(None) };
        self.inner.stores.ledger.detach((request_id, &staff.id), id)?;
        self.inner.announce(Subject::Queue, Some(request_id));
        self.draft(request_id)
    }
}

impl Inner {
    /// Checks that the files of a reply were attached by its author to a reply about this very patient's request.
    ///
    /// # Errors
    /// Fails with `NotFound` where one was not.
    pub(crate) fn check_attachments(&self, form: &DecideForm, author: &StaffId) -> Result<(), DecideError> {
        let Decision::Reply { attachments, .. } = &form.decision else { return Ok(()) };
        if attachments.is_empty() {
            return Ok(());
        }
        let draft = self.stores.ledger.draft(&form.request_id, author)?;
        let there = draft.map(|draft| draft.attachments).unwrap_or_default();
        if attachments.iter().all(|file| there.contains(file)) { Ok(()) } else { Err(DecideError::NotFound) }
    }

    /// Forgets the files that went out long ago.
    pub(crate) fn forget_attachments(&self) {
        if let Err(error) = self.stores.ledger.forget_attached(self.clock.now().wall - KEPT) {
            warn!(%error, "files that went out long ago are still here");
        }
    }

    /// Takes a reply's files up to the provider, which has to have them before the reply that names them. What another PC
    /// attached is there already. Returns what stands against sending the reply now.
    pub(crate) async fn take_files_up(&self, provider: &Provider, decision: &Decision) -> Result<(), PushAnswer> {
        let (Decision::Reply { attachments, .. } | Decision::SendAgain { attachments, .. }) = decision else {
            return Ok(());
        };
        let began_ms = self.clock.now().elapsed_ms;
        for file in attachments {
            if self.is_up(&file.id) {
                continue;
            }
            let bytes = self.stores.ledger.attached_bytes(&file.id).map_err(|error| {
                warn!(%error, "a file of a reply could not be read");
                PushAnswer::NotSent
            })?;
            if let Some(bytes) = bytes {
                provider.put_file(file, &bytes).await.map_err(before_writing)?;
                self.taken_up().insert(file.id.clone(), self.clock.now().elapsed_ms);
            }
        }
        let took_ms = self.clock.now().elapsed_ms.saturating_sub(began_ms);
        if took_ms > BEFORE_REPLY_MS {
            return Err(PushAnswer::Busy { retry_after_ms: Some(AFTER_FILES_MS) });
        }
        Ok(())
    }

    fn is_up(&self, id: &str) -> bool {
        let now_ms = self.clock.now().elapsed_ms;
        self.taken_up().get(id).is_some_and(|at_ms| now_ms.saturating_sub(*at_ms) < FRESH_MS)
    }
}
