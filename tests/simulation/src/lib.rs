//! The proving ground: a simulated world around the real engine and the real store, in which everything that can go wrong
//! does, by seed, and in which what must always hold is checked after every step.

pub mod coverage;
pub mod disk;
pub mod invariants;
pub mod lease;
pub mod protocol;
pub mod provider;
pub mod tier0;
pub mod tier1;
pub mod tier2;
