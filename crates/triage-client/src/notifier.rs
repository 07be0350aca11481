//! The port through which the desktop is told that something urgent came in. Counts only: no name leaves this program.

/// Tells the user outside the window.
pub trait Notifier: Send + Sync {
    /// So many urgent requests have arrived since the user last looked.
    fn urgent_arrived(&self, count: usize, told: Told);
}

/// How the user wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Quietly,
    WithSound,
}

/// Tells nobody: for the command line and for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Notifier for Quiet {
    fn urgent_arrived(&self, _count: usize, _told: Told) {}
}
