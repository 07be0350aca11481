//! Which answers of a form are red flags. They are shown as the patient answered them, never as a diagnosis.
//!
//! It reads neither free text nor FHIR, and it raises no urgency by itself.

/// The `linkId` of the group of the form that asks for symptoms of serious illness.
pub const RED_FLAG_GROUP: &str = "red-flags";

/// Says whether an answer is a red flag: a "yes", bool or coded, to a question inside the red-flag group.
///
/// `path` holds the `linkId`s from the outermost group to the question itself. A form that asks a single
/// question under that id counts too: a flag too many costs a look, a missed one costs more.
#[must_use]
pub fn is_red_flag(path: &[&str], answer_yes: bool) -> bool {
    answer_yes && path.contains(&RED_FLAG_GROUP)
}

#[cfg(test)]
mod tests;
