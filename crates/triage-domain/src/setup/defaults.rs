//! What a practice begins with, until it sets up its own. Texts keep to the GSM alphabet, so that text messages stay few.
//! There are no Welsh ones: a Welsh text for patients is written and checked by people (`ux.md` §3.5).

use super::{Language, PracticeSetup, Template};
use crate::disposition::DISPOSITIONS;
use crate::record::RECORD_FORMAT;
use crate::text::Words;

/// `{{salutation}}`, `{{me}}` and `{{practice}}` are filled in where they are known; every other blank is the writer's.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "Holding reply",
        "Dear {{salutation}},\n\nThank you for your message. We have read it and {{who will answer}} will answer you by {{day and time}}.\n\nIf you get worse before then, ring the surgery, or 111 when we are closed. In an emergency ring 999.\n\n{{me}}, {{practice}}",
    ),
    (
        "Call you today",
        "Dear {{salutation}},\n\nWe will ring you today between {{start time}} and {{end time}} on this number. Please keep your phone near you; the call may show as withheld.\n\nIf you get worse before then, ring the surgery, or 999 in an emergency.\n\n{{me}}, {{practice}}",
    ),
    (
        "More information",
        "Dear {{salutation}},\n\nThank you for your message. To help you we need to know a little more:\n\n{{your question}}\n\nPlease answer this message. If you get worse, ring the surgery, or 999 in an emergency.\n\n{{me}}, {{practice}}",
    ),
    (
        "Photo please",
        "Dear {{salutation}},\n\nPlease answer this message with a clear photo of {{what to show}}, in daylight and in focus, one from near and one from further away.\n\nDo not send photos of private parts of the body unless we have asked you to.\n\n{{me}}, {{practice}}",
    ),
    (
        "Come in today",
        "Dear {{salutation}},\n\nPlease come to the surgery today at {{time}} to see {{who}}. If you cannot come, ring us now so that we can find another time.\n\n{{me}}, {{practice}}",
    ),
    (
        "Form or letter ready",
        "Dear {{salutation}},\n\nYour {{form or letter}} is ready. You can collect it from the front desk when we are open.\n\n{{me}}, {{practice}}",
    ),
];

impl Default for PracticeSetup {
    fn default() -> Self {
        let template = |(name, text): &(&str, &str)| Template {
            name: (*name).to_owned(),
            language: Language::En,
            text: Words::new(*text),
        };
        Self {
            routes: Vec::new(),
            templates: TEMPLATES.iter().map(template).collect(),
            outcomes: DISPOSITIONS.iter().map(|choice| choice.code.to_owned()).collect(),
            record_format: Words::new(RECORD_FORMAT),
        }
    }
}
