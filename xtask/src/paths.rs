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
