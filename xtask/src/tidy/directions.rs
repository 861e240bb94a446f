//! Who may depend on whom, between the crates of the workspace.

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{paths, process};

#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) packages: Vec<Package>,
    pub(super) workspace_members: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    pub(super) source: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    kind: Option<String>,
}

/// Each crate with what it may name. Tests may name more: only what is shipped has a direction.
const ALLOWED: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("policy", &["kernel"]),
    ("model", &["kernel"]),
    ("crypto", &["kernel"]),
    ("store", &["kernel", "policy", "model"]),
    ("store-sql", &["kernel", "policy", "model", "store"]),
    (
        "store-sqlite",
        &["kernel", "policy", "model", "crypto", "store", "store-sql"],
    ),
    (
        "store-postgres",
        &["kernel", "policy", "model", "crypto", "store", "store-sql"],
    ),
    ("limits", &["kernel"]),
    ("argon2", &[]),
    (
        "identity",
        &[
            "kernel", "argon2", "policy", "model", "crypto", "store", "limits",
        ],
    ),
    ("mail", &["kernel", "policy", "model", "store", "identity"]),
    ("apps", &["kernel", "policy", "model", "store"]),
    ("query", &["kernel", "policy", "model", "store"]),
    ("records", &["kernel", "policy", "model", "store"]),
    ("workflow", &["kernel", "policy", "model", "store"]),
    ("audit", &["kernel", "policy", "model", "store", "crypto"]),
    ("connectors", &["kernel", "model", "crypto", "query"]),
    ("sandbox", &["kernel", "query"]),
    (
        "http",
        &[
            "kernel", "limits", "policy", "model", "store", "identity", "apps", "query", "records",
            "workflow", "audit",
        ],
    ),
    (
        "server",
        &[
            "kernel",
            "limits",
            "policy",
            "model",
            "crypto",
            "store",
            "store-sqlite",
            "store-postgres",
            "limits",
            "identity",
            "mail",
            "apps",
            "query",
            "records",
            "workflow",
            "audit",
            "connectors",
            "sandbox",
            "http",
        ],
    ),
    ("testkit", &["kernel", "policy", "model", "crypto", "store"]),
];

/// What cargo knows of the whole graph, for this machine's platform, without the network if it can.
pub(super) fn metadata() -> Result<Metadata> {
    let rustc = process::read(process::command("rustc", &paths::root()).arg("-vV"))?;
    let host = rustc
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc names no host")?;
    let ask = |offline: &[&str]| {
        let mut cargo = process::cargo(&[
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            host,
        ])?;
        process::read(cargo.args(offline))
    };
    let text = ask(&["--offline"]).or_else(|_| ask(&[]))?;
    Ok(serde_json::from_str(&text)?)
}

pub(super) fn check(metadata: &Metadata) -> Vec<String> {
    let mut found = Vec::new();
    for package in metadata
        .packages
        .iter()
        .filter(|package| metadata.workspace_members.contains(&package.id))
    {
        let Some(name) = package.name.strip_prefix("sallyport-") else {
            if package.name == "xtask" {
                found.extend(
                    ours(package).map(|to| format!("xtask must not depend on sallyport-{to}")),
                );
            } else {
                found.push(format!(
                    "the package `{}` lacks the prefix sallyport-",
                    package.name
                ));
            }
            continue;
        };
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            found.push(format!("crates/{name} has no row in xtask/src/tidy/directions.rs: say what it may depend on"));
            continue;
        };
        found.extend(
            ours(package)
                .filter(|to| !allowed.contains(to))
                .map(|to| format!("crates/{name} must not depend on {to}")),
        );
    }
    found
}

/// The crates of the workspace that the shipped part of a package names.
fn ours(package: &Package) -> impl Iterator<Item = &str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind.as_deref() != Some("dev"))
        .filter_map(|dependency| dependency.name.strip_prefix("sallyport-"))
}
