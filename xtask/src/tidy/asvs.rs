//! `docs/asvs.md`: a row for every requirement of the chapters that it covers, and no test in it that does not exist.

use super::requirements::{NOT_YET, is_in, quoted};
use super::{File, text_of};

const TABLE: &str = "docs/asvs.md";
const DOES_NOT_APPLY: &str = "does not apply, because ";

/// The sections of ASVS 5.0 and how many requirements each has.
const SECTIONS: &[(&str, usize)] = &[
    ("V6.1", 3),
    ("V6.2", 12),
    ("V6.3", 8),
    ("V6.4", 6),
    ("V6.5", 8),
    ("V6.6", 4),
    ("V6.7", 2),
    ("V6.8", 4),
    ("V7.1", 3),
    ("V7.2", 4),
    ("V7.3", 2),
    ("V7.4", 5),
    ("V7.5", 3),
    ("V7.6", 2),
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let Some(text) = text_of(files, TABLE) else {
        return vec![format!("{TABLE} is missing")];
    };
    let rows: Vec<Vec<&str>> = text.lines().filter_map(cells).collect();
    let mut found = Vec::new();
    for (section, count) in SECTIONS {
        for number in 1..=*count {
            let id = format!("{section}.{number}");
            let named = |row: &&Vec<&str>| row.first() == Some(&id.as_str());
            match rows.iter().filter(named).count() {
                1 => {}
                0 => found.push(format!("{TABLE} lacks {id}")),
                more => found.push(format!("{TABLE} has {id} {more} times")),
            }
        }
    }
    for row in &rows {
        let [id, _, _, shown] = row.as_slice() else {
            found.push(format!("{TABLE}: a row needs four cells: {row:?}"));
            continue;
        };
        if shown.starts_with(DOES_NOT_APPLY) {
            continue;
        }
        let tests: Vec<&str> = quoted(shown).collect();
        if tests.is_empty() && !shown.starts_with(NOT_YET) {
            found.push(format!(
                "{TABLE}: {id} names no test and says neither `{NOT_YET}` nor why it does not apply"
            ));
        }
        found.extend(
            tests
                .iter()
                .filter(|test| !is_in(files, test))
                .map(|test| format!("{TABLE}: {id} names `{test}`, which is not in the tree")),
        );
    }
    found
}

/// The cells of a row that starts with a requirement's number.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inside = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inside.split('|').map(str::trim).collect();
    let number = cells.first()?.strip_prefix('V')?;
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (plain && !number.is_empty()).then_some(cells)
}
