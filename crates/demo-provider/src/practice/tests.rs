#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{Datelike, TimeZone, Weekday};
use sha1::{Digest, Sha1};

use super::*;

fn settings(seed: u64) -> PracticeSettings {
    PracticeSettings {
        list_size: 10_400,
        seed,
        date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        requests: None,
        now: Utc.with_ymd_and_hms(2026, 11, 23, 9, 41, 0).unwrap(),
    }
}

fn practice() -> &'static SyntheticPractice {
    static PRACTICE: LazyLock<SyntheticPractice> = LazyLock::new(|| generate(&settings(7)));
    &PRACTICE
}

fn task(arrival: &Arrival) -> &Value {
    arrival.resources.iter().find(|resource| resource["id"] == arrival.task_id.as_str()).unwrap()
}

fn of_type<'a>(arrival: &'a Arrival, name: &str) -> Vec<&'a Value> {
    arrival.resources.iter().filter(|resource| resource["resourceType"] == name).collect()
}

fn words(arrival: &Arrival) -> String {
    of_type(arrival, "QuestionnaireResponse")[0]["item"][0]["answer"][0]["valueString"].as_str().unwrap().to_owned()
}

fn business_status(task: &Value) -> &str {
    task["businessStatus"]["coding"][0]["code"].as_str().unwrap()
}

fn is_open(task: &Value) -> bool {
    matches!(task["status"].as_str().unwrap(), "requested" | "accepted" | "in-progress" | "on-hold")
}

fn open_count(practice: &SyntheticPractice) -> usize {
    practice.history.iter().filter(|arrival| is_open(task(arrival))).count()
}

fn bytes(practice: &SyntheticPractice) -> String {
    let mut all = serde_json::to_string(&practice.directory).unwrap();
    all += &serde_json::to_string(&practice.patients).unwrap();
    for arrival in practice.history.iter().chain(&practice.upcoming) {
        all += &format!("{} {} ", arrival.at, arrival.task_id);
        all += &serde_json::to_string(&arrival.resources).unwrap();
    }
    all
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(target) if name == "reference" => found.push(target.to_owned()),
                    Some(target) if name == "url" && target.starts_with("Binary/") => found.push(target.to_owned()),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn local_name(resource: &Value) -> String {
    format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap())
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let small = PracticeSettings { list_size: 1_500, ..settings(7) };
    assert_eq!(bytes(&generate(&small)), bytes(&generate(&small)));
}

#[test]
fn another_seed_gives_other_people_and_other_requests() {
    let (one, other) = (generate(&settings(1)), generate(&settings(2)));
    let same = one.patients.iter().zip(&other.patients).filter(|(left, right)| left["name"] == right["name"]).count();
    assert!(same < one.patients.len() / 20, "{same} of {} share a name", one.patients.len());
    assert_ne!(words(&one.history[0]), words(&other.history[0]));
}

#[test]
fn a_practice_holds_as_many_patients_as_its_list() {
    let practice = practice();
    let patients = practice.patients.iter().filter(|one| one["resourceType"] == "Patient").count();
    assert_eq!(patients, 10_400);
    assert!(practice.staff.len() >= 15);
    assert_eq!(practice.directory[0], practice.organization);
}

#[test]
fn every_nhs_number_is_valid_unique_and_from_the_999_range() {
    let mut seen = BTreeSet::new();
    for patient in practice().patients.iter().filter(|one| one["resourceType"] == "Patient") {
        let number = patient["identifier"][0]["value"].as_str().unwrap();
        assert!(number.len() == 10 && number.starts_with("999"), "{number}");
        let check = nhs_number::check_digit(&number[..9]).unwrap();
        assert_eq!(check.to_string(), number[9..]);
        assert!(seen.insert(number.to_owned()), "{number} twice");
    }
}

#[test]
fn a_known_number_has_its_known_check_digit() {
    assert_eq!(nhs_number::check_digit("943476591"), Some(9));
    assert_eq!(nhs_number::check_digit("999000001"), Some(8));
}

#[test]
fn ages_follow_the_english_population() {
    let people = people::register(&settings(7));
    let share = |ages: std::ops::RangeInclusive<u32>| {
        people.iter().filter(|one| ages.contains(&one.age)).count() * 100 / people.len()
    };
    assert!((15..=23).contains(&share(0..=15)), "children {}", share(0..=15));
    assert!((15..=24).contains(&share(65..=120)), "65 and over {}", share(65..=120));
    assert!((3..=9).contains(&share(80..=120)), "80 and over {}", share(80..=120));
}

#[test]
fn every_mobile_number_is_from_the_range_for_drama() {
    for resource in &practice().patients {
        for telecom in resource["telecom"].as_array().unwrap() {
            let number = telecom["value"].as_str().unwrap();
            assert!(number.starts_with("07700 900") || number.starts_with("01632 960"), "{number}");
            assert_eq!(number.len(), 12);
        }
    }
}

