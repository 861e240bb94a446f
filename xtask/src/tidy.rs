//! `cargo xtask tidy`: the rules of the house that a compiler does not know.
//!
//! Each module looks at one thing and returns what it found wrong, each finding with its file.

mod asvs;
mod directions;
mod imports;
mod licences;
mod links;
mod names;
pub(crate) mod permits;
mod requirements;
mod secrets;
mod sizes;
#[cfg(test)]
mod tests;
mod words;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{paths, process};

/// One file of the tree, as text.
pub(crate) struct File {
    /// Relative to the root, with slashes.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl File {
    /// Whether it is source in that language.
    pub(crate) fn is(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// Whether it was made by a program.
    pub(crate) fn is_made(&self) -> bool {
        self.path.contains("generated")
            || self.path.ends_with("schema.d.ts")
            || self.path.contains(".gen.")
    }

    /// Whether it holds tests only.
    pub(crate) fn is_test(&self) -> bool {
        let path = &self.path;
        [
            "/tests/",
            "/test/",
            "testkit",
            "/tests.rs",
            "_test.rs",
            "_tests.rs",
            ".test.ts",
            "/e2e/",
            "/benches/",
        ]
        .iter()
        .any(|part| path.contains(part))
    }
}

/// Every text file that git tracks or would track.
pub(crate) fn tree() -> Result<Vec<File>> {
    let root = paths::root();
    let listed = process::read(process::command("git", &root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--deduplicate",
    ]))
    .context("list the tree's files")?;
    let mut files = Vec::new();
    for path in listed.lines() {
        // What was deleted but not committed, and what is not text, has nothing to say here.
        if let Some(text) = fs::read(root.join(path))
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
        {
            files.push(File {
                path: path.to_owned(),
                text,
            });
        }
    }
    Ok(files)
}

/// All rules, each with its name.
fn findings(files: &[File]) -> Result<Vec<(&'static str, String)>> {
    let metadata = directions::metadata()?;
    let mut all = Vec::new();
    let mut add = |rule: &'static str, found: Vec<String>| {
        all.extend(found.into_iter().map(|text| (rule, text)));
    };
    add("directions", directions::check(&metadata));
    add("licences", licences::check(&metadata));
    add("sources", licences::sources(files));
    add("sizes", sizes::check(files));
    add("names", names::check(files));
    add("words", words::check(files));
    add("unwraps", words::unwraps(files));
    add("permits", permits::check(files));
    add("requirements", requirements::check(files));
    add("secrets", secrets::check(files));
    add("asvs", asvs::check(files));
    add("links", links::check(files));
    add("imports", imports::check(files));
    add("migrations", names::migrations(files));
    Ok(all)
}

pub(crate) fn run() -> Result<()> {
    let files = tree()?;
    let found = findings(&files)?;
    if found.is_empty() {
        println!("{} files are tidy", files.len());
        return Ok(());
    }
    for (rule, text) in &found {
        println!("{rule}: {text}");
    }
    bail!("{} findings", found.len())
}

/// The workspace file of a path such as `crates/http/src/lib.rs`: `crates/http`.
fn crate_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("crates/")?;
    let end = rest.find('/')?;
    path.get(.."crates/".len() + end)
}

/// The text of one file.
fn text_of<'a>(files: &'a [File], path: &str) -> Option<&'a str> {
    files
        .iter()
        .find(|file| file.path == path)
        .map(|file| file.text.as_str())
}

/// Whether a file or folder of that path is in the working tree.
fn exists(path: &str) -> bool {
    let full: PathBuf = paths::root().join(path);
    full.exists()
}
