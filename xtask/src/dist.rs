//! `cargo xtask dist`: the one file that is given to others.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{install, paths, process, run, stage::stage, web};

pub(crate) fn run() -> Result<()> {
    let file = build()?;
    let size = fs::metadata(&file)?.len();
    println!(
        "{} ({}.{} MB)",
        file.display(),
        size / 1_000_000,
        size % 1_000_000 / 100_000
    );
    Ok(())
}

/// Build it.
pub(crate) fn build() -> Result<PathBuf> {
    stage("what the build needs", || {
        install::debian(install::FOR_BUILDING)
    })?;
    stage("npm packages", || {
        web::packages().map(|said| eprint!("{said}"))
    })?;
    stage("web part", || web::build().map(drop))?;
    stage("server (thin LTO)", || {
        process::run(&mut process::cargo(&[
            "build",
            "--package",
            "sallyport-server",
            "--release",
            "--locked",
        ])?)
    })?;
    let file = paths::root().join("dist/sallyport");
    run::take(&paths::target().join("release/sallyport"), &file)?;
    Ok(file)
}
