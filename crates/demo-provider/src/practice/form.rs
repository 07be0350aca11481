//! Owns the questionnaires: which questions each form asks and how a submission answers them.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{
    calendar,
    dice::Dice,
    json::{list, object, reference, text},
    people::Person,
    phrases::common,
    problems::{FormKind, Urgency},
    staff,
    submission::{Link, Route, Submission},
    systems,
};

/// Red-flag questions of the adults' forms: link id and text.
const ADULT_FLAGS: [(&str, &str); 9] = [
    ("breathless", "Severe breathlessness"),
    ("chest-pain", "Chest pain or tightness"),
    ("coughing-blood", "Coughing up blood"),
    ("fever", "High temperature"),
    ("weakness", "Sudden weakness, numbness or trouble speaking"),
    ("severe-headache", "Sudden severe headache"),
    ("collapse", "Fainting or collapse"),
    ("face-swelling", "Swelling of the face, lips or tongue"),
    ("self-harm", "Thoughts of harming yourself"),
];
/// Red-flag questions of the child's form.
const CHILD_FLAGS: [(&str, &str); 6] = [
    ("breathless", "Struggling to breathe"),
    ("drowsy", "Very sleepy, floppy or hard to wake"),
    ("not-drinking", "Not drinking, or no wet nappy or wee for 12 hours"),
    ("rash-not-fading", "A rash that does not fade when pressed with a glass"),
    ("fever", "Temperature of 38°C or more"),
    ("fit", "A fit or seizure"),
];
/// The adults' red-flag questions in Welsh.
const WELSH_FLAGS: [&str; 9] = [
    "Diffyg anadl difrifol",
    "Poen neu dyndra yn y frest",
    "Pesychu gwaed",
    "Tymheredd uchel",
    "Gwendid sydyn, diffyg teimlad neu drafferth siarad",
    "Cur pen difrifol sydyn",
    "Llewygu",
    "Chwyddo’r wyneb, y gwefusau neu’r tafod",
    "Meddwl am niweidio eich hun",
];

static ADULT_GROUP: LazyLock<Value> = LazyLock::new(|| flag_group("Any of these now?", &ADULT_FLAGS));
static CHILD_GROUP: LazyLock<Value> = LazyLock::new(|| flag_group("Any of these now?", &CHILD_FLAGS));
static WELSH_GROUP: LazyLock<Value> = LazyLock::new(|| {
    let mut flags = ADULT_FLAGS;
    for (flag, welsh) in flags.iter_mut().zip(WELSH_FLAGS) {
        flag.1 = welsh;
    }
    flag_group("Unrhyw un o’r rhain nawr?", &flags)
});

/// Returns the group of red-flag questions, each answered with no.
fn flag_group(question: &str, flags: &[(&str, &str)]) -> Value {
    let items: Vec<Value> = flags
        .iter()
        .map(|(link, text)| json!({"linkId": link, "text": text, "answer": [{"valueBoolean": false}]}))
        .collect();
    json!({"linkId": "red-flags", "text": question, "item": items})
}

/// Returns the path segment of the questionnaire and the words of the summary line.
pub fn form_name(kind: FormKind) -> (&'static str, &'static str) {
    match kind {
        FormKind::New => ("new-medical-problem", "New medical problem"),
        FormKind::Existing => ("existing-medical-problem", "Existing problem"),
        FormKind::Child => ("child-problem", "Child"),
        FormKind::Carer => ("on-behalf-of-someone", "For someone else"),
        FormKind::Medication => ("medication", "Medication"),
        FormKind::FitNote => ("fit-note", "Fit note"),
        FormKind::Admin => ("admin", "Admin"),
        FormKind::TestResult => ("test-results", "Test result"),
    }
}

/// The answers of one form, in the order of the questions.
struct Items<'a> {
    submission: &'a Submission,
    welsh: bool,
    dice: Dice,
    items: Vec<Value>,
}

