//! Keys that are lost or wrong, and damage at rest: nothing is ever made over something that exists.

use super::Report;

/// Checks what happens where the key store is empty, and where the key check is gone.
pub fn keys(_report: &mut Report) {}

/// Checks what happens where a file was damaged while nobody had it open.
pub fn damage(_report: &mut Report) {}
