#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use chrono::TimeZone;

fn settings() -> PracticeSettings {
    PracticeSettings {
        list_size: 10_400,
        seed: 7,
        date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        requests: None,
        now: Utc.with_ymd_and_hms(2026, 11, 23, 9, 41, 0).unwrap(),
    }
}
#[test]
fn time() {
    let s = settings();
    let t = std::time::Instant::now();
    let people = people::register(&s);
    eprintln!("register {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let n: usize = people.iter().map(|p| person_resource::patient(p).as_object().unwrap().len()).sum();
    eprintln!("patients {:?} {n}", t.elapsed());
    let t = std::time::Instant::now();
    problems::catalogue();
    eprintln!("catalogue {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let mut desk = submission::Desk::new(7, &people);
    for day in -28..=1 {
        desk.write_day(s.date + Duration::days(day), s.list_size);
    }
    eprintln!("desk {:?} {}", t.elapsed(), desk.submissions.len());
    let t = std::time::Instant::now();
    for k in ["rash", "mole", "eye", "form", "swelling", "nail", "wound", "bite", "spots"] {
        photo::photo(k, 0, 0);
    }
    eprintln!("9 photos {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let p = generate(&s);
    eprintln!(
        "{:?} patients {} history {} upcoming {}",
        t.elapsed(),
        p.patients.len(),
        p.history.len(),
        p.upcoming.len()
    );
}
#[test]
fn dice_time() {
    let t = std::time::Instant::now();
    let mut x = 0;
    for n in 0..1000 {
        x += dice::Dice::new(1, "a", n).below(10);
    }
    eprintln!("dice init {:?} {x}", t.elapsed() / 1000);
    let t = std::time::Instant::now();
    let mut d = dice::Dice::new(1, "a", 0);
    for _ in 0..100_000 {
        x += d.below(10);
    }
    eprintln!("dice draw {:?} {x}", t.elapsed() / 100_000);
}
#[test]
fn dump() {
    let s = settings();
    let people = timeline::register(&s);
    let mut desk = submission::Desk::new(7, &people);
    for day in 0..=0 { desk.write_day(s.date + Duration::days(day), s.list_size); }
    for one in desk.submissions.iter().take(150) {
        let p = &people[one.person];
        eprintln!("## {} {} {} {} | {} | {} | dur={:?} tried={:?} worry={:?} want={:?}\n{}\n", one.at, p.given, p.family, p.age, one.problem.slug, one.route.code(), one.duration, one.words.tried, one.words.worried, one.words.wanted, one.words.problem);
    }
}
#[test]
fn zz_profile() {
    let s = settings();
    let people = timeline::register(&s);
    let mut desk = submission::Desk::new(7, &people);
    for day in -28..=1 { desk.write_day(s.date + Duration::days(day), s.list_size); }
    let t = std::time::Instant::now();
    let reqs = timeline::requests(&s, &people, &desk.submissions, course::Fate::ByAge);
    eprintln!("requests {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let a: Vec<_> = reqs.iter().map(request::Request::arrival).collect();
    eprintln!("arrivals {:?} {}", t.elapsed(), a.len());
    let t = std::time::Instant::now();
    let a: Vec<_> = reqs.iter().map(request::Request::arrival).collect();
    eprintln!("arrivals again {:?} {}", t.elapsed(), a.len());
    let t = std::time::Instant::now();
    let a: Vec<_> = reqs.iter().map(|r| messages::messages(r).len()).collect();
    eprintln!("messages {:?} {}", t.elapsed(), a.len());
    let t = std::time::Instant::now();
    let a: Vec<_> = reqs.iter().map(|r| r.task()).collect();
    eprintln!("task {:?} {}", t.elapsed(), a.len());
    let t = std::time::Instant::now();
    let a: Vec<_> = reqs.iter().map(|r| form::response(r.submission, r.person, &form::FormIds{form:"a",reference:"b",patient:"c",writer:"d"}, 1)).collect();
    eprintln!("form {:?} {}", t.elapsed(), a.len());
    let t = std::time::Instant::now();
    drop(a);
    eprintln!("drop {:?}", t.elapsed());
}
