//! Texts that people wrote. They never show in a log: `Debug` says how long they are, and there is no `Display`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a patient or a member of staff wrote, as it was written.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// Keeps the text as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text for showing, storing or sending; not for logs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether there is anything but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// Counts characters as a reader would (Unicode scalar values, not bytes).
    #[must_use]
    pub fn chars_count(&self) -> usize {
        self.0.chars().count()
    }

    /// Returns at most `chars_max` characters with white space folded, for a row of a list.
    #[must_use]
    pub fn excerpt(&self, chars_max: usize) -> String {
        let mut excerpt = String::new();
        let mut count = 0;
        for word in self.0.split_whitespace() {
            let gap = usize::from(count > 0);
            if count + gap >= chars_max {
                break;
            }
            if gap == 1 {
                excerpt.push(' ');
                count += 1;
            }
            let room = chars_max - count;
            excerpt.extend(word.chars().take(room));
            count += word.chars().count().min(room);
        }
        excerpt
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} characters)", self.chars_count())
    }
}

#[cfg(test)]
mod tests;
