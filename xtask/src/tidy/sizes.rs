//! A file that grows past these wants dividing.

use super::File;

const RUST: usize = 700;
const TYPESCRIPT: usize = 500;
const CRATE: usize = 15_000;

pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    let mut crates: Vec<(&str, usize)> = Vec::new();
    for file in files.iter().filter(|file| !file.is_made()) {
        let lines = file.text.lines().count();
        let most = if file.is(&[".rs"]) {
            RUST
        } else if file.is(&[".ts", ".tsx"]) {
            TYPESCRIPT
        } else {
            continue;
        };
        if lines > most {
            found.push(format!(
                "{} has {lines} lines, more than {most}: perhaps two rooms",
                file.path
            ));
        }
        if let Some(name) = super::crate_of(&file.path) {
            match crates.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => *sum += lines,
                None => crates.push((name, lines)),
            }
        }
    }
    found.extend(
        crates
            .iter()
            .filter(|(_, lines)| *lines > CRATE)
            .map(|(name, lines)| format!("{name} has {lines} lines, more than {CRATE}")),
    );
    found
}
