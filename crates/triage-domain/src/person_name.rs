//! People's names: how they are shown to staff, how a person is addressed, and which names are easily mixed up.
//!
//! It keeps what the provider sent and changes only what is shown. It does not decide who is who: that is the NHS number's part.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What stands where a request names nobody that can be shown.
const NOT_GIVEN: &str = "Name not given";

/// A person's name as the provider has it; every part may be missing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub family: Option<String>,
    /// First and middle names, in order.
    pub given: Vec<String>,
    /// Title, such as "Mr".
    pub prefix: Option<String>,
    /// The whole name as one text, for names that come without parts.
    pub text: Option<String>,
}

impl PersonName {
    /// Returns the name as staff read it, `PATEL, Bilal (Mr)`, and never an empty text.
    ///
    /// CUI NID-0001 to NID-0013: family name in capitals, comma, given names, title in brackets; nothing is cut.
    /// A missing part leaves its sign away. Line breaks and marks that turn the direction of writing are
    /// left away too, so that a name cannot rearrange what stands beside it.
    #[must_use]
    pub fn display(&self) -> String {
        let family = self.family().map(|family| family.to_uppercase());
        let name = match (family, self.given()) {
            (Some(family), Some(given)) => format!("{family}, {given}"),
            (Some(family), None) => family,
            (None, Some(given)) => given,
            (None, None) => return self.text.as_deref().and_then(shown).unwrap_or_else(|| NOT_GIVEN.to_owned()),
        };
        match self.prefix() {
            Some(prefix) => format!("{name} ({prefix})"),
            None => name,
        }
    }

    /// Returns how a message addresses the person, `Mr Patel`; none where the title or the family name is missing.
    ///
    /// The family name keeps the letters it was recorded with: no rule turns `MCDONALD` back into `McDonald`.
    #[must_use]
    pub fn salutation(&self) -> Option<String> {
        Some(format!("{} {}", self.prefix()?, self.family()?))
    }

    /// Says whether staff could mix the two up: the same family name and the same first initial.
    ///
    /// Capitals do not matter, accents do: `MÜLLER` is not `MULLER`. A name that lacks either part is similar to none.
    #[must_use]
    pub fn similar_to(&self, other: &Self) -> bool {
        let same_family = self.family().zip(other.family()).is_some_and(|(one, two)| folded(&one) == folded(&two));
        let same_initial = self.initial().zip(other.initial()).is_some_and(|(one, two)| one == two);
        same_family && same_initial
    }

    fn family(&self) -> Option<String> {
        self.family.as_deref().and_then(shown)
    }

    fn given(&self) -> Option<String> {
        let given: Vec<String> = self.given.iter().filter_map(|name| shown(name)).collect();
        (!given.is_empty()).then(|| given.join(" "))
    }

    fn prefix(&self) -> Option<String> {
        self.prefix.as_deref().and_then(shown)
    }

    fn initial(&self) -> Option<String> {
        let given = self.given()?;
        given.chars().find(|character| !is_ignorable(*character)).map(|first| folded(&first.to_string()))
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(redacted)")
    }
}

/// Folds white space and takes out what must not be shown; none where nothing visible is left.
fn shown(part: &str) -> Option<String> {
    let kept: String = part
        .chars()
        .filter(|character| !turns_direction(*character))
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    let folded = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.chars().any(|character| !character.is_whitespace() && !is_ignorable(character)).then_some(folded)
}

/// Takes capitals away, by way of capitals so that `ß` and `SS` meet.
fn folded(text: &str) -> String {
    text.to_uppercase().to_lowercase()
}

/// Embeddings, overrides and isolates (Unicode Bidirectional Algorithm, explicit formatting characters).
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that show nothing by themselves (Unicode property `Default_Ignorable_Code_Point`).
fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests;
