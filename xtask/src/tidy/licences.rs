//! What may be linked in, and where it may come from.

use super::{File, directions::Metadata, text_of};

const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "MPL-2.0",
    "CC0-1.0",
    "0BSD",
    "BSL-1.0",
    "OpenSSL",
    "Unlicense",
    "CDLA-Permissive-2.0",
];

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM: &str = "https://registry.npmjs.org/";

pub(super) fn check(metadata: &Metadata) -> Vec<String> {
    metadata
        .packages
        .iter()
        .filter(|package| !package.license.as_deref().is_some_and(is_allowed))
        .map(|package| {
            format!(
                "{} {}: {}",
                package.name,
                package.version,
                package.license.as_deref().unwrap_or("no licence named")
            )
        })
        .chain(
            metadata
                .packages
                .iter()
                .filter(|package| {
                    package
                        .source
                        .as_deref()
                        .is_some_and(|source| source != CRATES)
                })
                .map(|package| {
                    format!(
                        "{} {} does not come from crates.io",
                        package.name, package.version
                    )
                }),
        )
        .collect()
}

/// An SPDX expression holds if every side of an AND, and one side of an OR, is allowed.
pub(super) fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let holds = either(&words, &mut at);
    holds && at == words.len()
}

fn either(words: &[&str], at: &mut usize) -> bool {
    let mut holds = both(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        let next = both(words, at);
        holds = holds || next;
    }
    holds
}

fn both(words: &[&str], at: &mut usize) -> bool {
    let mut holds = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        let next = one(words, at);
        holds = holds && next;
    }
    holds
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let holds = either(words, at);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return holds && closed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return ALLOWED.contains(word)
            || ALLOWED.contains(&format!("{word} WITH {exception}").as_str());
    }
    ALLOWED.contains(word)
}

/// The lock files name the public registries and nothing else.
pub(super) fn sources(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for line in text_of(files, "Cargo.lock").unwrap_or_default().lines() {
        if let Some(source) = line
            .strip_prefix("source = ")
            .map(|quoted| quoted.trim_matches('"'))
            .filter(|source| *source != CRATES)
        {
            found.push(format!("Cargo.lock: {source}"));
        }
    }
    for file in files
        .iter()
        .filter(|file| file.path.ends_with("package-lock.json"))
    {
        for line in file.text.lines() {
            let Some(resolved) = line.trim().strip_prefix("\"resolved\": \"") else {
                continue;
            };
            let from_elsewhere = resolved.contains("://") && !resolved.starts_with(NPM);
            if from_elsewhere {
                found.push(format!(
                    "{}: {}",
                    file.path,
                    resolved.trim_end_matches(['"', ','])
                ));
            }
        }
    }
    found
}
