//! Looks for people in bytes: whether a file or a log holds a word of a patient's, a name or an NHS number.

use std::collections::BTreeSet;

use serde_json::Value;

/// Shortest text that is looked for in a program's words.
const TEXT_BYTES_MIN: usize = 5;
/// Shortest text that is looked for in files, in bytes: whatever is shorter turns up in megabytes of good encryption by
/// chance. Eight letters of either case do so once in a million runs.
const FILE_BYTES_MIN: usize = 8;
/// Words in a row that are looked for together. One word alone proves nothing: programs say "starting" and
/// "certificate", and so do patients.
const WORDS_IN_A_ROW: usize = 3;

/// What must not be found.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    needles: BTreeSet<String>,
}

impl Scan {
    /// Adds a name or a number.
    pub fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.len() >= TEXT_BYTES_MIN {
            self.needles.insert(text.to_lowercase());
            self.needles.insert(text.to_ascii_lowercase());
        }
    }

    /// Adds what somebody wrote: every few words in a row, as they stand.
    pub fn add_writing(&mut self, text: &str) {
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            words.windows(WORDS_IN_A_ROW).for_each(|row| self.add(&row.join(" ")));
        }
    }

    /// Adds a person's resource: names, NHS number in every spelling, address, telephone, date of birth.
    pub fn add_patient(&mut self, patient: &Value) {
        for name in patient["name"].as_array().into_iter().flatten() {
            self.add(name["family"].as_str().unwrap_or_default());
            name["given"]
                .as_array()
                .into_iter()
                .flatten()
                .for_each(|given| self.add(given.as_str().unwrap_or_default()));
        }
        for identifier in patient["identifier"].as_array().into_iter().flatten() {
            let digits = identifier["value"].as_str().unwrap_or_default();
            self.add(digits);
            if digits.len() == 10 {
                self.add(&format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..]));
            }
        }
        for telecom in patient["telecom"].as_array().into_iter().flatten() {
            self.add(telecom["value"].as_str().unwrap_or_default());
        }
        for address in patient["address"].as_array().into_iter().flatten() {
            self.add(address["postalCode"].as_str().unwrap_or_default());
            address["line"]
                .as_array()
                .into_iter()
                .flatten()
                .for_each(|line| self.add(line.as_str().unwrap_or_default()));
        }
        self.add(patient["birthDate"].as_str().unwrap_or_default());
    }

    /// Returns how much is looked for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.needles.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// Lists what stands in a program's words.
    #[must_use]
    pub fn found_in_text(&self, text: &str) -> Vec<&str> {
        self.found(text.as_bytes(), TEXT_BYTES_MIN)
    }

    /// Lists what stands in a file's bytes.
    #[must_use]
    pub fn found_in_file(&self, bytes: &[u8]) -> Vec<&str> {
        self.found(bytes, FILE_BYTES_MIN)
    }

    /// Looks for UTF-8, or UTF-16 of either order, whatever its case.
    fn found(&self, bytes: &[u8], bytes_min: usize) -> Vec<&str> {
        let plain: Vec<u8> = bytes.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
        let starts = Starts::of(&plain);
        let needles = self.needles.iter().map(String::as_str).filter(|needle| needle.len() >= bytes_min);
        needles.filter(|needle| starts.hold(needle.as_bytes())).collect()
    }
}

/// Where each pair of bytes begins, so that thousands of words are looked for in one pass over megabytes.
struct Starts<'a> {
    bytes: &'a [u8],
    places: Vec<Vec<usize>>,
}

impl<'a> Starts<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut places = vec![Vec::new(); 1 << 16];
        for (place, pair) in bytes.windows(2).enumerate() {
            places[usize::from(pair[0]) << 8 | usize::from(pair[1])].push(place);
        }
        Self { bytes, places }
    }

    fn hold(&self, needle: &[u8]) -> bool {
        let places = &self.places[usize::from(needle[0]) << 8 | usize::from(needle[1])];
        places.iter().any(|place| self.bytes[*place..].starts_with(needle))
    }
}