impl Items<'_> {
    fn ask(&mut self, link: &str, english: &str, welsh: &str, answer: Option<String>) {
        let question = if self.welsh { welsh } else { english };
        if let Some(answer) = answer {
            let answer = list(object([("valueString", Value::String(answer))]));
            self.items.push(object([("linkId", text(link)), ("text", text(question)), ("answer", answer)]));
        }
    }

    fn ask_yes_no(&mut self, link: &str, question: &str, answer: bool) {
        self.items.push(json!({"linkId": link, "text": question, "answer": [{"valueBoolean": answer}]}));
    }

    /// Some people skip a question that may be skipped.
    fn pooled(&mut self, pool: &str, answered_permille: u32) -> Option<String> {
        self.dice.chance(answered_permille).then(|| self.dice.pick(common(pool)).to_owned())
    }

    /// The prepared answers are English, so a Welsh form leaves these questions open.
    fn one_of(&mut self, choices: &[&str]) -> Option<String> {
        (!self.welsh).then(|| self.dice.pick(choices).to_owned())
    }

    fn clinical(&mut self) {
        let words = &self.submission.words;
        let (tried, worried) = (words.tried.clone(), words.worried.clone());
        self.ask("duration", "How long has it lasted?", "Ers faint?", self.submission.duration.clone());
        if !self.welsh && self.submission.link == Link::Fresh {
            let trend = self.one_of(&["Worse", "The same", "The same", "Comes and goes", "Worse", "A bit better"]);
            self.ask("trend", "Is it getting better or worse?", "", trend);
        }
        self.ask("tried", "What have you tried?", "Beth ydych chi wedi’i drio?", tried);
        self.ask("worried", "Is there anything you are worried about?", "Beth sy’n eich poeni?", worried);
    }

    fn flags(&mut self, asked: &'static LazyLock<Value>) {
        let mut group = Value::clone(if self.welsh { &WELSH_GROUP } else { asked });
        let flagged = &self.submission.problem.flagged;
        if let (false, Some(items)) = (flagged.is_empty(), group["item"].as_array_mut()) {
            for item in items {
                if item["linkId"].as_str().is_some_and(|link| flagged.contains(&link)) {
                    item["answer"][0]["valueBoolean"] = Value::Bool(true);
                }
            }
        }
        self.items.push(group);
    }

    /// Asks what only this form asks.
    fn own_questions(&mut self) {
        let kind = self.submission.problem.kind;
        if is_clinical(kind) {
            self.clinical();
        }
        for (link, english, welsh, choices) in own_questions(kind) {
            let answer = self.one_of(choices);
            self.ask(link, english, welsh, answer);
        }
        match kind {
            FormKind::Carer => {
                let knows = self.dice.chance(820);
                self.ask_yes_no("patient-knows", "Does the patient know that you are writing?", knows);
                self.flags(&ADULT_GROUP);
            }
            FormKind::New | FormKind::Existing => self.flags(&ADULT_GROUP),
            FormKind::Child => self.flags(&CHILD_GROUP),
            FormKind::Medication => {
                let pharmacy = self.pooled("chemists", 800);
                self.ask("pharmacy", "Which pharmacy should it go to?", "Pa fferyllfa?", pharmacy);
            }
            FormKind::FitNote | FormKind::Admin | FormKind::TestResult => {}
        }
    }
}

/// Link id, question, question in Welsh, and what people answer.
type OwnQuestion = (&'static str, &'static str, &'static str, &'static [&'static str]);

fn own_questions(kind: FormKind) -> &'static [OwnQuestion] {
    match kind {
        FormKind::New | FormKind::Carer => &[],
        FormKind::Existing => &[("seen", "Who have you seen about it before?", "", &SEEN_BY)],
        FormKind::Child => {
            &[("eating", "Is the child eating and drinking?", "Ydy’r plentyn yn bwyta ac yn yfed?", &EATING)]
        }
        FormKind::Medication => {
            &[("supply-left", "How many days’ supply have you left?", "Faint sydd gennych ar ôl?", &SUPPLY)]
        }
        FormKind::FitNote => &[
            ("first-note", "Is this your first note for this illness?", "Ai dyma’r nodyn cyntaf?", &FIRST_NOTE),
            ("could-work", "Could you work with changes?", "Allech chi weithio gyda newidiadau?", &COULD_WORK),
        ],
        FormKind::Admin => &[("needed-by", "When do you need it by?", "Erbyn pryd?", &NEEDED_BY)],
        FormKind::TestResult => &[("where", "Where was the test done?", "Ble cafodd y prawf ei wneud?", &TESTED_AT)],
    }
}

const SEEN_BY: [&str; 10] = [
    "My GP",
    "The nurse",
    "Nobody yet",
    "The hospital",
    "Can't remember",
    "Physio",
    "A&E",
    "The pharmacist",
    "Dr Shah",
    "Locum",
];
const EATING: [&str; 6] =
    ["Yes", "Less than usual", "Drinking but not eating", "Normal", "Picking at food", "Yes fine"];
const SUPPLY: [&str; 11] = [
    "None",
    "2 days",
    "about a week",
    "5 tablets",
    "3 days",
    "Ran out yesterday",
    "10 days",
    "enough for the weekend",
    "not sure",
    "0",
    "Two weeks",
];
const FIRST_NOTE: [&str; 6] =
    ["No, an extension", "Extension", "Yes, the first", "New", "No - continuing", "Back to back with the last one"];
const COULD_WORK: [&str; 8] = [
    "No",
    "Maybe, shorter hours",
    "Not yet",
    "Phased return in 2 weeks",
    "If I could sit down",
    "Employer says no light duties",
    "Yes with changes",
    "don't know",
];
const NEEDED_BY: [&str; 10] = [
    "As soon as possible",
    "No rush",
    "End of the month",
    "Friday",
    "within 2 weeks",
    "Before I travel",
    "They have given me 28 days",
    "asap",
    "whenever",
    "not sure",
];
const TESTED_AT: [&str; 6] = [
    "At the surgery, nurse",
    "Hospital",
    "Surgery",
    "the phlebotomist",
    "Community diagnostic centre",
    "Health centre in town",
];

fn is_clinical(kind: FormKind) -> bool {
    match kind {
        FormKind::New | FormKind::Existing | FormKind::Child | FormKind::Carer => true,
        FormKind::Medication | FormKind::FitNote | FormKind::Admin | FormKind::TestResult => false,
    }
}

fn first_question(kind: FormKind) -> &'static str {
    match kind {
        FormKind::New => "What is the problem?",
        FormKind::Existing => "Tell us about the problem",
        FormKind::Child => "What is the matter with the child?",
        FormKind::Carer => "What is the problem?",
        FormKind::Medication => "What do you need?",
        FormKind::FitNote => "Why are you not able to work?",
        FormKind::Admin => "What can we do for you?",
        FormKind::TestResult => "Which result are you asking about?",
    }
}

