//! What is there after a power cut.

use super::*;

/// How often a power cut is tried where dice decide what survives.
const THROWS: u64 = 4;

/// Decisions in a story, of which each is one commit.
const DECISIONS: u8 = 3;

#[test]
fn a_ledger_commit_outlives_every_later_power_cut_and_one_that_is_cut_short_is_whole_or_absent() {
    let image = profile();
    let undisturbed = Disk::from_image(&image, 7).unwrap();
    assert_eq!(tell(&undisturbed), u64::from(DECISIONS));
    let operations = undisturbed.operations();
    assert!(operations > 30, "{operations}");
    let (mut whole, mut absent) = (0, 0);
    for (k, loss, throw) in cuts(operations) {
        let disk = Disk::from_image(&image, 7).unwrap();
        disk.cut_power_at(k);
        let told = tell(&disk);
        assert!(!disk.has_power(), "cut at {k} of {operations}");
        disk.restart(loss, &mut dice(throw));
        assert_sound(&disk, "ledger.db");
        assert_sound(&disk, "cache.db");
        let kept = kept(&open(&disk).unwrap());
        assert!(
            kept == told || kept == told + 1,
            "cut at {k} of {operations}, {loss:?}, throw {throw}: {kept} kept, {told} told"
        );
        whole += kept - told;
        absent += u64::from(kept == told && told < u64::from(DECISIONS));
    }
    assert!(whole > 0 && absent > 0, "commits that were cut short: {whole} whole, {absent} absent");
}

#[test]
fn a_profile_whose_making_was_cut_short_opens_afterwards() {
    let undisturbed = Disk::new(1).unwrap();
    open(&undisturbed).unwrap();
    let operations = undisturbed.operations();
    assert!(operations > 30, "{operations}");
    for (k, loss, throw) in cuts(operations) {
        let disk = Disk::new(1).unwrap();
        disk.cut_power_at(k);
        let _ = open(&disk);
        disk.restart(loss, &mut dice(throw));
        let opened = open(&disk);
        assert!(opened.is_ok(), "cut at {k} of {operations}, {loss:?}, throw {throw}: {opened:?}");
        assert_eq!(kept(&opened.unwrap()), 0);
    }
}

#[test]
fn a_commit_that_does_not_wait_for_the_disk_is_found_out() {
    assert_eq!(vanished("FULL"), BTreeSet::new());
    assert!(vanished("NORMAL").contains("Everything"), "{:?}", vanished("NORMAL"));
    assert!(vanished("NORMAL").len() > 1, "{:?}", vanished("NORMAL"));
}

#[test]
fn a_file_that_is_replaced_is_the_old_one_or_the_new_one_whenever_the_power_goes() {
    let (old, new) = (vec![1; 3_000], vec![2; 5_000]);
    let mut met = BTreeSet::new();
    for (k, loss, throw) in cuts(6) {
        let disk = Disk::new(1).unwrap();
        disk.write("key-check", &old).unwrap();
        disk.cut_power_at(k);
        let written = disk.write("key-check", &new);
        disk.restart(loss, &mut dice(throw));
        let found = disk.read("key-check").unwrap();
        assert!(found == old || found == new, "cut at {k}, {loss:?}, throw {throw}");
        assert!(written.is_err() || found == new);
        met.insert((written.is_ok(), found == new));
    }
    assert_eq!(met.len(), 3, "{met:?}");
}

#[test]
fn a_removal_and_a_rename_are_durable_once_they_return() {
    for loss in Loss::ALL {
        let disk = Disk::new(1).unwrap();
        disk.write("a", b"a").unwrap();
        disk.write("b", b"b").unwrap();
        disk.rename("a", "c").unwrap();
        disk.remove("b").unwrap();
        disk.remove("not there").unwrap();
        disk.restart(loss, &mut dice(1));
        assert_eq!(disk.names().unwrap(), ["c"], "{loss:?}");
    }
}

#[test]
fn each_loss_takes_from_unsynced_writes_what_it_says() {
    let (zero, one, two) = (vec![0; 1024], vec![1; 1024], vec![2; 1024]);
    let after = |loss: Loss, throw: u64| {
        let disk = Disk::new(1).unwrap();
        let file = disk.inside.open(0, "file", Missing::Create, AtClose::Keep).unwrap();
        file.write(0, &[0; 2048]).unwrap();
        file.sync().unwrap();
        file.write(0, &[1; 1024]).unwrap();
        file.write(1024, &[2; 1024]).unwrap();
        disk.restart(loss, &mut dice(throw));
        assert_eq!(file.read(0, &mut [0; 1]), Err(DiskError::PowerOff));
        disk.read("file").unwrap()
    };
    let all = |loss: Loss| (0..200).map(|throw| after(loss, throw)).collect::<BTreeSet<_>>();
    assert_eq!(all(Loss::Everything), BTreeSet::from([[zero.clone(), zero.clone()].concat()]));
    assert_eq!(all(Loss::Nothing), BTreeSet::from([[one.clone(), two.clone()].concat()]));
    assert_eq!(all(Loss::Reordered), BTreeSet::from([[zero.clone(), two].concat()]));
    assert_eq!(all(Loss::RandomSectors).len(), 16, "four sectors, each there or not");
    let torn = all(Loss::TornPrefix);
    assert!(torn.len() > 20, "{}", torn.len());
    let in_order = |bytes: &Vec<u8>| bytes[..1024] == one || bytes[1024..] == zero;
    assert!(torn.iter().all(in_order), "a later write is there only where the earlier one is whole");
}

