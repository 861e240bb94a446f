//! A link in a document leads somewhere.

use super::{File, exists};

pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is(&[".md"])) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut in_code = false;
        for (number, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                in_code = !in_code;
            }
            if in_code {
                continue;
            }
            for target in targets(line) {
                let path = target.split('#').next().unwrap_or_default();
                let elsewhere =
                    path.is_empty() || target.contains("://") || target.starts_with("mailto:");
                if !elsewhere && !exists(&resolved(folder, path)) {
                    found.push(format!(
                        "{}:{}: no such file: {target}",
                        file.path,
                        number + 1
                    ));
                }
            }
        }
    }
    found
}

/// The targets of `[text](target)`, code spans left out.
fn targets(line: &str) -> Vec<String> {
    let without_code: String = line.split('`').step_by(2).collect::<Vec<_>>().join("·");
    without_code
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|target| {
            target
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

fn resolved(folder: &str, path: &str) -> String {
    if let Some(from_root) = path.strip_prefix('/') {
        return from_root.to_owned();
    }
    if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}