/// Returns the QuestionnaireResponse of a submission.
pub fn response(submission: &Submission, person: &Person, ids: &FormIds<'_>, seed: u64) -> Value {
    let kind = submission.problem.kind;
    let welsh = submission.problem.welsh;
    let mut items = Items { submission, welsh, dice: Dice::new(seed, "form", submission.key), items: Vec::new() };
    items.ask("problem", first_question(kind), "Beth yw’r broblem?", Some(submission.words.problem.clone()));
    items.own_questions();
    items.ask("help", "How would you like us to help?", "Sut gallwn ni helpu?", submission.words.wanted.clone());
    if is_clinical(kind) && !welsh {
        let allergies = items.pooled("allergies", 620);
        items.ask("allergies", "Are you allergic to any medicines?", "", allergies);
        let medicines = if person.age < 16 { None } else { items.pooled("medicines", 560) };
        items.ask("medicines", "Which medicines do you take?", "", medicines);
    }
    items.items.push(preferred_contact(welsh, &mut items.dice));
    let availability = if welsh { None } else { items.pooled("availability", 520) };
    items.ask("availability", "When can we contact you?", "", availability);
    let (path, _) = form_name(kind);
    let mut response = object([
        ("resourceType", text("QuestionnaireResponse")),
        ("id", text(ids.form)),
        ("meta", staff::meta("QuestionnaireResponse")),
        ("identifier", object([("system", text(systems::REQUEST_REF)), ("value", text(ids.reference))])),
        ("questionnaire", text(&format!("{}/{path}|3.1", systems::QUESTIONNAIRE))),
        ("status", text("completed")),
        ("subject", reference(ids.patient)),
        ("authored", text(&calendar::instant(submission.at))),
        ("author", author(submission, ids)),
        ("source", reference(ids.writer)),
        ("item", Value::Array(items.items)),
    ]);
    if welsh {
        response["language"] = text("cy");
    }
    response
}

/// Ids and references that the form needs.
pub struct FormIds<'a> {
    /// Id of the form.
    pub form: &'a str,
    /// The provider's reference.
    pub reference: &'a str,
    /// Reference of the patient.
    pub patient: &'a str,
    /// Reference of who wrote.
    pub writer: &'a str,
}

fn author(submission: &Submission, ids: &FormIds<'_>) -> Value {
    if submission.route == Route::Phone {
        let receptionists = staff::members_of("reception");
        let turn = usize::try_from(submission.key).unwrap_or(0) % receptionists.len().max(1);
        return receptionists.get(turn).map_or_else(staff::practice_reference, |member| member.reference());
    }
    reference(ids.writer)
}

fn preferred_contact(welsh: bool, dice: &mut Dice) -> Value {
    // Codes 1 to 5 of UKCore-PreferredContactMethod: letter, visit, telephone, e-mail, text message.
    let (code, display) =
        [("3", "Telephone"), ("5", "Text message"), ("5", "Text message"), ("4", "E-mail"), ("3", "Telephone")]
            [dice.index(5)];
    let question = if welsh { "Sut dylem ni gysylltu â chi?" } else { "How should we contact you?" };
    let coding =
        object([("system", text(systems::PREFERRED_CONTACT)), ("code", text(code)), ("display", text(display))]);
    let answer = list(object([("valueCoding", coding)]));
    object([("linkId", text("preferred-contact")), ("text", text(question)), ("answer", answer)])
}

/// Returns the urgency that the intake rules state for a form, when a red-flag question was answered yes.
pub fn intake_urgency(submission: &Submission) -> Option<&'static str> {
    let flagged = &submission.problem.flagged;
    let grave = ["weakness", "face-swelling", "fit", "drowsy"];
    if submission.link != Link::Fresh || flagged.is_empty() || flagged.as_slice() == ["fever"] {
        None
    } else if flagged.iter().any(|flag| grave.contains(flag)) {
        Some(Urgency::Emergency.code())
    } else {
        Some(Urgency::Today.code())
    }
}