#[test]
fn what_was_cut_off_a_file_does_not_come_back_once_that_is_synced() {
    let disk = Disk::new(1).unwrap();
    let file = disk.inside.open(0, "file", Missing::Create, AtClose::Keep).unwrap();
    file.write(0, &[1; 10_000]).unwrap();
    file.sync().unwrap();
    file.set_len(3_000).unwrap();
    file.write(9_000, &[2; 1_000]).unwrap();
    file.sync().unwrap();
    file.set_len(20_000).unwrap();
    disk.restart(Loss::Everything, &mut dice(1));
    let expected = [vec![1; 3_000], vec![0; 6_000], vec![2; 1_000]].concat();
    assert!(disk.read("file").unwrap() == expected);
}

#[test]
fn a_name_without_a_sync_may_be_gone_and_one_with_it_is_there() {
    let disk = Disk::new(1).unwrap();
    let synced = disk.inside.open(0, "synced", Missing::Create, AtClose::Keep).unwrap();
    let _not = disk.inside.open(0, "not synced", Missing::Create, AtClose::Keep).unwrap();
    synced.sync().unwrap();
    disk.inside.medium().delete("synced").unwrap();
    let again = disk.inside.open(0, "synced", Missing::Create, AtClose::Keep).unwrap();
    again.write(0, b"again").unwrap();
    again.sync().unwrap();
    disk.restart(Loss::Everything, &mut dice(1));
    assert_eq!(disk.names().unwrap(), ["synced"]);
    assert_eq!(disk.read("synced").unwrap(), b"again");
}

#[test]
fn nothing_works_without_power_and_what_was_open_stays_dead_after_it() {
    let disk = Disk::new(1).unwrap();
    let connection = table(&disk, "FULL");
    insert(&connection, 1).unwrap();
    disk.cut_power();
    insert(&connection, 2).unwrap_err();
    connect(&disk, "ledger.db", "FULL").unwrap_err();
    disk.write("file", b"").unwrap_err();
    disk.restart(Loss::Nothing, &mut dice(1));
    insert(&connection, 3).unwrap_err();
    let again = connect(&disk, "ledger.db", "FULL").unwrap();
    insert(&again, 4).unwrap();
    drop(connection);
    assert_eq!(rows(&again), 2);
    assert!(disk.exists("ledger.db-wal"), "a dead connection deletes nothing when it is let go");
}

#[test]
fn a_killed_program_loses_no_byte_that_it_wrote() {
    let disk = Disk::new(1).unwrap();
    let connection = table(&disk, "NORMAL");
    insert(&connection, 1).unwrap();
    disk.kill_program();
    insert(&connection, 2).unwrap_err();
    assert_eq!(rows(&connect(&disk, "ledger.db", "NORMAL").unwrap()), 1);
}

/// Opens a profile, decides, writes to the cache and closes it, until the power goes; counts the commits that returned.
fn tell(disk: &Disk) -> u64 {
    let Ok(stores) = open(disk) else { return 0 };
    let mut told = 0;
    for n in 1..=DECISIONS {
        told += u64::from(decide(&stores, n).is_ok());
    }
    // A page of the cache belongs to the story; that it may be lost is what the cache is for.
    let _ = stores.cache.write(|cache| cache.state_fact("page", &"words ".repeat(2_000)));
    told
}

/// Names the losses in which a row that was committed is gone, over all points at which the power can go.
fn vanished(synchronous: &str) -> BTreeSet<String> {
    let template = Disk::new(1).unwrap();
    drop(table(&template, "FULL"));
    let image = template.image();
    let story = |disk: &Disk| {
        let Ok(connection) = connect(disk, "ledger.db", synchronous) else { return 0 };
        (1..=3).filter(|n| insert(&connection, *n).is_ok()).count() as u64
    };
    let undisturbed = Disk::from_image(&image, 1).unwrap();
    story(&undisturbed);
    let mut vanished = BTreeSet::new();
    for (k, loss, throw) in cuts(undisturbed.operations()) {
        let disk = Disk::from_image(&image, 1).unwrap();
        disk.cut_power_at(k);
        let told = story(&disk);
        disk.restart(loss, &mut dice(throw));
        assert_sound(&disk, "ledger.db");
        if rows(&connect(&disk, "ledger.db", synchronous).unwrap()) < told {
            vanished.insert(format!("{loss:?}"));
        }
    }
    vanished
}

/// Every operation, every loss, and several throws where dice decide.
fn cuts(operations: u64) -> impl Iterator<Item = (u64, Loss, u64)> {
    (1..=operations).flat_map(|k| {
        Loss::ALL.into_iter().flat_map(move |loss| {
            let throws = if matches!(loss, Loss::Everything | Loss::Nothing) { 1 } else { THROWS };
            (0..throws).map(move |throw| (k, loss, k * THROWS + throw))
        })
    })
}
