//! Where secrets lie: the data key of a profile and people's tokens. The operating system's key store, or for a
//! demonstration a file that says what it is.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use thiserror::Error;

/// Under which the operating system's key store files this program's secrets.
const SERVICE: &str = "uk.triagedesk.app";

/// Why a secret could not be read or kept.
#[derive(Debug, Error)]
pub enum VaultError {
    #[error("this system has no key store, or it is locked")]
    NoStore(#[source] keyring::Error),
    #[error("the key store failed")]
    Store(#[source] keyring::Error),
    #[error("the key store did not give back what was put in")]
    SelfTest,
    #[error("the key file cannot be used")]
    File(#[from] io::Error),
}

/// Keeps secrets by name.
pub trait KeyVault: Send + Sync {
    /// Returns a secret, or nothing where none was kept under this name.
    ///
    /// # Errors
    /// Fails when the store cannot be asked; that is never to be read as "no secret".
    fn get(&self, name: &str) -> Result<Option<String>, VaultError>;

    /// Keeps a secret under a name, in place of what was there.
    ///
    /// # Errors
    /// Fails when the store cannot keep it.
    fn set(&self, name: &str, secret: &str) -> Result<(), VaultError>;

    /// Forgets a secret.
    ///
    /// # Errors
    /// Fails when the store cannot be asked.
    fn remove(&self, name: &str) -> Result<(), VaultError>;

    /// Says whether secrets lie in a plain file, which the user is told on screen.
    fn is_a_file(&self) -> bool;
}

/// The operating system's key store: Credential Manager, Keychain, Secret Service.
#[derive(Debug)]
pub struct SystemVault {
    profile: String,
}

impl SystemVault {
    /// Opens the store and proves that it keeps what it is given: some systems have one in name only.
    ///
    /// # Errors
    /// Fails when there is no store, it is locked, or it forgets.
    pub fn open(profile: &str) -> Result<Self, VaultError> {
        let vault = Self { profile: profile.to_owned() };
        vault.set("self-test", "kept")?;
        let kept = vault.get("self-test")?;
        vault.remove("self-test")?;
        if kept.as_deref() == Some("kept") { Ok(vault) } else { Err(VaultError::SelfTest) }
    }

    fn entry(&self, name: &str) -> Result<keyring::Entry, VaultError> {
        keyring::Entry::new(SERVICE, &format!("{}:{name}", self.profile)).map_err(VaultError::NoStore)
    }
}

impl KeyVault for SystemVault {
    fn get(&self, name: &str) -> Result<Option<String>, VaultError> {
        match self.entry(name)?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(VaultError::Store(error)),
        }
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), VaultError> {
        self.entry(name)?.set_password(secret).map_err(VaultError::Store)
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(VaultError::Store(error)),
        }
    }

    fn is_a_file(&self) -> bool {
        false
    }
}

/// Plain files in a folder: for the demonstration profile and for tests, where no key store exists. Not for patients.
#[derive(Debug)]
pub struct FileVault {
    folder: PathBuf,
}

impl FileVault {
    /// Uses `folder`, readable by its owner only where the system knows such a thing.
    ///
    /// # Errors
    /// Fails when the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, VaultError> {
        fs::create_dir_all(folder)?;
        restrict(folder, 0o700)?;
        Ok(Self { folder: folder.to_owned() })
    }

    fn path(&self, name: &str) -> PathBuf {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        self.folder.join(name)
    }
}

impl KeyVault for FileVault {
    fn get(&self, name: &str) -> Result<Option<String>, VaultError> {
        match fs::read_to_string(self.path(name)) {
            Ok(secret) => Ok(Some(secret)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), VaultError> {
        let path = self.path(name);
        let beside = path.with_extension("new");
        fs::write(&beside, secret)?;
        restrict(&beside, 0o600)?;
        fs::File::open(&beside)?.sync_all()?;
        Ok(fs::rename(beside, path)?)
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        match fs::remove_file(self.path(name)) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn is_a_file(&self) -> bool {
        true
    }
}

/// Secrets that end with the program: for a training profile, of which nothing is to be read afterwards.
#[derive(Default)]
pub(crate) struct MemoryVault {
    secrets: Mutex<BTreeMap<String, String>>,
}

impl MemoryVault {
    fn secrets(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyVault for MemoryVault {
    fn get(&self, name: &str) -> Result<Option<String>, VaultError> {
        Ok(self.secrets().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), VaultError> {
        self.secrets().insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.secrets().remove(name);
        Ok(())
    }

    fn is_a_file(&self) -> bool {
        false
    }
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
