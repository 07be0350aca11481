//! What may be said on the command line.

use std::path::PathBuf;

use clap::Parser;

/// Triage Desk.
#[derive(Debug, Clone, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    /// The folder of the profile; the user's own data folder where none is given.
    #[arg(long)]
    pub profile: Option<PathBuf>,
    /// Keep the key in a file beside the profile and not in the system's key store. For practice data only.
    #[arg(long)]
    pub demo_key: bool,
    /// Connect a new profile to this provider at once.
    #[arg(long)]
    pub connect: Option<String>,
    /// List the unsent decisions of a profile that does not open, and end. Nothing in it is changed.
    #[arg(long)]
    pub rescue: bool,
    /// With --rescue, write everything about them to this new file, as JSON. It holds patients' data in the clear.
    #[arg(long, requires = "rescue")]
    pub export: Option<PathBuf>,
}

impl Arguments {
    /// Returns the folder of the profile: local to this PC, never a roaming one.
    pub(crate) fn profile(&self) -> PathBuf {
        let own = || {
            let base = if cfg!(windows) { std::env::var_os("LOCALAPPDATA") } else { std::env::var_os("XDG_DATA_HOME") };
            let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
            base.map(PathBuf::from).or(home).unwrap_or_default().join("triage-desk")
        };
        self.profile.clone().unwrap_or_else(own)
    }
}