#[test]
fn at_least_350_problems_appear() {
    let people = people::register(&settings(7));
    let mut desk = submission::Desk::new(7, &people);
    for day in 0..60 {
        desk.write_day(settings(7).date + Duration::days(day * 6), 10_400);
    }
    let problems: BTreeSet<usize> =
        desk.submissions.iter().map(|one| std::ptr::from_ref(one.problem) as usize).collect();
    assert!(problems.len() >= 350, "{} problems", problems.len());
}

#[test]
fn every_header_in_the_word_files_is_understood() {
    for file in problems::FILES {
        let headers = file.lines().filter(|line| line.starts_with('@')).count();
        assert_eq!(problems::parse(file).len(), headers, "{}", file.lines().next().unwrap());
    }
    for problem in problems::catalogue() {
        assert!(!problem.openings.is_empty(), "{} has no words", problem.title);
        assert!(staff::TEAMS.iter().any(|(code, _)| *code == problem.team), "{} has no team", problem.title);
    }
}

#[test]
fn no_bracket_or_brace_is_left_in_what_patients_write() {
    for arrival in &practice().history {
        let text = words(arrival);
        assert!(!text.contains(['[', ']', '{', '}', '|']), "{text}");
        assert!(!text.contains("  ") && !text.trim().is_empty(), "{text}");
    }
}

#[test]
fn no_two_of_200_further_requests_share_their_words() {
    let at = settings(7).now;
    let mut seen = BTreeSet::new();
    for n in 0..200 {
        let text = words(&extra(&settings(7), n, at + Duration::minutes(n.try_into().unwrap())));
        assert!(seen.insert(text.clone()), "twice: {text}");
    }
}

#[test]
fn no_two_requests_of_a_month_share_their_words() {
    let practice = practice();
    let mut seen = BTreeMap::new();
    for arrival in practice.history.iter().chain(&practice.upcoming) {
        *seen.entry(words(arrival)).or_insert(0) += 1;
    }
    let shared: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
    assert!(shared.len() <= 3, "{shared:?}");
}

#[test]
fn messages_are_as_short_as_five_words_and_as_long_as_two_hundred() {
    let lengths: Vec<usize> =
        practice().history.iter().map(|arrival| words(arrival).split_whitespace().count()).collect();
    assert!(lengths.iter().any(|length| *length <= 5));
    assert!(lengths.iter().any(|length| *length >= 170), "longest {:?}", lengths.iter().max());
    let mean = lengths.iter().sum::<usize>() / lengths.len();
    assert!((15..=60).contains(&mean), "mean {mean}");
}

#[test]
fn days_and_hours_follow_the_published_shares() {
    let mut by_weekday = [0_usize; 7];
    let (mut early, mut working, mut late_weekend, mut weekend) = (0_usize, 0_usize, 0_usize, 0_usize);
    // Ten weeks of autumn without a bank holiday.
    let start = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
    for day in 0..70 {
        let date = start + Duration::days(day);
        let mut dice = dice::Dice::new(7, "test", u64::try_from(day).unwrap());
        let count = calendar::volume(10_400, date, &mut dice);
        by_weekday[date.weekday().num_days_from_monday() as usize] += count;
        for at in calendar::arrivals(date, count, &mut dice) {
            let hour = calendar::local_minute(at) / 60;
            if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                weekend += 1;
                late_weekend += usize::from((20..22).contains(&hour));
            } else {
                working += 1;
                early += usize::from((8..10).contains(&hour));
            }
        }
    }
    let total: usize = by_weekday.iter().sum();
    for (day, permille) in [(0, 256), (1, 192), (5, 22), (6, 51)] {
        let share = by_weekday[day] * 1000 / total;
        assert!(share.abs_diff(permille) <= 12, "weekday {day}: {share} per mille");
    }
    assert!((early * 1000 / working).abs_diff(289) <= 15);
    assert!(late_weekend * 100 / weekend >= 16, "the weekend peaks late: {late_weekend} of {weekend}");
    let mean_working_day = (total - by_weekday[5] - by_weekday[6]) / 50;
    assert!(mean_working_day.abs_diff(156) <= 8, "{mean_working_day} on a working day");
}

#[test]
fn every_reference_points_at_something_written_before_or_with_it() {
    let practice = practice();
    let mut known: BTreeSet<String> = practice.directory.iter().chain(&practice.patients).map(local_name).collect();
    for arrival in practice.history.iter().chain(&practice.upcoming) {
        known.extend(arrival.resources.iter().map(local_name));
        let mut found = Vec::new();
        arrival.resources.iter().for_each(|resource| references(resource, &mut found));
        for target in found {
            assert!(known.contains(&target), "{target} in {}", arrival.task_id);
        }
    }
    let mut found = Vec::new();
    practice.directory.iter().chain(&practice.patients).for_each(|resource| references(resource, &mut found));
    assert!(found.iter().all(|target| known.contains(target)));
}

