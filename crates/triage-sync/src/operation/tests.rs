#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::sample::{note, operation, request};

#[test]
fn the_digest_of_a_decision_is_the_one_that_witnesses_of_before_carry() {
    let digest = operation(1, note("Seen"), &request("req-a")).digest();
    assert_eq!(digest, "bb9a2ebb03abcbbabe2274b4ca66026676ee3e006fb63877b20e3bac64afbda6");
}
