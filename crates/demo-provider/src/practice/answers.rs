//! Owns what patients do after the practice has written: what they answer, when, and whether the message reaches them.

use chrono::Duration;
use serde_json::Value;

use super::{
    Delivery, PatientAnswer,
    dice::{Dice, fnv},
};

/// Patients who never answer, per mille (demo value; nothing is published).
const SILENT_PERMILLE: u32 = 260;
/// Messages that do not arrive, per mille (demo value; nothing is published).
const FAILED_PERMILLE: u32 = 20;

const FAILURES: [&str; 6] = [
    "The number is not in use",
    "The phone has been switched off for 48 hours",
    "The network refused the message",
    "This is a landline that takes no text messages",
    "The recipient has blocked messages from this sender",
    "The NHS App account is closed",
];

/// Says what the patient of the task writes back to a reply.
pub fn patient_answer(seed: u64, task: &Value, reply_text: &str) -> Option<PatientAnswer> {
    let id = task["id"].as_str().unwrap_or("");
    let mut dice = Dice::new(seed, "answer", fnv(id) ^ fnv(reply_text));
    if dice.chance(SILENT_PERMILLE) {
        return None;
    }
    let after = match dice.weighted([45, 35, 15, 5].into_iter()) {
        0 => Duration::seconds(dice.between(50, 900)),
        1 => Duration::minutes(dice.between(15, 90)),
        2 => Duration::minutes(dice.between(90, 420)),
        _ => Duration::minutes(dice.between(600, 1_800)),
    };
    let proxied =
        task["requester"]["reference"].as_str().is_some_and(|reference| reference.starts_with("RelatedPerson/"));
    let text = dice.pick(pool(&reply_text.to_lowercase(), proxied));
    Some(PatientAnswer { after, text: text.to_owned() })
}

/// Says what becomes of a message on its way.
pub fn delivery(seed: u64, communication_request: &Value) -> Delivery {
    let id = communication_request["id"].as_str().unwrap_or("");
    let text = communication_request["payload"][0]["contentString"].as_str().unwrap_or("");
    let mut dice = Dice::new(seed, "delivery", fnv(id) ^ fnv(text));
    if dice.chance(FAILED_PERMILLE) {
        let failure = Some(dice.pick(&FAILURES).to_owned());
        return Delivery { after: Duration::seconds(dice.between(20, 600)), failure };
    }
    let after = if dice.chance(930) { dice.between(2, 25) } else { dice.between(60, 900) };
    Delivery { after: Duration::seconds(after), failure: None }
}

/// Picks answers that fit what was asked.
fn pool(reply: &str, proxied: bool) -> &'static [&'static str] {
    let says = |words: &[&str]| words.iter().any(|word| reply.contains(word));
    if says(&["annwyl", "diolch", "apwyntiad"]) {
        WELSH
    } else if says(&["photo", "picture"]) {
        PHOTO
    } else if says(&["a&e", "999", "emergency department"]) {
        EMERGENCY
    } else if says(&["come in", "book", "appointment", "see you", "at 9", "at 10", "at 11", "at 14", "at 15", "at 16"])
    {
        if proxied { PROXY_APPOINTMENT } else { APPOINTMENT }
    } else if says(&["pharmacy", "prescription", "tablets", "pharmacist"]) {
        PHARMACY
    } else if says(&["ring", "call", "phone"]) {
        CALL
    } else if reply.contains('?') {
        QUESTION
    } else {
        GENERAL
    }
}

