//! Which part of the web may reach which: the viewer never loads the editor.

use std::path::Path;

use super::{File, text_of};

/// From a folder, whatever way the imports go, these packages are out of reach.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("web/apps/viewer", &["@sallyport/editor"]),
    ("web/packages/renderer", &["@sallyport/editor"]),
    ("web/packages/widgets", &["@sallyport/editor"]),
    (
        "web/packages/runtime",
        &[
            "@sallyport/editor",
            "@sallyport/renderer",
            "react",
            "react-dom",
        ],
    ),
    (
        "web/packages/document",
        &[
            "@sallyport/editor",
            "@sallyport/renderer",
            "@sallyport/runtime",
            "react",
            "react-dom",
        ],
    ),
];

pub(super) fn check(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for (start, forbidden) in FORBIDDEN {
        let mut waiting = vec![((*start).to_owned(), vec![(*start).to_owned()])];
        let mut seen = vec![(*start).to_owned()];
        while let Some((folder, way)) = waiting.pop() {
            for name in imported(files, &folder) {
                if let Some(bad) = forbidden.iter().find(|bad| is_of(&name, bad)) {
                    found.push(format!("{start} reaches {bad}: {}", way.join(" → ")));
                }
                let Some(next) = folder_of(files, &name).filter(|next| !seen.contains(next)) else {
                    continue;
                };
                seen.push(next.clone());
                let way = way.iter().cloned().chain([next.clone()]).collect();
                waiting.push((next, way));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn is_of(import: &str, package: &str) -> bool {
    import == package
        || import
            .strip_prefix(package)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// What the shipped sources of a folder import: packages by name, other folders of the workspace by path.
fn imported(files: &[File], folder: &str) -> Vec<String> {
    let inside = format!("{folder}/");
    let mut names = Vec::new();
    for file in files.iter().filter(|file| {
        file.path.starts_with(&inside) && file.is(&[".ts", ".tsx"]) && !file.is_test()
    }) {
        for line in file
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for before in [
                "from '",
                "from \"",
                "import('",
                "import(\"",
                "import '",
                "import \"",
            ] {
                for rest in line.split(before).skip(1) {
                    let Some(name) = rest.split(['\'', '"']).next() else {
                        continue;
                    };
                    names.push(if name.starts_with('.') {
                        from_path(&file.path, name)
                    } else {
                        name.to_owned()
                    });
                }
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

/// A relative import that leaves its package names the package that it enters.
fn from_path(file: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in Path::new(relative).iter().filter_map(|part| part.to_str()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    match parts.as_slice() {
        ["web", "packages", name, ..] => format!("@sallyport/{name}"),
        _ => parts.join("/"),
    }
}

fn folder_of(files: &[File], name: &str) -> Option<String> {
    let package = name.strip_prefix("@sallyport/")?.split('/').next()?;
    let folder = format!("web/packages/{package}");
    text_of(files, &format!("{folder}/package.json")).map(|_| folder)
}
