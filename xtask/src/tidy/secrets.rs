//! `docs/security/links-and-codes.md`: a row for every single-use secret and every e-mail, each shown by tests that exist.

use super::requirements::{NOT_YET, is_in, quoted};
use super::{File, text_of};

const TABLE: &str = "docs/security/links-and-codes.md";

/// Where the words are that must each have a row, and the enum that they are in.
const WORDS: &[(&str, &str)] = &[
    ("crates/model/src/account.rs", "pub enum Purpose {"),
    ("crates/model/src/mail.rs", "pub enum MailKind {"),
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let Some(text) = text_of(files, TABLE) else {
        return vec![format!("{TABLE} is missing")];
    };
    let mut found = Vec::new();
    for (path, start) in WORDS {
        let source = text_of(files, path).unwrap_or_default();
        let words = words_of(source, start);
        if words.is_empty() {
            found.push(format!("{TABLE}: `{start}` is not in {path}"));
        }
        let lacking = words.iter().filter(|word| {
            let row = format!("| `{word}` |");
            !text.lines().any(|line| line.starts_with(&row))
        });
        found.extend(lacking.map(|word| format!("{TABLE} lacks a row for `{word}` of {path}")));
    }
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let (name, shown) = (cells.first().unwrap_or(&""), cells.last().unwrap_or(&""));
        if shown.starts_with(NOT_YET) {
            continue;
        }
        let tests: Vec<&str> = quoted(shown).collect();
        if tests.is_empty() {
            found.push(format!(
                "{TABLE}: {name} names no test and does not say `{NOT_YET}`"
            ));
        }
        let lost = tests.iter().filter(|test| !is_in(files, test));
        found.extend(
            lost.map(|test| format!("{TABLE}: {name} names `{test}`, which is not in the tree")),
        );
    }
    found
}

/// The words of an enum that is written as `Name = "word",` lines.
fn words_of<'a>(source: &'a str, start: &str) -> Vec<&'a str> {
    let Some((_, rest)) = source.split_once(start) else {
        return Vec::new();
    };
    let body = rest.split('}').next().unwrap_or_default();
    let lines = body.lines().map(str::trim);
    lines
        .filter(|line| !line.starts_with("//"))
        .filter_map(|line| line.split_once(" = \"")?.1.strip_suffix("\","))
        .collect()
}