const APPOINTMENT: &[&str] = &[
    "Yes that's fine thank you",
    "Yes please",
    "YES",
    "yes",
    "Perfect, see you then",
    "I can't do Thursday, anything Friday?",
    "Could it be later in the day, I'm at work until 4",
    "Ok thank you",
    "Thanks, I'll be there",
    "Is that face to face or phone?",
    "Sorry only just seen this. Is it still free?",
    "That is too far off, it has got worse since I wrote",
    "Can I see Dr Rees instead please",
    "Great ta",
    "I don't drive, is there one after the 10.15 bus gets in?",
    "ok but i need a chaperone pls",
    "Thank you. I will bring my tablets.",
    "No I can't make that one",
    "Yes. Which door do I come in?",
    "1",
];
const PROXY_APPOINTMENT: &[&str] = &[
    "Yes thank you, I'll bring her in",
    "We can make that, thanks",
    "She's at school until 3.15, anything after?",
    "Yes please. He's a bit brighter this morning",
    "Thank you, will be there. Still not eating",
    "Can her dad bring her instead?",
    "Mum can't manage the stairs, is it downstairs?",
    "Perfect thank you x",
];
const PHOTO: &[&str] = &[
    "Have sent two photos, hope they are clear",
    "The link doesn't work on my phone",
    "Sent. It looks redder than on the picture",
    "I don't have a camera phone sorry",
    "Done, sorry about the feet!",
    "I'd rather show someone in person if that's ok",
    "photo sent",
    "Have tried 3 times and it says file too big",
];
const EMERGENCY: &[&str] = &[
    "Ok we are going now",
    "My husband is taking me in",
    "I'd rather not go to A&E, can I not be seen at the surgery?",
    "It's eased off now, do I still have to go?",
    "Waiting for the ambulance",
    "ok thank you for ringing me so quick",
    "I can't leave the children, is there no other way",
];
const PHARMACY: &[&str] = &[
    "Thank you so much",
    "They say they haven't got it yet",
    "Chemist says it's out of stock",
    "Please send it to Boots instead, not the usual one",
    "Brilliant thanks",
    "How often do I take them?",
    "Is it ok with my blood pressure tablets?",
    "Picked up, thank you",
    "Will it be ready today? I have none left",
    "Ok thanks. Do I need a review?",
    "These are not the ones I had before, different colour",
    "The pharmacist has sent me back to you!",
];
const CALL: &[&str] = &[
    "Ok I'll keep my phone on me",
    "Any time after 2 is good",
    "Please use the mobile not the landline",
    "You rang while I was driving, can you try again",
    "Fine, thank you",
    "I'm at work, only lunch 12.30 to 1",
    "Missed your call sorry",
    "ok",
    "I am deaf so a call is no good, please text",
    "Could you ring my daughter instead, she knows all about it",
];
const QUESTION: &[&str] = &[
    "No, nothing like that",
    "Yes, since about Sunday",
    "It has got worse since I wrote",
    "It comes and goes. Worse at night",
    "No temperature",
    "About two weeks now",
    "Yes I have had it before, years ago",
    "Not that I know of",
    "Only paracetamol",
    "Left side. It's tender to touch",
    "A bit better today actually",
    "No and I'm not allergic to anything",
    "I don't know how to check that",
    "yes and yes",
    "It's 38.4 just now",
    "No blood. Just sore",
    "I think so? It's hard to say",
    "My wife says yes but I don't feel it",
    "Weight 74 kilos, height 5'7",
    "128/79 this morning",
];
const GENERAL: &[&str] = &[
    "Thank you",
    "Ok thank you",
    "Thanks for getting back to me so quickly",
    "Thank you, that's a relief",
    "Ok I will try that",
    "Brilliant thank you x",
    "👍",
    "I've tried that already, it didn't work",
    "I was hoping to see someone",
    "Thank you doctor, much appreciated",
    "What if it doesn't go away?",
    "ok ta",
    "Not happy with this to be honest. I pay my taxes",
    "It has got worse since I wrote",
    "Much better today thank you",
    "Thank you for your help. Regards",
    "So do I need to do anything?",
    "When will I hear?",
    "Great, thanks all",
    "Can this go on my record please",
];
const WELSH: &[&str] = &[
    "Diolch yn fawr",
    "Iawn, diolch",
    "Bydda i yno",
    "Dw i ddim yn gallu dod ddydd Iau, sori",
    "Mae’n waeth heddiw",
    "Diolch am ateb mor gyflym",
    "Ydy hi’n iawn i mi ddod yn y prynhawn?",
];
