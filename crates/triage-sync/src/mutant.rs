//! Known bugs of other programs (`sync.md` d.4), each behind its own `cfg(mutant = "…")`, so that the proving ground can
//! show that it would find them. None is in a program that is built without that flag.

/// Says whether a known bug is built in: always false but in a build with `--cfg mutant="its-name"`, or with
/// `--cfg mutant="any"` and this one chosen.
#[macro_export]
macro_rules! mutant {
    ($name:literal) => {
        cfg!(mutant = $name) || (cfg!(mutant = "any") && $crate::mutant::is_chosen($name))
    };
}

#[cfg(mutant = "any")]
mod choice {
    use std::sync::OnceLock;

    static CHOSEN: OnceLock<String> = OnceLock::new();

    /// Chooses the bug of this process; the first choice stands.
    pub fn choose(name: &str) {
        let _ = CHOSEN.set(name.to_owned());
    }

    /// Says whether this bug was chosen.
    #[must_use]
    pub fn is_chosen(name: &str) -> bool {
        CHOSEN.get().is_some_and(|chosen| chosen == name)
    }
}

#[cfg(mutant = "any")]
pub use choice::{choose, is_chosen};

/// Says that no bug is built in.
#[cfg(not(mutant = "any"))]
#[must_use]
pub const fn is_chosen(_name: &str) -> bool {
    false
}
