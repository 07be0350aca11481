//! Owns how far the practice has got with a request by now: untouched, sorted, waiting, closed.
//!
//! Codes are those of the wire's state table; resources are written in `request.rs`.

use chrono::{DateTime, Duration, Utc};

use super::{
    calendar,
    dice::Dice,
    people::Person,
    problems::{FormKind, Urgency},
    staff::{self, Member},
    submission::{Link, Submission},
};

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has touched it.
    Untouched,
    /// Given to a team.
    Sorted,
    /// A person has it.
    Claimed,
    /// Decided, something is still to be done.
    Decided,
    /// The patient was asked something.
    AwaitingPatient,
    /// The patient has answered what was asked.
    Answered,
    /// Put aside until a day.
    Held,
    /// Handed back to everybody.
    Released,
    /// Done.
    Closed,
    /// Merged into another request.
    Duplicate,
    /// Not for this practice.
    Declined,
    /// Taken back by the patient.
    Withdrawn,
    /// Closed because the patient could not be reached.
    Unreachable,
}

impl Stage {
    /// Says whether somebody still has something to do.
    pub fn is_open(self) -> bool {
        match self {
            Self::Untouched
            | Self::Sorted
            | Self::Claimed
            | Self::Decided
            | Self::AwaitingPatient
            | Self::Answered
            | Self::Held
            | Self::Released => true,
            Self::Closed | Self::Duplicate | Self::Declined | Self::Withdrawn | Self::Unreachable => false,
        }
    }

    /// Returns `Task.status` and the code of `Task.businessStatus`.
    pub fn codes(self) -> (&'static str, &'static str) {
        match self {
            Self::Untouched => ("requested", "new"),
            Self::Sorted => ("requested", "sorted"),
            Self::Released => ("requested", "released"),
            Self::Claimed => ("accepted", "sorted"),
            Self::Decided | Self::Answered => ("in-progress", "decided"),
            Self::AwaitingPatient => ("on-hold", "awaiting-patient"),
            Self::Held => ("on-hold", "held"),
            Self::Closed | Self::Duplicate => ("completed", "closed"),
            Self::Declined => ("rejected", "declined"),
            Self::Withdrawn => ("cancelled", "withdrawn"),
            Self::Unreachable => ("failed", "unreachable"),
        }
    }
}

/// What has happened to a request.
pub struct Course {
    /// Where it stands.
    pub stage: Stage,
    /// When a person first opened it.
    pub opened: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed: Option<DateTime<Utc>>,
    /// Who has or had it.
    pub person: Option<&'static Member>,
    /// Team it was given to.
    pub team: Option<&'static str>,
    /// What staff call it, once somebody has looked.
    pub urgency: Urgency,
    /// Outcome code.
    pub disposition: Option<&'static str>,
    /// First day on which it comes back, when held.
    pub held_until: Option<DateTime<Utc>>,
    /// Whether the outcome stands in the clinical record.
    pub filed: Option<DateTime<Utc>>,
}

impl Course {
    /// Nobody has touched it.
    pub fn untouched() -> Self {
        Self {
            stage: Stage::Untouched,
            opened: None,
            closed: None,
            person: None,
            team: None,
            urgency: Urgency::Routine,
            disposition: None,
            held_until: None,
            filed: None,
        }
    }
}

/// Length of one day's core hours in minutes.
const CORE_DAY_MIN: i64 = 630;
/// Share of urgent requests of another day that are closed, per mille: what is urgent is rarely forgotten, yet sometimes.
const URGENT_CLOSED_PERMILLE: u32 = 996;

/// Share of requests closed by core time since the practice could first see them: minutes and per mille (our estimate; an
/// open set of 50 to 300 at a mean practice follows from it).
const CLOSED_BY_AGE: [(i64, u32); 11] = [
    (30, 20),
    (60, 110),
    (120, 300),
    (240, 520),
    (480, 680),
    (630, 820),
    (1_260, 905),
    (1_890, 945),
    (3_150, 970),
    (6_300, 987),
    (i64::MAX, 995),
];

