//! Acts of the service itself, each with its reason, listed in a golden file.

use super::{File, text_of};

/// Where the list is kept.
pub(crate) const GOLDEN: &str = "spec/system-permits.txt";
const CALL: &str = "SystemPermit::because(";

/// One line for each place: the file and the reason given there.
pub(crate) fn listed(files: &[File]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for file in files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.is(&[".rs"]) && !file.is_test())
    {
        if ["crates/policy/", "crates/testkit/src/contract"]
            .iter()
            .any(|folder| file.path.starts_with(folder))
        {
            continue;
        }
        for (at, _) in file.text.match_indices(CALL) {
            let rest = file.text.get(at + CALL.len()..).unwrap_or_default();
            let reason = rest
                .trim_start()
                .strip_prefix('"')
                .and_then(|text| text.split('"').next());
            lines.push(format!(
                "{}: {}",
                file.path,
                reason.unwrap_or("(the reason is not a literal)")
            ));
        }
    }
    lines.sort();
    if !lines.is_empty() {
        // The last line ends like the others.
        lines.push(String::new());
    }
    lines.join("\n")
}

pub(super) fn check(files: &[File]) -> Vec<String> {
    let now = listed(files);
    let golden = text_of(files, GOLDEN).unwrap_or_default();
    let known: Vec<&str> = golden.lines().collect();
    let mut found: Vec<String> = now
        .lines()
        .filter(|line| !known.contains(line))
        .map(|line| format!("{GOLDEN} lacks `{line}` (if it must be, `cargo xtask gen` adds it)"))
        .collect();
    let here: Vec<&str> = now.lines().collect();
    found.extend(
        known
            .iter()
            .filter(|line| !here.contains(line))
            .map(|line| format!("{GOLDEN} still has `{line}`")),
    );
    if found.is_empty() && golden != now {
        found.push(format!(
            "{GOLDEN} counts differently: run `cargo xtask gen`"
        ));
    }
    found
}