#[test]
fn every_id_is_used_once() {
    let practice = practice();
    let arrivals = practice.history.iter().chain(&practice.upcoming).flat_map(|arrival| &arrival.resources);
    let mut seen = BTreeSet::new();
    for resource in practice.directory.iter().chain(&practice.patients).chain(arrivals) {
        assert!(seen.insert(local_name(resource)), "{} twice", local_name(resource));
    }
}

#[test]
fn every_task_stands_in_a_state_of_the_wire() {
    let allowed = [
        ("requested", "new"),
        ("requested", "sorted"),
        ("requested", "released"),
        ("accepted", "sorted"),
        ("in-progress", "decided"),
        ("on-hold", "awaiting-patient"),
        ("on-hold", "held"),
        ("completed", "closed"),
        ("rejected", "declined"),
        ("cancelled", "withdrawn"),
        ("failed", "unreachable"),
    ];
    let mut seen = BTreeSet::new();
    for arrival in &practice().history {
        let task = task(arrival);
        let state = (task["status"].as_str().unwrap(), business_status(task));
        assert!(allowed.contains(&state), "{state:?}");
        seen.insert(format!("{state:?}"));
        let has = |code: &str| {
            task["output"].as_array().is_some_and(|all| all.iter().any(|one| one["type"]["coding"][0]["code"] == code))
        };
        let by_person = task["owner"]["type"] == "Practitioner";
        match state.1 {
            "new" => assert!(!by_person && task.get("output").is_none() && task["priority"] == "routine"),
            "sorted" => assert!(has("first-opened") && task["performerType"][0]["coding"][0]["code"].is_string()),
            "held" => assert!(task["restriction"]["period"]["start"].is_string()),
            "closed" => assert!(has("first-opened") && has("disposition") && by_person),
            _ => {}
        }
        assert_eq!(task["meta"]["tag"][0]["code"], staff::ODS_CODE);
    }
    assert!(seen.len() >= 9, "only {seen:?}");
}

#[test]
fn nothing_has_happened_after_now() {
    let now = settings(7).now;
    for arrival in &practice().history {
        let text = serde_json::to_string(&arrival.resources).unwrap();
        let task = task(arrival);
        for moment in [&task["lastModified"], &task["executionPeriod"]["end"], &task["authoredOn"]] {
            if let Some(moment) = moment.as_str() {
                let at = DateTime::parse_from_rfc3339(moment).unwrap();
                assert!(at <= now + Duration::minutes(3), "{moment} in {text}");
                assert!(at >= arrival.at);
            }
        }
    }
}

