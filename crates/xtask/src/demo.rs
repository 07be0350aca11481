//! `cargo xtask demo`: the application in front of a provider with a synthetic practice.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;
use std::{env, fs};

use crate::clock;
use crate::display::HiddenDisplay;
use crate::lack::Lack;
use crate::place::Place;
use crate::prepare::{self, Purpose};
use crate::run::{self, Companion, RunError};
use crate::say;

/// How long the provider may take to write its practice before it answers.
const PROVIDER_START_MAX: Duration = Duration::from_secs(60);
/// How often the port file is looked for.
const LOOK_GAP: Duration = Duration::from_millis(50);

/// Opens the window where there is a screen; plays the scripted day where there is none.
pub fn run(place: &Place) -> ExitCode {
    let has_screen = !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    if !has_screen {
        say::line("There is no screen here: playing the scripted day in a window that nobody sees.");
        return scripted(place);
    }
    prepare::system_packages(place, Purpose::Window);
    ending(build(place).and_then(|()| open_window(place)))
}

/// Plays the scripted day and writes pictures and a summary to `target/demo`.
pub fn scripted(place: &Place) -> ExitCode {
    prepare::system_packages(place, Purpose::HiddenWindow);
    ending(build(place).and_then(|()| play_day(place)))
}

/// Builds what is needed and goes the journeys.
pub fn journeys(place: &Place) -> ExitCode {
    prepare::system_packages(place, Purpose::HiddenWindow);
    ending(build(place).and_then(|()| go_journeys(place)))
}

/// Measures the window with so many requests on the device, and writes the figures to `target/bench`.
pub fn bench(place: &Place, requests: u32) -> ExitCode {
    prepare::system_packages(place, Purpose::HiddenWindow);
    let release = ["build", "--release", "--package", "triage-desk", "--package", "demo-provider", "--bins"];
    let built = prepare::ui_build(place)
        .and_then(|()| prepare::can_compile_app(place).map_err(RunError::from))
        .and_then(|()| run::shown(run::cargo(place, &release)))
        .and_then(|()| {
            run::shown(run::cargo(place, &["build", "--package", "triagectl", "--package", "tests", "--bins"]))
        });
    ending(built.and_then(|()| {
        let released = |name: &str| place.built("release").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        let programs = (released("demo-provider"), released("triage-desk"));
        in_hidden_window(place, programs, "bench", (&[], &["--bench", &requests.to_string()]))
    }))
}

fn ending(result: Result<(), RunError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::line(&format!("xtask: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn build(place: &Place) -> Result<(), RunError> {
    prepare::ui_build(place)?;
    prepare::can_compile_app(place)?;
    run::shown(run::cargo(place, &["build", "--workspace", "--bins"]))
}

/// Plays the scripted day with programs that are built: a real window on a hidden screen, with a session bus of its own.
///
/// # Errors
/// Fails when a decision was lost or doubled, or the day could not be played to its end.
pub fn play_day(place: &Place) -> Result<(), RunError> {
    let programs = (place.program("demo-provider"), place.program("triage-desk"));
    in_hidden_window(place, programs, "demo", (&[], &[]))
}

/// Goes the journeys of the people who use it, in the same way.
///
/// # Errors
/// Fails where one broke off; a picture of the window shows where.
pub fn go_journeys(place: &Place) -> Result<(), RunError> {
    let programs = (place.program("demo-provider"), place.program("triage-desk"));
    in_hidden_window(place, programs, "journeys", (&["journeys"], &[]))
}

/// Runs a story of `tests/e2e` with a provider and an application, and leaves its traces in a folder under `target`.
fn in_hidden_window(
    place: &Place,
    (provider, app): (PathBuf, PathBuf),
    folder: &str,
    (first, last): (&[&str], &[&str]),
) -> Result<(), RunError> {
    prepare::can_drive_window(place)?;
    let display = HiddenDisplay::start(place)?;
    let mut story = run::program(place, "dbus-run-session");
    story.arg("--").arg(place.program("scripted-day")).args(first);
    story.arg("--provider").arg(provider).arg("--app").arg(app);
    story.arg("--triagectl").arg(place.program("triagectl"));
    story.arg("--driver").arg(place.tauri_driver());
    story.arg("--folder").arg(place.built(folder)).args(last);
    // The services of a session bus talk much; what the story itself says comes on the other stream.
    if let Ok(log) = fs::File::create(place.built(&format!("{folder}-session.log"))) {
        story.stderr(log);
    }
    story.env("DISPLAY", display.name()).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    run::shown(story)
}

fn open_window(place: &Place) -> Result<(), RunError> {
    let folder = place.built("demo");
    let _ = fs::remove_dir_all(&folder);
    let _ = fs::create_dir_all(&folder);
    let port_file = folder.join("port");
    let mut provider = run::program(place, place.program("demo-provider"));
    provider.args(["--listen", "127.0.0.1:0", "--no-auth", "--port-file"]).arg(&port_file);
    provider.env("RUST_LOG", "warn");
    let mut provider = Companion::start(provider)?;
    let address = wait_for_address(&mut provider, || fs::read_to_string(&port_file).ok())?;
    say::line(&format!("The provider answers at http://{address}/fhir. Close the window or press Ctrl+C to end."));
    run::shown(application(place, &address))
}

fn application(place: &Place, address: &str) -> Command {
    let mut app = run::program(place, place.program("triage-desk"));
    app.arg("--profile").arg(place.built("demo").join("profile")).arg("--demo-key");
    app.arg("--connect").arg(format!("http://{address}/fhir"));
    app
}

fn wait_for_address(provider: &mut Companion, read: impl Fn() -> Option<String>) -> Result<String, RunError> {
    let started = clock::now();
    loop {
        if let Some(address) = read().filter(|address| !address.is_empty()) {
            return Ok(address);
        }
        let ended = provider.child().try_wait().ok().flatten();
        if ended.is_some() || started.elapsed() > PROVIDER_START_MAX {
            return Err(Lack::Provider.into());
        }
        thread::sleep(LOOK_GAP);
    }
}
