use super::*;

#[test]
fn a_yes_inside_the_group_is_a_red_flag() {
    assert!(is_red_flag(&["red-flags", "breathless"], true));
}

#[test]
fn a_no_inside_the_group_is_not() {
    assert!(!is_red_flag(&["red-flags", "breathless"], false));
}

#[test]
fn a_yes_elsewhere_is_not() {
    assert!(!is_red_flag(&["history", "smoker"], true));
    assert!(!is_red_flag(&["red-flags-read"], true));
    assert!(!is_red_flag(&[], true));
}

#[test]
fn the_group_counts_at_any_depth() {
    assert!(is_red_flag(&["form", "red-flags", "chest", "pain"], true));
}

#[test]
fn a_single_question_under_the_group_id_counts() {
    assert!(is_red_flag(&["red-flags"], true));
}
