//! What people read in the terminal. A terminal that is gone is no reason to stop.

use std::io::{self, Write};
use std::time::Duration;

/// Prints one line.
pub fn line(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Prints a heading that is easy to find in much output.
pub fn heading(text: &str) {
    line("");
    line(&format!("━━━ {text} {}", "━".repeat(72_usize.saturating_sub(text.chars().count()))));
}

/// Writes a duration as people read it: `48 s`, `3 min 05 s`.
pub fn duration(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests;
