//! Words of unfinished work, and silenced tests.

use super::File;

/// Written in two halves, so that this file does not find itself.
const UNFINISHED: &[(&str, &str)] = &[
    ("to", "do!("),
    ("unimpl", "emented!("),
    ("#[ig", "nore"),
    ("it.sk", "ip("),
    ("test.sk", "ip("),
    ("describe.sk", "ip("),
    (".on", "ly("),
    ("@ts-ig", "nore"),
    ("db", "g!("),
];

/// How many unwraps outside test files there may be: house rule, and it only shrinks.
const UNWRAPS: usize = 40;

pub(super) fn check(files: &[File]) -> Vec<String> {
    let shared = concat!("..", "/shared");
    let mut found = Vec::new();
    for file in files {
        let is_code = ["crates/", "xtask/", "web/"]
            .iter()
            .any(|folder| file.path.starts_with(folder));
        for (number, line) in file.text.lines().enumerate() {
            let at = || format!("{}:{}", file.path, number + 1);
            if line.contains(shared) {
                found.push(format!(
                    "{} refers to {shared}, which is not part of the project",
                    at()
                ));
            }
            if is_code && file.is(&[".rs", ".ts", ".tsx", ".js", ".mjs"]) {
                let words = UNFINISHED.iter().map(|(one, two)| format!("{one}{two}"));
                found.extend(
                    words
                        .filter(|word| has_word(line, word))
                        .map(|word| format!("{}: {word}", at())),
                );
            }
        }
    }
    found
}

/// The word stands alone: `mytodo!(` and `exit.skip(` are something else.
fn has_word(line: &str, word: &str) -> bool {
    let free = word.starts_with(['.', '#', '@']);
    line.match_indices(word).any(|(at, _)| {
        free || !line
            .get(..at)
            .unwrap_or_default()
            .ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

pub(super) fn unwraps(files: &[File]) -> Vec<String> {
    let places: Vec<String> = files
        .iter()
        .filter(|file| {
            file.path.starts_with("crates/")
                && file.is(&[".rs"])
                && !file.is_test()
                && !file.path.ends_with("build.rs")
        })
        .map(|file| {
            (
                file,
                file.text
                    .lines()
                    .filter(|line| line.contains(".unwrap()") || line.contains(".expect("))
                    .count(),
            )
        })
        .filter(|(_, count)| *count > 0)
        .map(|(file, count)| format!("{} ({count})", file.path))
        .collect();
    let sum: usize = places
        .iter()
        .filter_map(|place| {
            place
                .rsplit_once('(')?
                .1
                .trim_end_matches(')')
                .parse::<usize>()
                .ok()
        })
        .sum();
    if sum <= UNWRAPS {
        return Vec::new();
    }
    vec![format!(
        "{sum} unwraps outside test files, more than {UNWRAPS} (unit tests live in `tests.rs`): {}",
        places.join(", ")
    )]
}
