//! Codes of the wire and what they stand for here (`wire.md` 1.1b and 1.2).

use triage_domain::request::Stage;
use triage_domain::{Category, Urgency};

/// Returns the `Task.priority` of an urgency.
#[must_use]
pub fn priority(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Routine => "routine",
        Urgency::Soon => "urgent",
        Urgency::UrgentToday => "asap",
        Urgency::Emergency => "stat",
    }
}

/// Reads a `Task.priority`.
#[must_use]
pub fn urgency(priority: &str) -> Option<Urgency> {
    Urgency::ALL.into_iter().find(|urgency| self::priority(*urgency) == priority)
}

/// Returns the code of a category.
#[must_use]
pub fn category_code(category: Category) -> &'static str {
    match category {
        Category::Clinical => "clinical",
        Category::Administrative => "administrative",
        Category::Unknown => "unknown",
    }
}

/// Reads the code of a category.
#[must_use]
pub fn category(code: &str) -> Option<Category> {
    Category::ALL.into_iter().find(|category| category_code(*category) == code)
}

/// Reads how far the practice has got from `Task.businessStatus`. A code of somebody else's says nothing.
#[must_use]
pub fn stage(business_status: &str) -> Option<Stage> {
    match business_status {
        "new" | "released" => Some(Stage::Untriaged),
        "sorted" | "claimed" | "held" => Some(Stage::Sorted),
        "triaged" | "decided" | "awaiting-patient" | "closed" | "corrected" | "declined" | "withdrawn"
        | "unreachable" => Some(Stage::Decided),
        _ => None,
    }
}
