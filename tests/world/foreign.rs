//! FHIR servers that others wrote: what is proven on them does not rest on our own understanding of the standard alone.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::ops::Deref;

use tempfile::TempDir;
use thiserror::Error;
use tokio::process::Child;

use crate::programs::root;
use crate::wire::Wire;
use crate::{helios, sekmet};

/// ODS code of the practice in the requests.
pub const ODS: &str = "A81001";

/// A server that others wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignServer {
    Sekmet,
    Helios,
}

/// Why there is no server to test against. It says nothing about the client.
#[derive(Debug, Clone, Error)]
pub enum StartForeignError {
    #[error("python3 does not run: {said}")]
    NoPython { said: String },
    #[error("{step} failed: {said}")]
    NotInstalled { step: &'static str, said: String },
    #[error("Helios is not installed; `cargo xtask interop --helios` builds it, which takes long")]
    NoHelios,
}

/// A running server on data of its own. It is ended when this is dropped.
pub struct Foreign {
    wire: Wire,
    _folder: TempDir,
    _child: Child,
}

impl ForeignServer {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sekmet => "Sekmet",
            Self::Helios => "Helios",
        }
    }
}

impl Foreign {
    /// Starts an empty server.
    ///
    /// # Errors
    /// Fails where the server is not installed here and cannot be.
    ///
    /// # Panics
    /// When the installed server does not start.
    pub async fn start(which: ForeignServer) -> Result<Self, StartForeignError> {
        match which {
            ForeignServer::Sekmet => sekmet::start().await,
            ForeignServer::Helios => helios::start().await,
        }
    }

    /// Starts a server that holds a practice's requests, as two servers of other people's received them.
    ///
    /// # Errors
    /// As `start`.
    ///
    /// # Panics
    /// When the server does not take them.
    pub async fn with_a_practice(which: ForeignServer) -> Result<Self, StartForeignError> {
        let server = Self::start(which).await?;
        for name in ["helios", "sekmet"] {
            let wire = fs::read(root().join(format!("tests/golden/wire/{name}-1-arrives-request.json"))).unwrap();
            let _ = server.post("", &serde_json::from_slice(&wire).unwrap()).await.ok();
        }
        Ok(server)
    }

    pub(crate) fn running(base: String, folder: TempDir, child: Child) -> Self {
        Self { wire: Wire::new(base), _folder: folder, _child: child }
    }
}

impl StartForeignError {
    pub(crate) fn no_python(error: &io::Error) -> Self {
        Self::NoPython { said: error.to_string() }
    }
}

impl Deref for Foreign {
    type Target = Wire;

    fn deref(&self) -> &Wire {
        &self.wire
    }
}

/// Finds a port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}
