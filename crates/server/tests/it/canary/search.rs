//! The strings that are planted, and the search for them in whatever way they might be written.

use crate::support::unique;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::path::{Path, PathBuf};

/// What must not be found, by what it is.
pub(super) struct Canaries {
    pub(super) row: String,
    pub(super) input: String,
    pub(super) credential: String,
    pub(super) password: String,
    pub(super) wrong_password: String,
    pub(super) answer: String,
}

impl Canaries {
    pub(super) fn hatch() -> Self {
        let one = |what: &str| format!("canary-{what}-{}", unique());
        Self {
            row: one("row"),
            input: one("input"),
            credential: one("credential"),
            password: one("password"),
            wrong_password: one("wrong"),
            answer: one("answer"),
        }
    }

    fn all(&self) -> [(&'static str, &str); 6] {
        [
            ("a row", &self.row),
            ("an input", &self.input),
            ("a credential", &self.credential),
            ("a password", &self.password),
            ("a wrong password", &self.wrong_password),
            ("a REST answer", &self.answer),
        ]
    }

    /// Nothing of them stands in these bytes, be it as it is, in hexadecimal digits or in base64.
    #[track_caller]
    pub(super) fn are_not_in(&self, place: &str, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        for (what, canary) in self.all() {
            for form in forms(canary) {
                if let Some(at) = text.find(&form) {
                    let before: String = text[..at].chars().rev().take(200).collect();
                    let before: String = before.chars().rev().collect();
                    let after: String = text[at..].chars().take(400).collect();
                    panic!("{what} is in {place}: …{before}{after}…");
                }
            }
        }
    }

    /// Nothing of them stands in any file below that folder, or in a file's name.
    #[track_caller]
    pub(super) fn are_in_no_file_of(&self, folder: &Path) {
        let files = files(folder);
        assert!(!files.is_empty(), "{} is empty", folder.display());
        for file in files {
            let name = file.display().to_string();
            self.are_not_in("a file's name", name.as_bytes());
            self.are_not_in(&name, &std::fs::read(&file).unwrap());
        }
    }
}

/// How a text may be written: as it is, as PostgreSQL shows bytes, and within a longer text in base64, where
/// it depends on how many bytes stand before it.
fn forms(text: &str) -> Vec<String> {
    let hexadecimal = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![text.to_owned(), hexadecimal];
    for before in 0..3 {
        let bytes = [vec![0; before], text.as_bytes().to_vec()].concat();
        let whole = bytes.len() / 3 * 3;
        let encoded = STANDARD_NO_PAD.encode(&bytes[..whole]);
        forms.push(encoded[(before * 8).div_ceil(6)..].to_owned());
    }
    forms
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn a_canary_is_found_however_it_is_written() {
    let canaries = Canaries::hatch();
    let canary = canaries.input.as_bytes();
    let hexadecimal: String = canary.iter().map(|byte| format!("{byte:02x}")).collect();
    let written = (0..7)
        .map(|before| STANDARD_NO_PAD.encode([&b"7654321"[..before], canary, b"after"].concat()));
    for text in written.chain([hexadecimal, canaries.input.clone()]) {
        let bytes = [&[0, 255, 254], text.as_bytes(), &[255]].concat();
        let found = std::panic::catch_unwind(|| canaries.are_not_in("there", &bytes));
        assert!(found.is_err(), "{text} was not found");
    }
    canaries.are_not_in("there", &canary[1..]);
}
