//! What a full, a failing and a damaged disk does to the store.

use std::io;

use super::*;

#[test]
fn a_full_disk_makes_a_commit_fail_whole_and_the_next_one_succeeds_once_there_is_room() {
    let image = profile();
    let mut failed = 0;
    for bytes in (0..40_000).step_by(1_111) {
        let disk = Disk::from_image(&image, 1).unwrap();
        let stores = open(&disk).unwrap();
        decide(&stores, 1).unwrap();
        disk.fill_up_after(bytes);
        let second = decide(&stores, 2);
        assert!(matches!(second, Ok(()) | Err(StoreError::DiskFull(_))), "{second:?}");
        failed += u64::from(second.is_err());
        let told = 1 + u64::from(second.is_ok());
        assert_eq!(kept(&stores), told, "{bytes} bytes of room");
        disk.free_space();
        decide(&stores, 1 + u8::try_from(told).unwrap()).unwrap();
        drop(stores);
        assert_sound(&disk, "ledger.db");
        assert_eq!(kept(&open(&disk).unwrap()), told + 1);
    }
    assert!(failed > 3, "{failed}");
}

#[test]
fn room_is_used_up_by_all_writes_together_and_the_one_that_goes_beyond_is_done_in_part() {
    let disk = Disk::new(1).unwrap();
    let file = disk.inside.open(0, "file", Missing::Create, AtClose::Keep).unwrap();
    disk.fill_up_after(5);
    file.write(0, b"abc").unwrap();
    assert_eq!(file.write(3, b"def"), Err(DiskError::Full));
    assert_eq!(file.write(0, b"x"), Err(DiskError::Full));
    assert_eq!(disk.read("file").unwrap(), b"abcde");
}

#[test]
fn a_full_disk_leaves_the_old_file_where_a_new_one_does_not_fit() {
    let disk = Disk::new(1).unwrap();
    disk.write("key-check", b"old").unwrap();
    disk.fill_up_after(2);
    assert_eq!(disk.write("key-check", b"new").unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!(disk.read("key-check").unwrap(), b"old");
    disk.free_space();
    disk.write("key-check", b"new").unwrap();
    assert_eq!(disk.read("key-check").unwrap(), b"new");
}

#[test]
fn whatever_access_fails_a_commit_that_returned_is_kept_and_none_is_kept_by_half() {
    let image = profile();
    for fault in [Fault::Open, Fault::Read, Fault::Write, Fault::Sync, Fault::SyncForgets] {
        for times in [Times::Once, Times::Always] {
            let mut nth = 1;
            let mut failed = true;
            while failed {
                let disk = Disk::from_image(&image, 1).unwrap();
                disk.fail(fault, nth, times);
                let mut told = 0;
                failed = match open(&disk) {
                    Ok(stores) => (1..=3).any(|n| decide(&stores, n).map(|()| told += 1).is_err()),
                    Err(_) => true,
                };
                disk.repair();
                disk.restart(Loss::Everything, &mut dice(nth));
                assert_sound(&disk, "ledger.db");
                let kept = kept(&open(&disk).unwrap());
                assert!(kept == told || kept == told + 1, "{fault:?} {nth} {times:?}: {kept} kept, {told} told");
                nth += 1;
            }
            assert!(nth > 3, "{fault:?} {times:?}");
        }
    }
}

#[test]
fn the_sync_after_a_failed_one_makes_the_write_durable_unless_the_disk_forgot_it() {
    for (fault, durable) in [(Fault::Sync, true), (Fault::SyncForgets, false)] {
        let disk = Disk::new(1).unwrap();
        let file = disk.inside.open(0, "file", Missing::Create, AtClose::Keep).unwrap();
        file.sync().unwrap();
        file.write(0, b"words").unwrap();
        disk.fail(fault, 1, Times::Once);
        assert_eq!(file.sync(), Err(DiskError::Failed(fault)));
        file.sync().unwrap();
        assert_eq!(disk.read("file").unwrap(), b"words");
        disk.restart(Loss::Nothing, &mut dice(1));
        assert_eq!(disk.read("file").unwrap(), if durable { b"words" } else { &[0; 5] });
    }
}

#[test]
fn damage_is_reported_or_harmless_and_an_older_copy_opens() {
    let image = profile();
    let mut reported = BTreeSet::new();
    for damage in Damage::ALL {
        for throw in 0..10 {
            let disk = Disk::from_image(&image, 1).unwrap();
            let stores = open(&disk).unwrap();
            decide(&stores, 1).unwrap();
            drop(stores);
            disk.damage("ledger.db", damage, &mut dice(throw)).unwrap();
            match open(&disk) {
                Ok(stores) => {
                    let found = stores.ledger.operations().map(|operations| operations.len());
                    assert!(matches!(found, Ok(1) | Err(_)), "{damage:?} {throw}: {found:?}");
                }
                Err(OpenStoreError::Damaged { .. } | OpenStoreError::Migration { .. }) => {
                    reported.insert(format!("{damage:?}"));
                }
                Err(other) => panic!("{damage:?} {throw}: {other:?}"),
            }
            disk.put_back("ledger.db", &image);
            assert_eq!(kept(&open(&disk).unwrap()), 0);
        }
    }
    assert_eq!(reported.len(), Damage::ALL.len(), "{reported:?}");
}

#[test]
fn a_wal_that_somebody_deletes_takes_its_commits_with_it() {
    let disk = Disk::from_image(&profile(), 1).unwrap();
    let stores = open(&disk).unwrap();
    decide(&stores, 1).unwrap();
    disk.kill_program();
    disk.lose("ledger.db-wal");
    assert_eq!(kept(&open(&disk).unwrap()), 0);
}

#[test]
fn a_file_that_is_not_there_cannot_be_damaged() {
    let disk = Disk::new(1).unwrap();
    assert_eq!(disk.damage("ledger.db", Damage::FlipBit, &mut dice(1)), Err(DiskError::NotFound));
}
