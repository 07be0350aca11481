//! Keys that are lost or wrong, and damage at rest: nothing is ever made over something that exists, and what cannot be
//! read is said.

use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use triage_store::{DataKey, Finding, KeyChoice, Opening, StoredKey, Stores, profile_exists, which_key};

use super::bench::{Bench, Over, Prepared};
use super::check::Broken;
use super::{Blow, Report, scenario};
use crate::disk::{Damage, Disk};
use crate::tier1::pc::base;

const KEYS: &str = "keys";
const DAMAGE: &str = "damage";
type Check = fn(&Prepared) -> Result<(), Broken>;

/// How often each kind of damage strikes each file, each time somewhere else.
const STRIKES: u64 = 24;

/// Checks what happens where the key store is empty and where the key check is gone (I42).
pub fn keys(report: &mut Report) {
    let checks: [Check; 3] = [key_store_is_empty, wrong_key_without_check, key_check_is_gone];
    match scenario::live() {
        Ok(prepared) => {
            for check in checks {
                report.tally(KEYS).images += 1;
                report.note(KEYS, Blow::None, check(&prepared));
            }
        }
        Err(error) => report.note(KEYS, Blow::None, Err(unplayable(&error))),
    }
}

/// Checks what happens where a file was damaged while nobody had it open (I1, I5, I40).
pub fn damage(report: &mut Report) {
    let prepared = match scenario::live() {
        Ok(prepared) => prepared,
        Err(error) => return report.note(DAMAGE, Blow::None, Err(unplayable(&error))),
    };
    for file in ["cache.db", "ledger.db", "key-check"] {
        for damage in Damage::ALL {
            for dice in 0..STRIKES {
                report.tally(DAMAGE).images += 1;
                let blow = Blow::Damage { file, damage, dice };
                report.note(DAMAGE, blow, damaged(&prepared, file, damage, dice));
            }
        }
        report.tally(DAMAGE).images += 1;
        report.note(DAMAGE, Blow::Lost { file }, lost(&prepared, file));
    }
}

fn unplayable(error: &Over) -> Broken {
    (48, format!("the preparation does not work without any fault: {error}"))
}

fn disk_of(prepared: &Prepared) -> Result<Bench, Broken> {
    prepared.bench().map_err(|error| unplayable(&error))
}

/// Opens as the program does, with a key that is not the profile's.
fn open_with(disk: &Disk, key: &DataKey) -> bool {
    let opening = Opening { reserve_bytes: 0, ..Opening::new(base(), [2; 16]) };
    Stores::open_on(Arc::new(disk.clone()), key, &opening).is_ok()
}

fn other_key() -> DataKey {
    DataKey::new([8; 32])
}

/// A key store that forgot the key of a profile: none is made, and if one were, it would change nothing.
fn key_store_is_empty(prepared: &Prepared) -> Result<(), Broken> {
    let mut bench = disk_of(prepared)?;
    let disk = bench.pc.disk.clone();
    match which_key(StoredKey::Absent, || profile_exists(&disk)) {
        KeyChoice::Refuse(_) => {}
        KeyChoice::Use(_) | KeyChoice::MakeNew => {
            open_with(&disk, &other_key());
        }
    }
    if let Some(name) = prepared.image.first_unlike(&disk.image()) {
        return Err((42, format!("an empty key store lets the program change {name}")));
    }
    bench.check_start()
}

fn wrong_key_without_check(prepared: &Prepared) -> Result<(), Broken> {
    let bench = disk_of(prepared)?;
    bench.pc.disk.lose("key-check");
    let before = bench.pc.disk.image();
    if open_with(&bench.pc.disk, &other_key()) {
        return Err((42, "a wrong key opens a profile without key check".to_owned()));
    }
    match before.first_unlike(&bench.pc.disk.image()) {
        Some(name) => Err((42, format!("a wrong key changes {name} where the key check is gone"))),
        None => Ok(()),
    }
}

fn key_check_is_gone(prepared: &Prepared) -> Result<(), Broken> {
    let mut bench = disk_of(prepared)?;
    bench.pc.disk.lose("key-check");
    bench.check_start()
}

/// A lost file costs no decision: it is made anew, or the program refuses and changes nothing.
fn lost(prepared: &Prepared, file: &'static str) -> Result<(), Broken> {
    let mut bench = disk_of(prepared)?;
    bench.pc.disk.lose(file);
    if file == "ledger.db" {
        let before = bench.pc.disk.image();
        if bench.start().is_ok() {
            return Err((1, "a new ledger is made in place of one that is gone".to_owned()));
        }
        bench.close();
        let unlike = before.first_unlike(&bench.pc.disk.image()).map(ToOwned::to_owned);
        return unlike.map_or(Ok(()), |name| Err((42, format!("a profile without its ledger is changed in {name}"))));
    }
    bench.check_start()?;
    bench.check_rest(scenario::Ends::Settled)
}

/// Damage deletes no decision: it is mended, or said, or the program refuses. What the opening does not meet may be met right
/// after it; the start after that one deals with it.
fn damaged(prepared: &Prepared, file: &'static str, damage: Damage, dice: u64) -> Result<(), Broken> {
    let mut bench = disk_of(prepared)?;
    let struck = bench.pc.disk.damage(file, damage, &mut ChaCha8Rng::seed_from_u64(dice));
    struck.map_err(|error| (48, format!("{file} cannot be damaged: {error}")))?;
    let mut damaged = bench.pc.disk.image();
    let mut started = bench.start();
    if started.is_err() {
        bench.reboot();
        damaged = bench.pc.disk.image();
        started = bench.start();
    }
    if file != "ledger.db" {
        bench.reboot();
        bench.check_start()?;
        return bench.check_rest(scenario::Ends::Settled);
    }
    if started.is_err() {
        bench.close();
        let is_kept = bench.pc.disk.image().holds_file_of(&damaged, file);
        return if is_kept { Ok(()) } else { Err((1, "the damaged ledger is refused and not kept".to_owned())) };
    }
    let Err((invariant, what)) = bench.check_ledger_now() else { return Ok(()) };
    let is_said = bench.device().is_ok_and(|device| {
        let salvaged = |finding: &Finding| matches!(finding, Finding::LedgerSalvaged { .. });
        device.stores().findings().iter().any(salvaged)
    });
    let is_kept = bench.pc.disk.image().holds_file_of(&damaged, file);
    if is_said && is_kept { Ok(()) } else { Err((invariant, format!("{what}, and nothing says so"))) }
}
