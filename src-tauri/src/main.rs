//! Triage Desk, the desktop program.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    triage_desk::run()
}
