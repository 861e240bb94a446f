//! What the machine must have: Debian's packages, fetched only when missing.

use std::path::Path;

use anyhow::{Result, bail};

use crate::process;

/// What building needs: SQLCipher takes its cryptography from the system's libcrypto.
pub(crate) const FOR_BUILDING: &[&str] = &["libssl-dev", "pkg-config"];
/// What the tests need besides: databases, Chromium without its windows, and a tracer of system calls.
pub(crate) const FOR_TESTING: &[&str] = &[
    "libssl-dev",
    "pkg-config",
    "postgresql",
    "postgresql-client",
    "redis-server",
    "chromium-headless-shell",
    "strace",
];
/// What measuring needs: pgbench comes with PostgreSQL, and the browser is the one that people use.
pub(crate) const FOR_MEASURING: &[&str] = &[
    "libssl-dev",
    "pkg-config",
    "postgresql",
    "postgresql-client",
    "chromium",
];

/// Make sure that Debian's packages are there.
pub(crate) fn debian(packages: &[&str]) -> Result<()> {
    let anywhere = Path::new("/");
    if process::read(process::command("dpkg-query", anywhere).arg("--version")).is_err() {
        eprintln!(
            "  not a Debian system: taking for granted what matches {}",
            packages.join(", ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !rustix::process::geteuid().is_root() {
        bail!(
            "missing packages; as root: apt-get install --no-install-recommends {}",
            missing.join(" ")
        );
    }
    eprintln!("  installing {}", missing.join(", "));
    process::run(process::command("apt-get", anywhere).args(["update", "-qq"]))?;
    process::run(
        process::command("apt-get", anywhere)
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(&missing)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn is_installed(package: &str) -> bool {
    let mut query = process::command("dpkg-query", Path::new("/"));
    process::read(query.args(["-W", "-f=${Status}", package]))
        .is_ok_and(|status| status.contains("ok installed"))
}
