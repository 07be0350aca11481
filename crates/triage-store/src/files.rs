//! Where a profile's files lie and what is done to them beside SQLite: two implementations, this computer's folder and the
//! simulated disk on which the tests cut the power.

use std::any::Any;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What holds a profile open; letting go of it lets another program in.
pub type Lock = Box<dyn Any + Send + Sync>;

/// Why a profile could not be locked.
#[derive(Debug)]
pub enum LockError {
    /// Another copy of the program holds it.
    InUse,
    Io(io::Error),
}

/// The files of one profile, by name. Every change is on the disk when its call returns.
pub trait Files: fmt::Debug + Send + Sync {
    /// Names the SQLite VFS through which databases are opened; the system's where there is none.
    fn vfs(&self) -> Option<&str>;

    /// Returns the path under which SQLite finds a file.
    fn path(&self, name: &str) -> PathBuf;

    /// Locks the profile against a second program.
    ///
    /// # Errors
    /// Says whether another program has it.
    fn lock(&self) -> Result<Lock, LockError>;

    /// Says whether there is such a file.
    fn exists(&self, name: &str) -> bool;

    /// Reads a whole file.
    ///
    /// # Errors
    /// Fails with `NotFound` where there is none.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;

    /// Reads the beginning of a file: at most so many bytes, fewer where it is shorter.
    ///
    /// # Errors
    /// Fails with `NotFound` where there is none.
    fn head(&self, name: &str, bytes: usize) -> io::Result<Vec<u8>> {
        let mut whole = self.read(name)?;
        whole.truncate(bytes);
        Ok(whole)
    }

    /// Writes a whole file in place of what is there: the old one or the new one, never a part.
    ///
    /// # Errors
    /// Fails where the disk does; the old file is as it was.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file another name, in place of what has it.
    ///
    /// # Errors
    /// Fails where the disk does.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Copies a file.
    ///
    /// # Errors
    /// Fails where the disk does; no part of a copy is left.
    fn copy(&self, from: &str, to: &str) -> io::Result<()> {
        self.write(to, &self.read(from)?)
    }

    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// Fails where the disk does.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Lists all names, in order.
    ///
    /// # Errors
    /// Fails where the disk does.
    fn names(&self) -> io::Result<Vec<String>>;
}

/// A folder of this computer.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Takes a folder, making it where there is none.
    ///
    /// # Errors
    /// Fails where it cannot be made.
    pub fn new(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self(path.to_owned()))
    }

    /// Takes a folder that is there; makes none.
    #[must_use]
    pub fn found(path: &Path) -> Option<Self> {
        path.is_dir().then(|| Self(path.to_owned()))
    }

    /// Makes names durable: on Unix a rename is on the disk once its folder is.
    fn sync_names(&self) -> io::Result<()> {
        if cfg!(unix) { File::open(&self.0)?.sync_all() } else { Ok(()) }
    }
}

impl Files for Folder {
    fn vfs(&self) -> Option<&str> {
        None
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn lock(&self) -> Result<Lock, LockError> {
        let path = self.path("core.lock");
        let file = File::options().create(true).truncate(false).write(true).open(path).map_err(LockError::Io)?;
        match file.try_lock() {
            Ok(()) => Ok(Box::new(file)),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse),
            Err(TryLockError::Error(error)) => Err(LockError::Io(error)),
        }
    }

    fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(name))
    }

    fn head(&self, name: &str, bytes: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        File::open(self.path(name))?.take(bytes as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // Not `.new`: a ledger that is being made anew lies under that name.
        let beside = self.path(&format!("{name}.part"));
        let written = File::create(&beside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&beside, self.path(name))) {
            let _ = fs::remove_file(&beside);
            return Err(error);
        }
        self.sync_names()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path(from), self.path(to))?;
        self.sync_names()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.and_then(|()| self.sync_names()),
        }
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(&self.0)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<_>>()?;
        names.sort();
        Ok(names)
    }
}
