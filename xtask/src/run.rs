//! `cargo xtask run`: from a fresh machine to a running server.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{install, paths, process, stage::stage, web};

/// Install what is missing, build, and start the server.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The port on this machine (the server listens on the loopback interface only)
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the server keeps its data [default: .sallyport/data in the checkout]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep everything in PostgreSQL instead of the embedded encrypted store
    #[arg(long, value_name = "URL")]
    store: Option<String>,
    /// Start without the support console, its people and its data
    #[arg(long)]
    no_demo: bool,
    /// Put the demo's customers, transactions and tickets into this PostgreSQL database
    #[arg(long, value_name = "URL", conflicts_with = "no_demo")]
    demo_postgres: Option<String>,
}

/// What the server is built from.
const SOURCES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "crates",
    "spec",
    "web/dist",
];

pub(crate) fn run(args: &Args) -> Result<()> {
    let server = server()?;
    let data = args
        .data
        .clone()
        .unwrap_or_else(|| paths::local().join("data"));
    let mut start = process::command(server, &paths::root());
    start
        .arg("serve")
        .arg("--listen")
        .arg(format!("127.0.0.1:{}", args.port));
    start
        .arg("--data")
        .arg(std::path::absolute(&data)?)
        .arg("--root-key")
        .arg(root_key(&data)?);
    if let Some(store) = &args.store {
        start.arg("--store").arg(store);
    }
    if !args.no_demo {
        start.arg("--demo");
    }
    if let Some(url) = &args.demo_postgres {
        start.arg("--demo-postgres").arg(url);
    }
    eprintln!(
        "▸ starting on http://localhost:{} (ctrl-c ends it)",
        args.port
    );
    Err(start.exec()).context("start the server")
}

/// The key lies outside the data folder: beside it for a folder of one's own, under `.sallyport/keys` else.
fn root_key(data: &Path) -> Result<PathBuf> {
    let default = paths::local();
    if data == default.join("data") {
        return Ok(default.join("keys/root.key"));
    }
    let data = std::path::absolute(data)?;
    let (Some(parent), Some(name)) = (data.parent(), data.file_name()) else {
        bail!(
            "`{}` cannot be a data folder: give one that has a parent",
            data.display()
        );
    };
    Ok(parent
        .join(format!("{}.keys", name.to_string_lossy()))
        .join("root.key"))
}

/// The server, optimised but without link-time optimisation; built only if something changed.
pub(crate) fn server() -> Result<PathBuf> {
    let root = paths::root();
    let kept = kept();
    let made_of = || -> Result<String> {
        let of: Vec<PathBuf> = SOURCES
            .iter()
            .map(|name| root.join(name))
            .chain([paths::web()])
            .collect();
        paths::fingerprint(
            &of,
            &[
                "node_modules",
                "screenshots",
                "test-results",
                ".vite",
                "target",
            ],
        )
    };
    if kept.is_file()
        && paths::noted("server").is_some_and(|noted| made_of().is_ok_and(|now| now == noted))
    {
        return Ok(kept);
    }
    stage("what the build needs", || {
        install::debian(install::FOR_BUILDING)
    })?;
    stage("npm packages and the sources of the crates", sources)?;
    stage("web part", || web::build().map(drop))?;
    stage("server (optimised; some minutes the first time)", || {
        process::run(&mut process::cargo(&[
            "build",
            "--package",
            "sallyport-server",
            "--profile",
            "fast",
        ])?)
    })?;
    take(&paths::target().join("fast/sallyport"), &kept)?;
    paths::note("server", &made_of()?)?;
    Ok(kept)
}

/// Where [`server`] keeps what it built last.
pub(crate) fn kept() -> PathBuf {
    paths::local().join("bin/sallyport")
}

/// Downloads what both parts are built from, at the same time.
fn sources() -> Result<()> {
    thread::scope(|scope| {
        // Whatever is amiss with these stops the build as well, and is told there.
        scope.spawn(|| process::gather(&mut process::cargo(&["fetch"])?));
        web::packages().map(|said| eprint!("{said}"))
    })
}

/// Keep our own copy: another checkout that shares the target folder would put its server in the same place.
pub(crate) fn take(built: &Path, kept: &Path) -> Result<()> {
    if let Some(folder) = kept.parent() {
        fs::create_dir_all(folder)?;
    }
    let fresh = kept.with_extension("new");
    fs::copy(built, &fresh).with_context(|| format!("copy {}", built.display()))?;
    fs::rename(&fresh, kept)?;
    Ok(())
}
