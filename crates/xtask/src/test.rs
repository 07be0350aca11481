//! `cargo xtask test`: every check and test, in the order in which a failure is cheapest to find.

use std::process::{Command, ExitCode};

use crate::demo;
use crate::lack::Lack;
use crate::place::Place;
use crate::prepare::{self, Purpose};
use crate::run::{self, RunError};
use crate::say;
use crate::simulate;
use crate::steps::Steps;

const PROGRAMS: &str = "programs: build";

/// Installs what is missing, runs all steps and prints the summary.
pub fn run(place: &Place) -> ExitCode {
    say::heading("Preparation");
    prepare::system_packages(place, Purpose::Test);
    let mut steps = Steps::default();
    steps.step("UI: packages", || prepare::ui_packages(place));
    let packages = if steps.passed("UI: packages") { Ok(()) } else { Err(Lack::UiPackages) };

    steps.step("Rust: format", || {
        component(place, "fmt", Lack::Rustfmt)?;
        run::shown(run::cargo(place, &["fmt", "--all", "--check"]))
    });
    for (name, script) in
        [("UI: types", "typecheck"), ("UI: lint", "lint"), ("UI: tests", "test"), ("UI: build", "build")]
    {
        steps.step(name, || {
            packages?;
            run::shown(run::npm(place, &["run", script]))
        });
    }

    steps.step("UI: in a browser", || {
        packages?;
        run::found("chromium").ok_or(Lack::Chromium)?;
        run::shown(run::npm(place, &["run", "browser"]))
    });

    let app = prepare::can_compile_app(place);
    if let Err(lack) = app {
        steps.step("application: compile", || Err(lack.into()));
    }
    steps.step("Rust: lint", || {
        component(place, "clippy", Lack::Clippy)?;
        let mut clippy = workspace(place, "clippy", app);
        clippy.args(["--all-targets", "--", "-D", "warnings"]);
        run::shown(clippy)
    });
    steps.step(PROGRAMS, || {
        let mut build = workspace(place, "build", app);
        build.arg("--bins");
        run::shown(build)
    });
    steps.step("Rust: tests", || run::shown(workspace(place, "test", app)));
    simulate::steps(place, &mut steps);
    let built = steps.passed(PROGRAMS);
    steps.step("desktop: a scripted day", || {
        app?;
        if !built {
            return Err(Lack::Programs.into());
        }
        demo::play_day(place)
    });
    steps.step("desktop: journeys", || {
        app?;
        if !built {
            return Err(Lack::Programs.into());
        }
        demo::go_journeys(place)
    });
    steps.finish()
}

fn component(place: &Place, subcommand: &str, lack: Lack) -> Result<(), RunError> {
    if run::works(run::cargo(place, &[subcommand, "--version"])) { Ok(()) } else { Err(lack.into()) }
}

/// Prepares cargo for the whole workspace, without the application where it cannot be compiled here.
fn workspace(place: &Place, subcommand: &str, app: Result<(), Lack>) -> Command {
    let mut command = run::cargo(place, &[subcommand, "--workspace"]);
    if app.is_err() {
        command.args(["--exclude", "triage-desk"]);
    }
    command
}
