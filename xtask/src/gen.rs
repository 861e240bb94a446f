//! `cargo xtask gen`: every file that is made from another one.

use std::{fs, path::PathBuf};

use anyhow::{Result, bail};

use crate::{paths, process, stage::stage, tidy, web};

/// Folders that hold made files, compared by the check.
const MADE: &[&str] = &["spec", "web/packages/api/src"];

pub(crate) fn run() -> Result<()> {
    stage("npm packages", || {
        web::packages().map(|said| eprint!("{said}"))
    })?;
    stage("generated files", make)
}

/// Make them, in the order in which they are made from each other.
pub(crate) fn make() -> Result<()> {
    let root = paths::root();
    fs::create_dir_all(root.join("spec"))?;
    if web::has_script("gen:widgets")? {
        web::script("gen:widgets")?;
    } else {
        bail!("web/package.json lacks the script `gen:widgets`, which makes spec/widgets.json");
    }
    process::run(&mut process::cargo(&[
        "build",
        "--quiet",
        "--package",
        "sallyport-server",
    ])?)?;
    let server = paths::target().join("debug/sallyport");
    process::run(process::command(server, &root).args(["gen", "--out", "spec"]))?;
    fs::write(
        root.join(tidy::permits::GOLDEN),
        tidy::permits::listed(&tidy::tree()?),
    )?;
    web::script("gen")
}

/// Make them again; fail if that changes anything.
pub(crate) fn check() -> Result<()> {
    let before = contents()?;
    make()?;
    let after = contents()?;
    let mut changed: Vec<String> = Vec::new();
    for (path, text) in &after {
        if before
            .iter()
            .find(|(known, _)| known == path)
            .is_none_or(|(_, old)| old != text)
        {
            changed.push(path.display().to_string());
        }
    }
    changed.extend(
        before
            .iter()
            .filter(|(path, _)| !path.exists())
            .map(|(path, _)| format!("{} (gone)", path.display())),
    );
    if changed.is_empty() {
        return Ok(());
    }
    bail!(
        "generated files were out of date (they are right now; commit them):\n  {}",
        changed.join("\n  ")
    )
}

fn contents() -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut all = Vec::new();
    for folder in MADE {
        let folder = paths::root().join(folder);
        if folder.is_dir() {
            for file in paths::files_under(&folder, &["node_modules"])? {
                let text = fs::read(&file)?;
                all.push((file, text));
            }
        }
    }
    Ok(all)
}
