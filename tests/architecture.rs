//! Who may depend on whom, where each outside crate lives, and the shape that the sources keep: `design.md` as a table.
//!
//! Deliberately not here: the length of functions and the ban on clocks, which clippy holds (`.clippy.toml`).

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

/// Every package of the workspace and those it may depend on, dev-dependencies included.
const ARROWS: &[(&str, &[&str])] = &[
    ("triage-domain", &[]),
    ("triage-sync", &["triage-domain"]),
    ("triage-fhir", &["triage-domain"]),
    ("triage-store", &["triage-domain", "triage-sync"]),
    ("triage-device", &["triage-domain", "triage-fhir", "triage-store", "triage-sync"]),
    ("triage-client", &["triage-device", "triage-domain", "triage-fhir", "triage-store", "triage-sync"]),
    ("triagectl", &["triage-client", "triage-domain"]),
    ("demo-provider", &["triage-domain", "triage-fhir"]),
    ("triage-desk", &["triage-client", "triage-domain"]),
    ("xtask", &[]),
    ("simulation", &["triage-device", "triage-domain", "triage-fhir", "triage-store", "triage-sync"]),
    (
        "tests",
        &[
            "demo-provider",
            "triage-client",
            "triage-device",
            "triage-domain",
            "triage-fhir",
            "triage-store",
            "triage-sync",
            "triagectl",
        ],
    ),
];

/// Outside crates with a home, by the beginning of their names, and the packages that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("tauri", &["triage-desk"]),
    ("notify-rust", &["triage-desk"]),
    ("arboard", &["triage-desk"]),
    ("ts-rs", &["triage-desk"]),
    ("rusqlite", &["triage-store", "demo-provider", "simulation"]),
    ("reqwest", &["triage-client", "tests"]),
    ("tokio", &["triage-client", "triagectl", "demo-provider", "triage-desk", "tests"]),
    ("axum", &["demo-provider", "tests"]),
    ("keyring", &["triage-client"]),
    ("getrandom", &["triage-client"]),
    ("boot-time", &["triage-client"]),
    ("rand", &["demo-provider", "simulation"]),
];

/// Outside crates that a package may name for its own tests only.
const HOMES_OF_TESTS: &[(&str, &[&str])] = &[("reqwest", &["demo-provider"])];

/// Packages whose whole tree does no IO.
const PURE: &[&str] = &["triage-domain", "triage-sync", "triage-fhir"];

/// Crates that may not be anywhere below a pure package.
const IMPURE: &[&str] = &["tauri", "rusqlite", "libsqlite3-sys", "tokio", "reqwest", "hyper", "getrandom", "rand"];

/// Words that stand for a clock, dice or IO in the sources of a pure package.
const IMPURE_WORDS: &[&str] = &[
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "rand::",
    "getrandom",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
];

/// Most lines of a source file without its tests (house style).
const FILE_LINES_MAX: usize = 400;

