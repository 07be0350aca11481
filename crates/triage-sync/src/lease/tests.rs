#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap()
}

fn learnt(samples: &[(u64, u64, i64)]) -> ServerClock {
    let mut clock = ServerClock::default();
    for (sent_ms, received_ms, date_s) in samples {
        clock.learn(Sample {
            sent_ms: *sent_ms,
            received_ms: *received_ms,
            date: noon() + TimeDelta::seconds(*date_s),
        });
    }
    clock
}

#[test]
fn before_the_first_answer_and_after_a_doubt_nobody_knows_the_servers_time() {
    assert_eq!(ServerClock::default().at(1_000), None);
    let mut clock = learnt(&[(0, 10, 0)]);
    clock.doubt();
    assert_eq!(clock.at(1_000), None);
}

#[test]
fn the_quickest_answer_says_the_time_with_half_its_way_and_a_second_of_doubt() {
    let time = learnt(&[(0, 900, 0), (1_000, 1_100, 7), (2_000, 2_600, 3)]).at(3_050).unwrap();
    assert_eq!(time.estimate, noon() + TimeDelta::milliseconds(9_000));
    assert_eq!(time.uncertainty, TimeDelta::milliseconds(1_050));
}

#[test]
fn an_answer_counts_among_the_last_eight_only() {
    let mut samples = vec![(0, 2, 100)];
    samples.extend((1..=8).map(|n| (n * 1_000, n * 1_000 + 400, 0)));
    assert_eq!(learnt(&samples).at(8_200).unwrap().uncertainty, TimeDelta::milliseconds(1_200));
}

#[test]
fn of_equally_quick_answers_the_last_counts() {
    let time = learnt(&[(0, 100, 0), (1_000, 1_100, 5)]).at(1_050).unwrap();
    assert_eq!(time.estimate, noon() + TimeDelta::seconds(5));
}

#[test]
fn an_answer_from_before_its_question_is_passed_over() {
    assert_eq!(learnt(&[(100, 50, 0)]).at(200), None);
}

#[test]
fn between_the_holders_last_moment_and_the_takers_first_there_is_a_gap() {
    let server = ServerTime { estimate: noon(), uncertainty: TimeDelta::seconds(2) };
    let expires = |seconds| noon() + TimeDelta::seconds(seconds);
    assert!(may_act(expires(3), server));
    assert!(!may_act(expires(2), server));
    assert!(!may_take(expires(-2), server));
    assert!(may_take(expires(-3), server));
    for seconds in -2..=2 {
        assert!(!may_act(expires(seconds), server) && !may_take(expires(seconds), server));
    }
}

proptest! {
    /// Two PCs, any delays: never does one act on a claim that another may take (invariant 39).
    #[test]
    fn nobody_takes_what_its_holder_may_still_act_on(
        out_ms in 0_u64..20_000, back_ms in 0_u64..20_000,
        other_out_ms in 0_u64..20_000, other_back_ms in 0_u64..20_000,
        stamped_ms in 0_i64..999, later_ms in 0_u64..900_000, expires_ms in -900_000_i64..900_000,
    ) {
        let expires = noon() + TimeDelta::milliseconds(expires_ms);
        let time = |out_ms: u64, back_ms: u64| {
            // The server stamps at `noon + stamped_ms`, which its header cuts to noon.
            let mut clock = ServerClock::default();
            clock.learn(Sample { sent_ms: 0, received_ms: out_ms + back_ms, date: noon() });
            let stamped_at_ms = i64::try_from(out_ms).unwrap();
            let asked_ms = out_ms + back_ms + later_ms;
            let truth = noon() + TimeDelta::milliseconds(stamped_ms + i64::try_from(asked_ms).unwrap() - stamped_at_ms);
            (clock.at(asked_ms).unwrap(), truth)
        };
        let (holder, holder_truth) = time(out_ms, back_ms);
        let (taker, taker_truth) = time(other_out_ms, other_back_ms);
        if may_act(expires, holder) {
            prop_assert!(holder_truth < expires);
        }
        if may_take(expires, taker) {
            prop_assert!(taker_truth > expires);
        }
    }
}
