#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::missing;

#[test]
fn a_package_counts_as_here_only_when_it_is_installed() {
    let reported = "xvfb installed\ndbus config-files\nfonts-liberation2 installed\n";
    assert_eq!(missing(&["xvfb", "dbus", "fonts-liberation"], reported), ["dbus", "fonts-liberation"]);
}