/// What must be true of a request's course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// As its age suggests.
    ByAge,
    /// Still open.
    Open,
    /// Done.
    Closed,
}

/// Draws what has happened to a submission by `now`.
pub fn course(submission: &Submission, person: &Person, fate: Fate, now: DateTime<Utc>, dice: &mut Dice) -> Course {
    let seen_from = calendar::opens_at_or_after(submission.at);
    let latest = match fate {
        Fate::Closed => now.max(seen_from + Duration::minutes(2)),
        Fate::Open | Fate::ByAge => calendar::open_at_or_before(now),
    };
    if latest < seen_from + Duration::minutes(2) {
        return Course::untouched();
    }
    let age_min = calendar::core_minutes(seen_from, now);
    let closed = match fate {
        Fate::Open => false,
        Fate::Closed => true,
        Fate::ByAge => {
            let share = CLOSED_BY_AGE.iter().find(|(limit, _)| age_min < *limit).map_or(0, |(_, share)| *share);
            let is_urgent_of_another_day = submission.problem.urgency >= Urgency::Today && age_min >= CORE_DAY_MIN;
            dice.chance(if is_urgent_of_another_day { URGENT_CLOSED_PERMILLE } else { share })
        }
    };
    let stage = if closed { closed_stage(submission, dice) } else { open_stage(age_min, dice) };
    let mut course = Course { stage, ..Course::untouched() };
    if stage == Stage::Untouched {
        return course;
    }
    let opened =
        (seen_from + Duration::minutes(dice.between(1, age_min.clamp(2, 95)))).min(latest - Duration::minutes(1));
    let known_urgency = course_urgency(submission, dice);
    course.opened = Some(opened);
    course.urgency = known_urgency;
    course.team = Some(team(submission, known_urgency));
    if !matches!(stage, Stage::Sorted | Stage::Released) {
        course.person = Some(handler(submission, person, dice));
    }
    if matches!(stage, Stage::Decided | Stage::Closed) {
        course.disposition = Some(disposition(submission, known_urgency, dice));
    }
    if !stage.is_open() {
        close(&mut course, opened, latest, dice);
    }
    if stage == Stage::Held {
        let ahead = calendar::local_date(now) + Duration::days(dice.between(1, 9));
        let day = calendar::next_working_day(ahead - Duration::days(1));
        course.held_until = Some(calendar::moment(day, calendar::CORE_START_MIN * 60));
    }
    course
}

fn close(course: &mut Course, opened: DateTime<Utc>, latest: DateTime<Utc>, dice: &mut Dice) {
    // Most are closed in one go; the slow ones end a working day or two later.
    let minutes = if dice.chance(860) { dice.between(2, 170) } else { dice.between(300, 2_600) };
    let closed = calendar::opens_at_or_after(opened + Duration::minutes(minutes)).min(latest);
    course.closed = Some(closed);
    if course.stage == Stage::Closed && dice.chance(880) {
        course.filed = Some((closed + Duration::minutes(dice.between(0, 12))).min(latest));
    }
    if course.stage == Stage::Duplicate {
        course.disposition = Some("duplicate");
    }
}

fn closed_stage(submission: &Submission, dice: &mut Dice) -> Stage {
    match submission.link {
        Link::Repeats(_) => Stage::Duplicate,
        Link::Chases(_) if dice.chance(600) => Stage::Duplicate,
        Link::Fresh | Link::Chases(_) => [Stage::Closed, Stage::Declined, Stage::Withdrawn, Stage::Unreachable]
            [dice.weighted([965, 8, 15, 12].into_iter())],
    }
}

