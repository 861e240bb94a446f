//! Where things lie: the checkout, what is private to it, and the cache that checkouts share.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The checkout's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The web workspace.
pub(crate) fn web() -> PathBuf {
    root().join("web")
}

/// What this checkout keeps for itself and git ignores: data, keys, stamps, the built server.
pub(crate) fn local() -> PathBuf {
    root().join(".sallyport")
}

/// The folder that checkouts share.
pub(crate) fn cache() -> PathBuf {
    if let Some(chosen) = env::var_os("SALLYPORT_CACHE") {
        return PathBuf::from(chosen);
    }
    let base = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .unwrap_or_else(env::temp_dir);
    base.join("sallyport")
}

/// Where cargo builds. Not the checkout's `target`: that one holds only this tool.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| cache().join("target"), PathBuf::from)
}

/// Make the shared target folder this checkout's own, until another one builds.
///
/// Cargo knows what is fresh by the files' times alone: what another checkout built after our files were written it
/// would take for ours. So where another one built last, its builds of the workspace's crates are forgotten; those of
/// their dependencies, which are nearly all of the time, stay.
pub(crate) fn claim_target() -> Result<()> {
    claim(&target(), &root())
}

fn claim(target: &Path, checkout: &Path) -> Result<()> {
    let owner = target.join("checkout");
    let here = checkout.to_string_lossy();
    if fs::read_to_string(&owner).is_ok_and(|last| last == here) {
        return Ok(());
    }
    fs::create_dir_all(target)?;
    for profile in folders_in(target)? {
        let fingerprints = profile.join(".fingerprint");
        if !fingerprints.is_dir() {
            continue;
        }
        for fingerprint in folders_in(&fingerprints)? {
            let name = fingerprint.file_name().unwrap_or_default();
            let name = name.to_string_lossy();
            if name.starts_with("sallyport-") || name.starts_with("xtask-") {
                fs::remove_dir_all(&fingerprint)
                    .with_context(|| format!("remove {}", fingerprint.display()))?;
            }
        }
    }
    fs::write(&owner, here.as_bytes()).with_context(|| format!("write {}", owner.display()))
}

fn folders_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Files under a folder, sorted; `skip` names folders that are not entered.
pub(crate) fn files_under(folder: &Path, skip: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("read {}", next.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !skip.iter().any(|name| entry.file_name() == *name) {
                    waiting.push(entry.path());
                }
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A fingerprint of the contents of files and folders, to know whether something must be built again.
pub(crate) fn fingerprint(of: &[PathBuf], skip: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in of {
        let files = if path.is_dir() {
            files_under(path, skip)?
        } else if path.is_file() {
            vec![path.clone()]
        } else {
            continue;
        };
        for file in files {
            file.hash(&mut hasher);
            fs::read(&file)
                .with_context(|| format!("read {}", file.display()))?
                .hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The fingerprint that was noted when `name` was last built.
pub(crate) fn noted(name: &str) -> Option<String> {
    fs::read_to_string(local().join("stamps").join(name)).ok()
}

/// Note what `name` was built from.
pub(crate) fn note(name: &str, fingerprint: &str) -> Result<()> {
    let folder = local().join("stamps");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), fingerprint)?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
