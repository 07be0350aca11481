//! Owns the outward form of a message: greetings, letters, thumb-typing and misspelling.

use super::{
    dice::Dice,
    phrases::{Scene, common, fill},
    voice::Voice,
};

/// Gives finished sentences the outward form of a manner of writing.
pub fn dress(text: String, voice: Voice, scene: &Scene<'_>, dice: &mut Dice) -> String {
    match voice {
        Voice::Terse => text.trim_end_matches('.').to_owned(),
        Voice::Plain | Voice::Chatty | Voice::RunOn => polite(text, scene, dice),
        Voice::Reported => text,
        Voice::Careless => misspell(&polite(text, scene, dice), dice),
        Voice::Formal => letter(&text, scene, dice),
        Voice::Texting => texting(&text, dice),
        Voice::Capitals => text.to_uppercase(),
    }
}

fn polite(text: String, scene: &Scene<'_>, dice: &mut Dice) -> String {
    let mut whole = text;
    if dice.chance(240) {
        let joint = dice.pick(&[", ", ". ", " - ", ",\n"]);
        whole = format!("{}{joint}{whole}", fill(dice.pick(common("hello")), scene, dice));
    }
    if dice.chance(380) {
        let end = dice.pick(&["", ".", ".", "!", " x"]);
        whole = format!("{whole} {}{end}", dice.pick(common("thanks")));
    }
    if dice.chance(120) {
        whole = format!("{whole}\n{}", scene.writer().0);
    }
    whole
}

fn letter(text: &str, scene: &Scene<'_>, dice: &mut Dice) -> String {
    let hello = fill(dice.pick(common("formal-hello")), scene, dice);
    let end = dice.pick(common("formal-end"));
    let (given, family, title) = scene.writer();
    let initial = given.chars().next().unwrap_or('A');
    let name = format!("{title} {initial} {family}");
    let text =
        text.replace("I’m ", "I am ").replace("I’ve ", "I have ").replace("don’t", "do not").replace("can’t", "cannot");
    let text =
        text.replace("I'm ", "I am ").replace("I've ", "I have ").replace("don't", "do not").replace("can't", "cannot");
    format!("{hello},\n{text}\n{end},\n{}", name.trim())
}

/// What people leave out when they type with their thumbs.
const SHORT_FORMS: [(&str, &str); 18] = [
    (" you ", " u "),
    (" your ", " ur "),
    (" please", " pls"),
    (" because ", " cos "),
    (" and ", " n "),
    (" are ", " r "),
    (" appointment", " appt"),
    (" doctor", " dr"),
    (" tomorrow", " tmrw"),
    (" weeks", " wks"),
    (" really ", " rly "),
    (" minutes", " mins"),
    (" probably ", " prob "),
    (" with ", " w "),
    (" though", " tho"),
    (" going to ", " gonna "),
    (" something", " smthing"),
    (" before ", " b4 "),
];

fn texting(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_lowercase().replace(['\'', '’'], "");
    for (long, short) in SHORT_FORMS {
        if dice.chance(400) {
            text = text.replace(long, short);
        }
    }
    let text = text.replace(". ", dice.pick(&[" ", ", ", "\n", " .. "]));
    text.trim_end_matches('.').to_owned()
}

/// How people in a hurry spell.
const MISSPELT: [(&str, &str); 44] = [
    ("definitely", "definately"),
    ("received", "recieved"),
    ("diarrhoea", "diorrhea"),
    ("antibiotics", "antibotics"),
    ("prescription", "perscription"),
    ("appointment", "appointement"),
    ("stomach", "stomache"),
    ("tomorrow", "tommorow"),
    ("really", "realy"),
    ("because", "becuase"),
    ("swollen", "swolen"),
    ("breathing", "breatheing"),
    ("and ", "adn "),
    ("the ", "teh "),
    ("doctor", "docter"),
    ("medication", "medcation"),
    ("tablets", "tablits"),
    ("shoulder", "sholder"),
    ("muscle", "mussle"),
    ("headache", "head ache"),
    ("infection", "infecton"),
    ("paracetamol", "paracetomol"),
    ("ibuprofen", "ibrobrufen"),
    ("probably", "probaly"),
    ("getting", "geting"),
    ("their", "there"),
    ("you're", "your"),
    ("it's", "its"),
    ("don't", "dont"),
    ("can't", "cant"),
    ("I've", "Ive"),
    ("until", "untill"),
    ("separate", "seperate"),
    ("necessary", "neccessary"),
    ("surgery", "sugery"),
    ("pharmacy", "pharmacey"),
    ("hospital", "hopsital"),
    ("weird", "wierd"),
    ("again", "agian"),
    ("before", "befor"),
    ("sleeping", "sleepin"),
    ("would", "woud"),
    ("with ", "wiht "),
    ("having", "haveing"),
];

fn misspell(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for (right, wrong) in MISSPELT {
        if text.contains(right) && dice.chance(450) {
            text = text.replacen(right, wrong, 1);
        }
    }
    if dice.chance(400) {
        text = text.replace(". ", ".");
    }
    text
}
