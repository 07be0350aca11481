//! Photos: brought after a pull or when they are opened, checked against the provider's own hash, kept on the device.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest, Sha1};
use thiserror::Error;
use triage_domain::RequestId;
use triage_domain::request::Photo;
use triage_fhir::Practice;
use triage_store::StoreError;
use triage_sync::LinkState;
use url::Url;

use crate::client::{Client, Inner};
use crate::desk::Entry;
use crate::provider::Provider;
use crate::usecase::connect::PracticeName;

/// Why a photo cannot be shown.
#[derive(Debug, Error)]
pub enum PhotoError {
    #[error("no request here has this photo")]
    NotFound,
    #[error("it is not on this device, and the provider cannot be reached")]
    NotOnDevice,
    #[error("what arrived is not the photo that was announced")]
    Damaged,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Client {
    /// Returns a photo's bytes with their type.
    ///
    /// # Errors
    /// Says why it cannot be shown.
    pub async fn photo(&self, photo_id: &str) -> Result<(String, Vec<u8>), PhotoError> {
        self.inner.photo(photo_id).await
    }
}

impl Inner {
    async fn photo(&self, photo_id: &str) -> Result<(String, Vec<u8>), PhotoError> {
        if let Some(kept) = self.stores.cache.read(|cache| cache.attachment(photo_id))? {
            return Ok(kept);
        }
        let photo = self.announced(photo_id)?.ok_or(PhotoError::NotFound)?;
        let bytes = self.fetch(&photo).await?;
        self.stores.cache.write(|cache| cache.attach(&photo.id, &photo.content_type, &bytes))?;
        Ok((photo.content_type, bytes))
    }

    /// Brings the photos of open requests, so that they are here when the line is not. Stops at the first failure: the
    /// next pull tries again.
    pub(crate) async fn bring_photos(self: Arc<Self>) {
        if self.bringing_photos.swap(true, Ordering::AcqRel) {
            return;
        }
        let wanted: Vec<String> = {
            let desk = self.desk();
            let open = desk.entries().map(Entry::shown).filter(|request| request.state.lifecycle.is_open());
            open.flat_map(|request| request.photos.iter().map(|photo| photo.id.clone())).collect()
        };
        for id in wanted {
            let brought = match self.photo(&id).await {
                Ok(_) | Err(PhotoError::Damaged | PhotoError::NotFound) => true,
                Err(PhotoError::NotOnDevice | PhotoError::Store(_)) => false,
            };
            if !brought {
                break;
            }
        }
        self.bringing_photos.store(false, Ordering::Release);
    }

    /// Finds a photo in the request that it belongs to.
    fn announced(&self, photo_id: &str) -> Result<Option<Photo>, StoreError> {
        let tasks = self.stores.cache.read(|cache| cache.tasks_of("DocumentReference", photo_id))?;
        let Some(id) = tasks.first().and_then(|task| RequestId::parse(task).ok()) else { return Ok(None) };
        let snapshot = self.snapshot(&id)?;
        Ok(snapshot.and_then(|request| request.photos.into_iter().find(|photo| photo.id == photo_id)))
    }

    async fn fetch(&self, photo: &Photo) -> Result<Vec<u8>, PhotoError> {
        if self.reading().link != LinkState::Online {
            return Err(PhotoError::NotOnDevice);
        }
        let provider = self.provider().ok_or(PhotoError::NotOnDevice)?;
        let bytes = provider.photo(&photo.url).await.map_err(|_| PhotoError::NotOnDevice)?;
        let announced = photo.sha1_base64.as_deref();
        if announced.is_some_and(|hash| hash != BASE64.encode(Sha1::digest(&bytes))) {
            return Err(PhotoError::Damaged);
        }
        Ok(bytes)
    }

    fn provider(&self) -> Option<Provider> {
        let connection = self.connection()?;
        let http = self.http(&Url::parse(&connection.server).ok()?, self.pull_token()).ok()?;
        let practice = connection.practice.map(|PracticeName { ods, name }| Practice { ods, name });
        Some(Provider::new(http, practice))
    }
}
