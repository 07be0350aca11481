#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn an_identifier_is_printable_ascii_without_blanks_of_a_bounded_length() {
    assert_eq!(RequestId::parse(""), Err(ParseIdError::Empty));
    assert!(RequestId::parse(&"a".repeat(128)).is_ok());
    assert_eq!(RequestId::parse(&"a".repeat(129)), Err(ParseIdError::TooLong));
    for odd in ["a b", "a\n", "ŵ", "a\u{202e}b", "\0"] {
        assert_eq!(RequestId::parse(odd), Err(ParseIdError::BadCharacter), "{odd:?}");
    }
}

#[test]
fn an_operation_id_is_a_uuid_and_one_uuid_has_one_spelling() {
    let id = OpId::parse("0190A2B3-0000-7000-8000-00000000ABCD").unwrap();
    assert_eq!(id.as_str(), "0190a2b3-0000-7000-8000-00000000abcd");
    assert_eq!(OpId::parse(OpId::from_bytes([0xab; 16]).as_str()).unwrap(), OpId::from_bytes([0xab; 16]));
    for odd in ["", "0190a2b3", "0190a2b3-0000-7000-8000-00000000abcg", "0190a2b30000-7000-8000-00000000abcd-"] {
        assert_eq!(OpId::parse(odd), Err(ParseIdError::NotAUuid), "{odd}");
    }
}
