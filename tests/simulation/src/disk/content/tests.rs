//! A file in shared pages is read as one that was kept whole.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Write {
        offset: usize,
        len: usize,
        byte: u8,
    },
    SetLen(usize),
    /// The copy is brought up to date.
    CatchUp,
    /// A copy is kept, and must not change any more.
    Keep,
}

proptest! {
    #[test]
    fn whatever_is_written_and_cut_is_read_as_from_plain_bytes_and_copies_keep_theirs(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let (mut content, mut plain) = (Content::default(), Vec::new());
        let (mut copy, mut changed) = (Content::default(), Vec::new());
        let mut kept = Vec::new();
        for step in steps {
            match step {
                Step::Write { offset, len, byte } => {
                    content.write(offset, &vec![byte; len]);
                    if len > 0 {
                        plain.resize(plain.len().max(offset + len), 0);
                        plain[offset..offset + len].fill(byte);
                    }
                    changed.push(offset..offset + len);
                }
                Step::SetLen(len) => {
                    content.set_len(len);
                    plain.resize(len, 0);
                    changed.push(len..usize::MAX);
                }
                Step::CatchUp => {
                    copy.catch_up(&content, changed.drain(..));
                    prop_assert!(copy.bytes() == plain);
                }
                Step::Keep => kept.push((content.clone(), plain.clone())),
            }
            prop_assert!(content.bytes() == plain);
            let mut part = [9; 5_000];
            let read = content.read(3_000, &mut part);
            let expected = plain.get(3_000..).unwrap_or_default();
            prop_assert_eq!(read, expected.len().min(part.len()));
            prop_assert!(part[..read] == expected[..read] && part[read..].iter().all(|byte| *byte == 0));
        }
        prop_assert!(kept.iter().all(|(content, plain)| content.bytes() == *plain));
    }
}

fn step() -> impl Strategy<Value = Step> {
    let len = || prop_oneof![0..20_000_usize, Just(PAGE), Just(2 * PAGE), Just(24)];
    let offset = || prop_oneof![0..30_000_usize, (0..8_usize).prop_map(|page| page * PAGE)];
    prop_oneof![
        4 => (offset(), len(), 1..=255_u8).prop_map(|(offset, len, byte)| Step::Write { offset, len, byte }),
        2 => offset().prop_map(Step::SetLen),
        1 => Just(Step::CatchUp),
        1 => Just(Step::Keep),
    ]
}
