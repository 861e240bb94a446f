//! `docs/requirements.md`: a row for every capability, and no test in it that does not exist.

use super::{File, text_of};

const TABLE: &str = "docs/requirements.md";
pub(super) const NOT_YET: &str = "not yet";

/// The groups and how many rows each has.
const GROUPS: &[(&str, usize)] = &[
    ("BLD", 16),
    ("DS", 16),
    ("MDL", 10),
    ("WFL", 6),
    ("IDN", 10),
    ("AUZ", 7),
    ("AUD", 6),
    ("SEC", 10),
    ("CMP", 3),
    ("OPS", 8),
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let Some(text) = text_of(files, TABLE) else {
        return vec![format!("{TABLE} is missing")];
    };
    let rows: Vec<Vec<&str>> = text.lines().filter_map(cells).collect();
    let mut found = Vec::new();
    for (group, count) in GROUPS {
        for number in 1..=*count {
            let id = format!("{group}-{number}");
            match rows
                .iter()
                .filter(|row| row.first() == Some(&id.as_str()))
                .count()
            {
                1 => {}
                0 => found.push(format!("{TABLE} lacks {id}")),
                more => found.push(format!("{TABLE} has {id} {more} times")),
            }
        }
    }
    for row in &rows {
        let (Some(id), Some(lives), Some(shown)) = (row.first(), row.get(2), row.get(3)) else {
            found.push(format!("{TABLE}: a row needs four cells: {row:?}"));
            continue;
        };
        if shown.starts_with(NOT_YET) {
            continue;
        }
        let tests: Vec<&str> = quoted(shown).collect();
        if tests.is_empty() {
            found.push(format!(
                "{TABLE}: {id} names no test and does not say `{NOT_YET}`"
            ));
        }
        found.extend(
            tests
                .iter()
                .filter(|test| !is_in(files, test))
                .map(|test| format!("{TABLE}: {id} names `{test}`, which is not in the tree")),
        );
        found.extend(
            quoted(lives)
                .filter(|path| path.contains('/') && !super::exists(path))
                .map(|path| format!("{TABLE}: {id} lives in `{path}`, which is not in the tree")),
        );
    }
    found
}

/// The cells of a row that starts with an ID.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inside.split('|').map(str::trim).collect();
    let (group, number) = cells.first()?.split_once('-')?;
    (GROUPS.iter().any(|(known, _)| *known == group) && number.bytes().all(|b| b.is_ascii_digit()))
        .then_some(cells)
}

/// What stands between backticks.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// A Rust test function, a named web test, or one of the project's own commands.
pub(super) fn is_in(files: &[File], test: &str) -> bool {
    if test.starts_with("cargo xtask ") {
        return true;
    }
    let function = format!("fn {test}(");
    files.iter().any(|file| {
        (file.is(&[".rs"]) && file.text.contains(&function))
            || (file.is(&[".ts", ".tsx", ".mjs"])
                && file.is_test()
                && ["'", "\"", "`"]
                    .iter()
                    .any(|quote| file.text.contains(&format!("{quote}{test}{quote}"))))
    })
}
