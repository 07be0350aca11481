use super::*;

#[test]
fn a_wait_doubles_up_to_a_minute_and_is_never_under_a_quarter_of_its_ceiling() {
    let mut jitter = Jitter::new(1);
    for (failures, ceiling_ms) in [(1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (u32::MAX, 60_000)] {
        for _ in 0..200 {
            let wait_ms = jitter.backoff_ms(failures);
            assert!((ceiling_ms / 4..=ceiling_ms).contains(&wait_ms), "{wait_ms} ms after {failures}");
        }
    }
}

#[test]
fn the_providers_wish_is_kept_with_up_to_a_fifth_on_top_and_capped_at_a_quarter_of_an_hour() {
    let mut jitter = Jitter::new(1);
    for _ in 0..200 {
        assert!((30_000..=36_000).contains(&jitter.retry_after_ms(30_000)));
        assert!((900_000..=1_080_000).contains(&jitter.retry_after_ms(u64::MAX)));
    }
    assert_eq!(jitter.retry_after_ms(0), 0);
}

#[test]
fn pcs_that_lost_the_line_together_do_not_come_back_together() {
    let waits: std::collections::BTreeSet<u64> = (0..20).map(|seed| Jitter::new(seed).backoff_ms(4)).collect();
    assert!(waits.len() > 15);
}

#[test]
fn the_same_seed_gives_the_same_waits() {
    let waits = |seed| {
        let mut jitter = Jitter::new(seed);
        [jitter.backoff_ms(3), jitter.retry_after_ms(5_000), jitter.backoff_ms(1)]
    };
    assert_eq!(waits(42), waits(42));
}