#[test]
fn every_package_depends_only_on_those_below_it() {
    let metadata = metadata();
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let packages = metadata.workspace_packages();
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let wrong: Vec<String> = packages
        .iter()
        .flat_map(|package| {
            let allowed = arrows.get(package.name.as_str()).copied().unwrap_or_default();
            let below = package.dependencies.iter().filter(|dependency| names.contains(dependency.name.as_str()));
            below
                .filter(move |dependency| !allowed.contains(&dependency.name.as_str()))
                .map(|dependency| format!("{} -> {}", package.name, dependency.name))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "arrows that the design does not have");
    let listed: BTreeSet<&str> = arrows.keys().copied().collect();
    assert_eq!(names, listed, "every package of the workspace has its line in ARROWS");
}

#[test]
fn every_outside_crate_with_a_home_is_named_only_there() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages() {
        for dependency in &package.dependencies {
            let for_tests = dependency.kind == DependencyKind::Development
                && lives_with(HOMES_OF_TESTS, &dependency.name, package).unwrap_or(false);
            if lives_with(HOMES, &dependency.name, package) == Some(false) && !for_tests {
                wrong.push(format!("{} names {}", package.name, dependency.name));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn nothing_below_a_pure_package_does_io() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages().into_iter().filter(|package| PURE.contains(&package.name.as_str())) {
        let tree = tree(&metadata, package);
        wrong
            .extend(IMPURE.iter().filter(|name| tree.contains(**name)).map(|name| format!("{}: {name}", package.name)));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_sources_of_a_pure_package_name_no_clock_no_dice_and_no_io() {
    let folders = PURE.iter().map(|name| root().join("crates").join(name).join("src"));
    let mut wrong = Vec::new();
    for path in folders.flat_map(|folder| sources(&folder, &["rs"])).filter(|path| !is_test(path)) {
        let text = read(&path);
        wrong.extend(
            IMPURE_WORDS.iter().filter(|word| text.contains(**word)).map(|word| format!("{}: {word}", shown(&path))),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_source_file_is_longer_than_a_person_reads_at_once() {
    let folders = ["crates", "src-tauri", "ui/src"].map(|folder| root().join(folder));
    let long: Vec<String> = folders
        .iter()
        .flat_map(|folder| sources(folder, &["rs", "ts", "tsx"]))
        .filter(|path| !is_test(path) && !path.ends_with("bindings.ts"))
        .filter_map(|path| {
            let lines = read(&path).lines().count();
            (lines > FILE_LINES_MAX).then(|| format!("{}: {lines} lines", shown(&path)))
        })
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn every_rust_source_begins_by_saying_what_it_owns() {
    let folders = ["crates", "src-tauri", "tests"].map(|folder| root().join(folder));
    let silent: Vec<String> = folders
        .iter()
        .flat_map(|folder| sources(folder, &["rs"]))
        .filter(|path| !path.ends_with("build.rs") && (path.starts_with(root().join("tests")) || !is_test(path)))
        .filter(|path| !read(path).starts_with("//!"))
        .map(|path| shown(&path))
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn only_the_door_to_rust_knows_tauri_and_the_bindings() {
    let ui = root().join("ui/src");
    let strangers: Vec<String> = sources(&ui, &["ts", "tsx"])
        .into_iter()
        .filter(|path| !path.starts_with(ui.join("host")))
        .filter(|path| {
            let text = read(path);
            let imported = text.lines().filter(|line| line.contains("from \"") || line.contains("import("));
            imported.into_iter().any(|line| line.contains("@tauri-apps") || line.contains("/bindings"))
        })
        .map(|path| shown(&path))
        .collect();
    assert_eq!(strangers, Vec::<String>::new());
}

/// Reads the workspace as Cargo resolves it for this system, so that nothing has to be fetched for others.
fn metadata() -> Metadata {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8(output.stdout).unwrap();
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned();
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--filter-platform".to_owned(), host])
        .exec()
        .expect("cargo metadata runs")
}

/// Says whether a crate with a home lives with this package; nothing where it has none.
fn lives_with(homes: &[(&str, &[&str])], name: &str, package: &Package) -> Option<bool> {
    let at_home = |home: &str| name == home || name.strip_prefix(home).is_some_and(|rest| rest.starts_with(['-', '_']));
    let (_, packages) = homes.iter().find(|(home, _)| at_home(home))?;
    Some(packages.contains(&package.name.as_str()))
}

/// Lists everything that is built for a package, without what only its tests need.
fn tree(metadata: &Metadata, package: &Package) -> BTreeSet<String> {
    let nodes: BTreeMap<&PackageId, _> =
        metadata.resolve.as_ref().unwrap().nodes.iter().map(|node| (&node.id, node)).collect();
    let mut met = BTreeSet::new();
    let mut open = vec![&package.id];
    while let Some(id) = open.pop() {
        let built =
            |kinds: &[cargo_metadata::DepKindInfo]| kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
        for dependency in nodes[id].deps.iter().filter(|dependency| built(&dependency.dep_kinds)) {
            if met.insert(dependency.pkg.clone()) {
                open.push(&dependency.pkg);
            }
        }
    }
    met.iter().map(|id| metadata[id].name.to_string()).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn is_test(path: &Path) -> bool {
    let inside = path.strip_prefix(root()).unwrap();
    let in_folder = inside.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "test")));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    in_folder || name == "tests.rs" || name.contains(".test.")
}

/// Lists the source files below a folder, in order; what is built or installed is none.
fn sources(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() && !matches!(name, "node_modules" | "target" | "dist" | "gen") {
            found.extend(sources(&path, endings));
        } else if path.is_file() && endings.contains(&ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
