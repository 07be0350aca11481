//! Owns the names people bear, by heritage and generation, parsed from `words/names.txt`.

use std::sync::LazyLock;

/// Where a family's names come from.
pub struct Heritage {
    /// Name of the section in the file.
    pub name: &'static str,
    /// Families per thousand or so.
    pub weight: u32,
    /// Family names; a bar stands for a space.
    pub family: Vec<&'static str>,
    /// Given names: women old, middle, young, then men.
    pub given: [Vec<&'static str>; 6],
}

/// Every heritage, in file order.
pub static HERITAGES: LazyLock<Vec<Heritage>> = LazyLock::new(|| parse_names(include_str!("words/names.txt")));

fn parse_names(file: &'static str) -> Vec<Heritage> {
    let mut heritages: Vec<Heritage> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or("");
        if let Some(name) = first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let weight = words.next().and_then(|weight| weight.parse().ok()).unwrap_or(1);
            heritages.push(Heritage { name, weight, family: Vec::new(), given: Default::default() });
        } else if let Some(heritage) = heritages.last_mut() {
            let slot = ["f-old", "f-mid", "f-new", "m-old", "m-mid", "m-new"].iter().position(|name| *name == first);
            match slot {
                Some(slot) => heritage.given[slot] = words.collect(),
                None => heritage.family = words.collect(),
            }
        }
    }
    heritages
}

/// Returns the skin tone for photos, 0 to 2.
pub fn tone(heritage: &str) -> usize {
    match heritage {
        "pakistani" | "bangladeshi" | "indian" | "arabic" => 1,
        "nigerian" | "ghanaian" | "caribbean" => 2,
        _ => 0,
    }
}

/// Returns the family name as a woman or man bears it: Polish adjectival names change, Kowalski and Kowalska.
pub fn family_name(family: &str, heritage: &str, sex: char) -> String {
    if sex == 'f' && heritage == "polish" {
        for (ending, female) in [("ski", "ska"), ("cki", "cka"), ("dzki", "dzka")] {
            if let Some(stem) = family.strip_suffix(ending) {
                return format!("{stem}{female}");
            }
        }
    }
    family.to_owned()
}
