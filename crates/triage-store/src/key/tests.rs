//! One key for one profile: found, refused, or made where there is nothing; never made anew.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::check::{KEY_CHECK, KeyCheck, Salts, write};
use super::*;
use crate::files::{Files, Folder};
use crate::open::tests::{folder, key};

#[test]
fn a_new_key_is_made_only_where_there_is_neither_a_profile_nor_anything_in_the_key_store() {
    let hex = key().to_hex();
    for (stored, exists, choice) in [
        (Some(hex.as_str()), false, KeyChoice::Use(key())),
        (Some(hex.as_str()), true, KeyChoice::Use(key())),
        (Some("not a key"), false, KeyChoice::Refuse(KeyRefused::Broken)),
        (Some("not a key"), true, KeyChoice::Refuse(KeyRefused::Broken)),
        (Some(""), true, KeyChoice::Refuse(KeyRefused::Broken)),
        (None, true, KeyChoice::Refuse(KeyRefused::Missing)),
        (None, false, KeyChoice::MakeNew),
    ] {
        assert_eq!(which_key(StoredKey::read(stored), || exists), choice, "{} {exists}", stored.is_some());
    }
}

#[test]
fn the_key_check_tells_right_wrong_damaged_and_absent_apart() {
    let folder = folder();
    let files = Folder::new(folder.path()).unwrap();
    let read = |key: &DataKey| KeyCheck::read(&files, key).unwrap();
    assert_eq!(read(&key()), KeyCheck::Absent);
    let salts = Salts { ledger: Salt::of(&[1; 16]), cache: Salt::of(&[2; 16]) };
    write(&files, &key(), salts).unwrap();
    assert_eq!(read(&key()), KeyCheck::Right(salts));
    assert_eq!(read(&DataKey::new([8; 32])), KeyCheck::Wrong);
    files.write(KEY_CHECK, &[0xFF; 64]).unwrap();
    assert_eq!(read(&key()), KeyCheck::Damaged);
    files.write(KEY_CHECK, b"").unwrap();
    assert_eq!(read(&key()), KeyCheck::Damaged);
}

#[test]
fn the_key_check_of_an_older_program_is_one_line_and_still_holds() {
    let folder = folder();
    let files = Folder::new(folder.path()).unwrap();
    files.write(KEY_CHECK, key().check_value().as_bytes()).unwrap();
    assert_eq!(KeyCheck::read(&files, &key()).unwrap(), KeyCheck::Right(Salts::default()));
}

#[test]
fn the_key_check_does_not_hold_the_key() {
    let folder = folder();
    let files = Folder::new(folder.path()).unwrap();
    write(&files, &key(), Salts::default()).unwrap();
    let text = String::from_utf8(files.read(KEY_CHECK).unwrap()).unwrap();
    assert!(!text.contains(&key().to_hex()));
    assert!(!text.contains(key().raw_key_of("ledger.db", None).trim_matches(['x', '\''])));
}
