//! What things are called.

use super::File;

/// Names that say nothing of what is inside.
const HALLWAYS: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "manager", "misc", "index",
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files
        .iter()
        .filter(|file| !file.is_made() && file.is(&[".rs", ".ts", ".tsx"]))
    {
        for part in file.path.split('/') {
            let stem = part.split('.').next().unwrap_or(part);
            if HALLWAYS.contains(&stem) {
                found.push(format!(
                    "{}: `{stem}` does not say what is inside",
                    file.path
                ));
            }
        }
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if file.is(&[".ts", ".tsx"]) && name.chars().any(|c| c.is_ascii_uppercase() || c == '_') {
            found.push(format!(
                "{}: TypeScript files are named in kebab-case",
                file.path
            ));
        }
    }
    found
}

/// The two stores have the same migrations, by name and number.
pub(super) fn migrations(files: &[File]) -> Vec<String> {
    let of = |store: &str| -> Vec<String> {
        let folder = format!("crates/{store}/migrations/");
        files
            .iter()
            .filter_map(|file| file.path.strip_prefix(&folder))
            .map(str::to_owned)
            .collect()
    };
    let (sqlite, postgres) = (of("store-sqlite"), of("store-postgres"));
    let lacking = |has: &[String], lacks: &[String], of: &str| -> Vec<String> {
        has.iter()
            .filter(|name| !lacks.contains(name))
            .map(|name| format!("crates/{of}/migrations lacks {name}"))
            .collect()
    };
    let mut found = lacking(&sqlite, &postgres, "store-postgres");
    found.extend(lacking(&postgres, &sqlite, "store-sqlite"));
    found
}
