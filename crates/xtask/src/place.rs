//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The repository and its build folder.
#[derive(Debug)]
pub struct Place {
    root: PathBuf,
    target: PathBuf,
}

/// Why the repository was not found.
#[derive(Debug, Error)]
pub enum FindPlaceError {
    #[error("the repository was not found; run this as `cargo xtask` inside it")]
    NotInRepository,
}

impl Place {
    /// Finds the repository from where cargo says that this package is, else from the current folder upwards.
    ///
    /// # Errors
    /// Fails outside of the repository.
    pub fn find() -> Result<Self, FindPlaceError> {
        let start = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| env::current_dir().ok());
        let is_root = |folder: &&Path| folder.join("tauri.conf.json").is_file();
        let root = start.as_deref().and_then(|start| start.ancestors().find(is_root)).map(Path::to_owned);
        let root = root.ok_or(FindPlaceError::NotInRepository)?;
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        Ok(Self { root, target })
    }

    /// The repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path in the repository.
    pub fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path in the build folder.
    pub fn built(&self, path: &str) -> PathBuf {
        self.target.join(path)
    }

    /// A program of this workspace.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A path in the folder of Helios, which is kept: in `TRIAGE_TOOLS`, else beside the other tools of the build folder.
    pub fn helios(&self, path: &str) -> PathBuf {
        let tools =
            env::var_os("TRIAGE_TOOLS").map_or_else(|| self.target.join("tools"), |folder| self.root.join(folder));
        tools.join("helios").join(path)
    }

    /// The driver of the window, which is not part of this workspace.
    pub fn tauri_driver(&self) -> PathBuf {
        self.target.join("tools").join("bin").join(format!("tauri-driver{}", env::consts::EXE_SUFFIX))
    }
}