#[test]
fn photos_are_jpeg_and_their_hash_and_size_are_true() {
    let practice = practice();
    let mut photos = 0;
    for arrival in practice.history.iter().chain(&practice.upcoming) {
        let documents = of_type(arrival, "DocumentReference");
        for (binary, document) in of_type(arrival, "Binary").iter().zip(&documents) {
            let bytes = STANDARD.decode(binary["data"].as_str().unwrap()).unwrap();
            let attachment = &document["content"][0]["attachment"];
            assert_eq!(attachment["url"].as_str().unwrap(), local_name(binary));
            assert_eq!(attachment["size"].as_u64().unwrap(), bytes.len() as u64);
            assert_eq!(attachment["hash"].as_str().unwrap(), STANDARD.encode(Sha1::digest(&bytes)));
            assert!(bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
            photos += 1;
        }
        let inputs = task(arrival)["input"].as_array().unwrap();
        let linked = inputs.iter().filter(|one| one["type"]["coding"][0]["code"] == "photo").count();
        assert_eq!(linked, documents.len());
    }
    assert!(photos >= 20, "{photos} photos");
}

#[test]
fn a_request_that_intake_flagged_has_a_yes_in_its_form() {
    let practice = practice();
    let (mut flagged, mut unflagged_urgent) = (0, 0);
    for arrival in &practice.history {
        let task = task(arrival);
        let inputs = task["input"].as_array().unwrap();
        let urgency = inputs.iter().any(|one| one["type"]["coding"][0]["code"] == "intake-urgency");
        let form = serde_json::to_string(of_type(arrival, "QuestionnaireResponse")[0]).unwrap();
        if urgency {
            assert!(form.contains("\"valueBoolean\":true"));
            flagged += 1;
        } else if task["priority"] == "stat" {
            unflagged_urgent += 1;
        }
    }
    assert!(flagged >= 20, "{flagged} flagged");
    assert!(unflagged_urgent >= 10, "{unflagged_urgent} hidden emergencies");
}

#[test]
fn an_early_start_still_finds_a_queue() {
    for (day, hour, minute) in
        [(23, 0, 20), (24, 6, 0), (25, 8, 30), (26, 14, 0), (27, 18, 45), (28, 9, 0), (29, 22, 0)]
    {
        let at = Utc.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap();
        let settings = PracticeSettings { now: at, date: calendar::local_date(at), ..settings(3) };
        let open = open_count(&generate(&settings));
        assert!((60..=300).contains(&open), "{open} open at {at}");
    }
}

#[test]
fn a_number_of_requests_asked_for_is_open_at_now() {
    for count in [0, 1, 500, 3_000] {
        let practice = generate(&PracticeSettings { requests: Some(count), ..settings(7) });
        assert_eq!(open_count(&practice), count as usize);
        assert!(practice.history.is_sorted_by_key(|arrival| arrival.at));
    }
}

#[test]
fn chases_and_resubmissions_belong_to_an_earlier_request_of_the_same_patient() {
    let practice = practice();
    let tasks: BTreeMap<&str, &Value> =
        practice.history.iter().map(|arrival| (arrival.task_id.as_str(), task(arrival))).collect();
    let mut merged = 0;
    for later in tasks.values() {
        let outputs = later["output"].as_array().cloned().unwrap_or_default();
        for output in outputs.iter().filter(|one| one["type"]["coding"][0]["code"] == "merged-into") {
            let target = output["valueReference"]["reference"].as_str().unwrap().trim_start_matches("Task/");
            assert_eq!(tasks[target]["for"], later["for"]);
            merged += 1;
        }
    }
    assert!(merged >= 20, "{merged} merged");
    let chases = practice.history.iter().filter(|one| task(one)["description"].as_str().unwrap().contains("chasing"));
    assert!(chases.count() >= 30);
}

#[test]
fn proxies_write_for_children_and_old_people() {
    let practice = practice();
    let by_proxy = practice
        .history
        .iter()
        .filter(|arrival| task(arrival)["requester"]["reference"].as_str().unwrap().starts_with("RelatedPerson/"))
        .count();
    assert!(by_proxy * 100 / practice.history.len() >= 8, "{by_proxy} by proxy");
}

#[test]
fn some_submissions_are_welsh_and_say_so() {
    let practice = practice();
    let welsh =
        practice.history.iter().filter(|arrival| of_type(arrival, "QuestionnaireResponse")[0]["language"] == "cy");
    assert!(welsh.count() >= 10);
}

#[test]
fn nobody_who_has_died_writes() {
    let practice = practice();
    let dead: BTreeSet<String> =
        practice.patients.iter().filter(|patient| patient.get("deceasedDateTime").is_some()).map(local_name).collect();
    assert!(!dead.is_empty());
    let writers = practice.history.iter().map(|arrival| task(arrival)["for"]["reference"].as_str().unwrap().to_owned());
    assert!(writers.into_iter().all(|writer| !dead.contains(&writer)));
}

#[test]
fn the_same_further_arrival_comes_twice_the_same() {
    let at = settings(7).now;
    let (one, again, other) = (extra(&settings(7), 3, at), extra(&settings(7), 3, at), extra(&settings(7), 4, at));
    assert_eq!(one.resources, again.resources);
    assert_ne!(one.task_id, other.task_id);
    let patient = task(&one)["for"]["reference"].as_str().unwrap().to_owned();
    assert!(practice().patients.iter().any(|known| local_name(known) == patient));
}

#[test]
fn most_patients_answer_and_some_never_do() {
    let practice = practice();
    let mut silent = 0;
    let mut texts = BTreeSet::new();
    let asked: Vec<_> = practice.history.iter().take(400).collect();
    for arrival in &asked {
        match patient_answer(7, task(arrival), "Can you come in tomorrow at 9.40?") {
            Some(answer) => {
                assert!(answer.after > Duration::zero() && answer.after <= Duration::hours(31));
                texts.insert(answer.text);
            }
            None => silent += 1,
        }
    }
    assert!((60..=150).contains(&silent), "{silent} of 400 silent");
    assert!(texts.len() >= 15);
}

#[test]
fn about_one_message_in_fifty_fails_with_a_reason() {
    let failed = (0..5_000)
        .filter(|n| {
            let request = serde_json::json!({"id": format!("m{n}"), "payload": [{"contentString": "Hello"}]});
            delivery(7, &request).failure.is_some()
        })
        .count();
    assert!((60..=140).contains(&failed), "{failed} of 5000");
}

#[test]
fn an_empty_list_makes_an_empty_practice() {
    let practice = generate(&PracticeSettings { list_size: 0, ..settings(7) });
    assert!(practice.patients.is_empty() && practice.history.is_empty() && practice.upcoming.is_empty());
}
