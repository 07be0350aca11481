use super::*;

#[test]
fn what_people_wrote_does_not_show_in_a_log() {
    let shown = format!("{:?}", Words::new("chest pain since Friday"));
    assert_eq!(shown, "Words(23 characters)");
}

#[test]
fn an_excerpt_folds_white_space_and_never_cuts_inside_a_character() {
    let words = Words::new("  ŵyth\n\n diwrnod\t🤒🤒 ");
    assert_eq!(words.excerpt(100), "ŵyth diwrnod 🤒🤒");
    for limit in 0..20 {
        assert!(words.excerpt(limit).chars().count() <= limit);
    }
    assert_eq!(words.excerpt(14), "ŵyth diwrnod 🤒");
}