fn open_stage(age_min: i64, dice: &mut Dice) -> Stage {
    use Stage::{Answered, AwaitingPatient, Claimed, Decided, Held, Released, Sorted, Untouched};
    const STAGES: [Stage; 8] = [Untouched, Sorted, Claimed, Decided, AwaitingPatient, Answered, Held, Released];
    let weights: [u32; 8] = match age_min {
        ..45 => [82, 13, 5, 0, 0, 0, 0, 0],
        45..180 => [50, 27, 14, 2, 5, 1, 0, 1],
        180..630 => [28, 30, 18, 6, 12, 4, 1, 1],
        _ => [9, 24, 22, 8, 22, 6, 8, 1],
    };
    STAGES[dice.weighted(weights.into_iter())]
}

/// Staff mostly agree with the catalogue; one judgement in eight is a step off.
fn course_urgency(submission: &Submission, dice: &mut Dice) -> Urgency {
    let told = submission.problem.urgency;
    if !dice.chance(125) {
        return told;
    }
    match told {
        Urgency::Routine => Urgency::Soon,
        Urgency::Soon => [Urgency::Routine, Urgency::Today][dice.index(2)],
        Urgency::Today | Urgency::Emergency => Urgency::Today,
    }
}

fn team(submission: &Submission, urgency: Urgency) -> &'static str {
    if urgency >= Urgency::Today { "duty-gp" } else { submission.problem.team }
}

fn handler(submission: &Submission, person: &Person, dice: &mut Dice) -> &'static Member {
    let usual = &staff::MEMBERS[person.usual_gp];
    if submission.problem.team == "duty-gp" && dice.chance(350) {
        return usual;
    }
    let team = staff::members_of(submission.problem.team);
    team.get(dice.index(team.len())).copied().unwrap_or(usual)
}

fn disposition(submission: &Submission, urgency: Urgency, dice: &mut Dice) -> &'static str {
    let clinical: &[(&'static str, u32)] = match urgency {
        Urgency::Emergency => &[("emergency", 60), ("face-to-face-today", 40)],
        Urgency::Today => &[("face-to-face-today", 58), ("telephone-today", 34), ("home-visit", 3), ("emergency", 5)],
        Urgency::Soon => &[
            ("advice-by-message", 24),
            ("telephone-today", 18),
            ("routine-face-to-face", 20),
            ("prescription", 16),
            ("test-arranged", 12),
            ("pharmacy-first", 10),
        ],
        Urgency::Routine => &[
            ("advice-by-message", 34),
            ("routine-face-to-face", 15),
            ("routine-telephone", 16),
            ("prescription", 9),
            ("test-arranged", 9),
            ("referral", 6),
            ("self-referral", 5),
            ("social-prescriber", 2),
            ("video", 1),
        ],
    };
    let table: &[(&'static str, u32)] = match (submission.problem.kind, submission.problem.team) {
        (FormKind::Medication, _) => &[("prescription", 78), ("pharmacist", 12), ("advice-by-message", 10)],
        (FormKind::FitNote, _) => &[("fit-note", 86), ("routine-telephone", 14)],
        (FormKind::TestResult, _) => &[("result-given", 82), ("routine-telephone", 12), ("test-arranged", 6)],
        (FormKind::Admin, _) => &[("letter-or-form", 48), ("advice-by-message", 34), ("no-action", 18)],
        (_, "physio") => &[("physio", 70), ("advice-by-message", 20), ("self-referral", 10)],
        (_, "nursing") if urgency < Urgency::Today => &[("nurse", 75), ("advice-by-message", 25)],
        (FormKind::New | FormKind::Existing | FormKind::Child | FormKind::Carer, _) => clinical,
    };
    table[dice.weighted(table.iter().map(|(_, weight)| *weight))].0
}

/// Returns how care with that outcome is delivered.
pub fn mode(disposition: &str) -> Option<&'static str> {
    Some(match disposition {
        "telephone-today" | "routine-telephone" | "pharmacist" => "telephone",
        "face-to-face-today" | "routine-face-to-face" | "physio" | "nurse" | "mental-health" => "face-to-face",
        "home-visit" => "home-visit",
        "video" => "video",
        "no-action" | "duplicate" | "not-our-patient" => return None,
        _ => "message",
    })
}
