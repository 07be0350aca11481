//! Finds out what is missing and installs it where that is known how to do: Debian and Ubuntu packages, npm packages,
//! tauri-driver. Where everything is there, nothing is fetched.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::lack::Lack;
use crate::place::Place;
use crate::run::{self, RunError};
use crate::say;

/// Debian packages for compiling the workspace.
const TO_BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libssl-dev",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
];
/// Debian packages for a window that nobody sees; without the fonts its pictures differ from machine to machine.
const TO_DRIVE: &[&str] = &["xvfb", "webkit2gtk-driver", "dbus", "fonts-liberation"];
/// Debian packages for tests of the system's key store, for the FHIR servers that others wrote, and for the screens in a
/// browser.
const TO_TEST: &[&str] = &["gnome-keyring", "python3-venv", "chromium"];

/// The driver of the window: its version is part of what the desktop journey was tried with.
const TAURI_DRIVER: &str = "2.1.0";

/// What is about to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building, and a window on this desktop.
    Window,
    /// Building, and a window that nobody sees.
    HiddenWindow,
    /// Everything.
    Test,
}

/// Installs the system's packages that are missing, or says which ones they are.
pub fn system_packages(place: &Place, purpose: Purpose) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let wanted: Vec<&str> = match purpose {
        Purpose::Window => TO_BUILD.to_vec(),
        Purpose::HiddenWindow => [TO_BUILD, TO_DRIVE].concat(),
        Purpose::Test => [TO_BUILD, TO_DRIVE, TO_TEST].concat(),
    };
    if run::found("dpkg-query").is_none() || run::found("apt-get").is_none() {
        say::line(&format!("This is not Debian or Ubuntu. What has these names there is needed: {}", wanted.join(" ")));
        return;
    }
    let mut query = run::program(place, "dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]).args(&wanted);
    let missing = missing(&wanted, &run::printed(query).unwrap_or_default());
    if missing.is_empty() {
        return say::line("System packages: all are here.");
    }
    say::line(&format!("Installing {}", missing.join(" ")));
    let update = apt(place, &["update"]);
    let install = apt(place, &[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat());
    let done = match (update, install) {
        (Some(update), Some(install)) => run::shown(update).and_then(|()| run::shown(install)),
        (None, _) | (_, None) => return say::line(&format!("Neither root nor sudo. Install: {}", missing.join(" "))),
    };
    if let Err(error) = done {
        say::line(&format!("{error}. What needs these packages is left out: {}", missing.join(" ")));
    }
}

/// Lists the wanted packages that `dpkg-query` does not report as installed.
fn missing<'a>(wanted: &[&'a str], reported: &str) -> Vec<&'a str> {
    let here = |package: &str| reported.lines().any(|line| line == format!("{package} installed"));
    wanted.iter().copied().filter(|package| !here(package)).collect()
}

/// Prepares apt-get as root, by sudo where needed; sudo may ask for a password only where somebody can type it.
fn apt(place: &Place, arguments: &[&str]) -> Option<Command> {
    let mut id = run::program(place, "id");
    id.arg("-u");
    let is_root = run::printed(id).is_some_and(|id| id.trim() == "0");
    let mut command = if is_root {
        run::program(place, "env")
    } else {
        let mut sudo = run::program(place, run::found("sudo")?);
        if !io::stdin().is_terminal() {
            sudo.arg("--non-interactive");
        }
        sudo.arg("env");
        sudo
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
    Some(command)
}

/// Installs the UI's packages when they are missing or older than the lock file.
///
/// Not `npm ci`: it refuses a lock file without the packages of systems that the registry it was made with does not hold,
/// though no such package is ever installed here. `--no-save` leaves the lock file as it is.
///
/// # Errors
/// Says what is missing, or that npm failed.
pub fn ui_packages(place: &Place) -> Result<(), RunError> {
    if !run::works(run::npm(place, &["--version"])) {
        return Err(Lack::Node.into());
    }
    let installed = changed_at(&place.at("ui/node_modules/.package-lock.json"));
    if installed.is_some() && installed >= changed_at(&place.at("ui/package-lock.json")) {
        say::line("UI packages: all are here.");
        return Ok(());
    }
    run::shown(run::npm(place, &["install", "--no-save", "--no-audit", "--no-fund"]))
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

/// Builds what the window shows. The application takes it in when it is compiled.
///
/// # Errors
/// Fails when npm does or is not here.
pub fn ui_build(place: &Place) -> Result<(), RunError> {
    ui_packages(place)?;
    run::shown(run::npm(place, &["run", "build"]))
}

/// Says whether the application can be compiled here.
///
/// # Errors
/// Says what is missing.
pub fn can_compile_app(place: &Place) -> Result<(), Lack> {
    if !place.at("ui/dist/index.html").is_file() {
        return Err(Lack::UiBuild);
    }
    let mut webkit = run::program(place, "pkg-config");
    webkit.args(["--exists", "webkit2gtk-4.1"]);
    if cfg!(target_os = "linux") && !run::works(webkit) { Err(Lack::WebKit) } else { Ok(()) }
}

/// Makes sure that a window can be driven without anybody seeing it, installing tauri-driver where it is missing.
///
/// # Errors
/// Says what is missing.
pub fn can_drive_window(place: &Place) -> Result<(), Lack> {
    if !cfg!(target_os = "linux") {
        return Err(Lack::NotLinux);
    }
    run::found("Xvfb").ok_or(Lack::Xvfb)?;
    run::found("WebKitWebDriver").ok_or(Lack::WebKitDriver)?;
    run::found("dbus-run-session").ok_or(Lack::SessionBus)?;
    if place.tauri_driver().is_file() {
        return Ok(());
    }
    say::line(&format!("Installing tauri-driver {TAURI_DRIVER} into target/tools"));
    let tools = place.built("tools");
    let mut install = run::cargo(place, &["install", "tauri-driver", "--version", TAURI_DRIVER, "--locked", "--root"]);
    install.arg(tools);
    run::shown(install).map_err(|_| Lack::TauriDriver)
}

#[cfg(test)]
mod tests;
