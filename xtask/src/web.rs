//! The web workspace: its packages from npm, its build.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context, Result, bail};

use crate::{paths, process};

/// Folders that are made, not written.
pub(crate) const MADE: &[&str] = &[
    "node_modules",
    "dist",
    "screenshots",
    "test-results",
    ".vite",
];
/// How many versions of the packages the cache keeps.
const KEPT: usize = 4;

/// npm in the web folder.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = process::command("npm", &paths::web());
    npm.args(arguments)
        .env("npm_config_audit", "false")
        .env("npm_config_fund", "false");
    npm.env("npm_config_update_notifier", "false")
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    npm
}

/// Whether the workspace has this script.
pub(crate) fn has_script(name: &str) -> Result<bool> {
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(paths::web().join("package.json"))?)?;
    Ok(manifest
        .get("scripts")
        .and_then(|scripts| scripts.get(name))
        .is_some())
}

/// The packages of the lock file, from the cache if it has them. Returns npm's words, if it was asked.
pub(crate) fn packages() -> Result<String> {
    let web = paths::web();
    let lock = paths::fingerprint(
        &[web.join("package-lock.json"), web.join("package.json")],
        &[],
    )?;
    let node = process::read(process::command("node", &web).arg("--version"))
        .context("Node is needed to build the web part")?;
    let key = format!("{}-{lock}", node.trim());
    let stamp = web.join("node_modules/.sallyport-lock");
    if fs::read_to_string(&stamp).is_ok_and(|noted| noted == key) {
        return Ok("the packages are there\n".to_owned());
    }
    let shelf = paths::cache().join("node_modules");
    let kept = shelf.join(&key);
    if kept.is_dir() {
        fetch(&kept, &web)?;
        return Ok("the packages came from the cache\n".to_owned());
    }
    let (good, said) = process::gather(&mut npm(&["ci", "--prefer-offline"]))?;
    if !good {
        bail!("`npm ci` failed:\n{said}");
    }
    fs::write(&stamp, &key)?;
    keep(&web, &shelf, &kept)?;
    Ok(said)
}

fn tree(from: &Path, to: &Path) -> Result<()> {
    let copy = |links: &str| {
        process::read(
            process::command("cp", Path::new("/"))
                .arg(links)
                .arg(from)
                .arg(to),
        )
    };
    if copy("-al").is_err() {
        let _ = fs::remove_dir_all(to);
        copy("-a")?;
    }
    Ok(())
}

/// Every `node_modules` of the workspace, relative to it.
fn module_folders(web: &Path) -> Result<Vec<PathBuf>> {
    let mut found = vec![PathBuf::from("node_modules")];
    for parent in ["packages", "apps", "tools"] {
        let Ok(entries) = fs::read_dir(web.join(parent)) else {
            continue;
        };
        for entry in entries {
            let relative = Path::new(parent)
                .join(entry?.file_name())
                .join("node_modules");
            if web.join(&relative).is_dir() {
                found.push(relative);
            }
        }
    }
    Ok(found)
}

fn keep(web: &Path, shelf: &Path, kept: &Path) -> Result<()> {
    let making = shelf.join(format!("making-{}", std::process::id()));
    for folder in module_folders(web)? {
        let to = making.join(&folder);
        fs::create_dir_all(to.parent().context("a folder has a parent")?)?;
        tree(&web.join(&folder), &to)?;
    }
    if fs::rename(&making, kept).is_err() {
        fs::remove_dir_all(&making)?;
    }
    let mut all: Vec<(SystemTime, PathBuf)> = fs::read_dir(shelf)?
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    all.sort();
    let old = all.len().saturating_sub(KEPT);
    for (_, folder) in all.into_iter().take(old) {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn fetch(kept: &Path, web: &Path) -> Result<()> {
    for folder in module_folders(web)? {
        let _ = fs::remove_dir_all(web.join(folder));
    }
    for folder in module_folders(kept)? {
        let to = web.join(&folder);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        tree(&kept.join(&folder), &to)?;
    }
    Ok(())
}

/// Build the pages, unless nothing changed since the last time. Whether it was needed.
pub(crate) fn build() -> Result<bool> {
    let web = paths::web();
    let made_of = paths::fingerprint(std::slice::from_ref(&web), MADE)?;
    if web.join("dist").is_dir() && paths::noted("web").as_deref() == Some(&made_of) {
        return Ok(false);
    }
    process::run(&mut npm(&["run", "--silent", "build"]))?;
    paths::note("web", &made_of)?;
    Ok(true)
}

/// Run a script of the workspace.
pub(crate) fn script(name: &str) -> Result<()> {
    process::run(&mut npm(&["run", "--silent", name]))
}
