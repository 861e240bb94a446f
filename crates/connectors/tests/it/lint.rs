//! The lint that keeps connections with the broker: it names every way around it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Ways to reach the network, or to ask for a name, without the broker.
const WAYS_AROUND: [&str; 22] = [
    "let _ = std::net::TcpStream::connect(there);",
    "let _ = std::net::TcpStream::connect_timeout(&there, later);",
    "let _ = std::net::UdpSocket::bind(there);",
    "let _ = std::net::UdpSocket::connect(udp, there);",
    "let _ = udp.send_to(&[], there);",
    "let _ = std::os::unix::net::UnixStream::connect(file);",
    "let _ = std::net::ToSocketAddrs::to_socket_addrs(name);",
    "use std::net::ToSocketAddrs; let _ = (name, 80).to_socket_addrs();",
    "use std::net::TcpStream as Other; let _ = Other::connect(there);",
    "let _ = Some(there).map(std::net::TcpStream::connect);",
    "let _ = tokio::net::TcpStream::connect(there).await;",
    "use tokio::net as n; let _ = n::TcpStream::connect(there).await;",
    "let _ = tcp.connect(there).await;",
    "let _ = tokio::net::UdpSocket::bind(there).await;",
    "let _ = tokio_udp.connect(there).await;",
    "let _ = tokio_udp.send_to(&[], there).await;",
    "let _ = tokio::net::UnixStream::connect(file).await;",
    "let _ = tokio::net::lookup_host(name).await;",
    "let _ = tokio_postgres::connect(name, tokio_postgres::NoTls).await;",
    "let _ = config.connect(tokio_postgres::NoTls).await;",
    "let _ = cancel.cancel_query(tokio_postgres::NoTls).await;",
    "let _ = tokio_postgres::Config::new().connect(tokio_postgres::NoTls).await;",
];

/// The newest build of a library that this test was linked with.
fn library(name: &str) -> (PathBuf, PathBuf) {
    let folder = std::env::current_exe()
        .unwrap()
        .parent()
        .unwrap()
        .to_owned();
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let newest = files
        .filter(|file| {
            let stem = file.file_stem().unwrap().to_str().unwrap();
            let is_library = file
                .extension()
                .is_some_and(|extension| extension == "rlib");
            is_library && stem.starts_with(&format!("lib{name}-"))
        })
        .max_by_key(|file| file.metadata().unwrap().modified().unwrap());
    (
        newest.unwrap_or_else(|| panic!("{name} is not built")),
        folder,
    )
}

/// The lines of a program that the workspace's lint objects to.
fn objected(program: &Path, out: &Path) -> Vec<usize> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut clippy = Command::new("clippy-driver");
    clippy.env("CLIPPY_CONF_DIR", workspace).arg(program);
    clippy.args([
        "--crate-type=lib",
        "--edition=2024",
        "--emit=metadata",
        "--error-format=short",
    ]);
    clippy.args([
        "-Wclippy::disallowed_methods",
        "-Wclippy::disallowed_types",
        "-Aunused",
    ]);
    clippy.arg("--out-dir").arg(out);
    for name in ["tokio", "tokio_postgres"] {
        let (file, folder) = library(name);
        clippy
            .arg("--extern")
            .arg(format!("{name}={}", file.display()));
        clippy
            .arg("-L")
            .arg(format!("dependency={}", folder.display()));
    }
    let told = clippy
        .output()
        .expect("clippy must be installed: it is part of the toolchain");
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(!told.contains("error"), "{told}");
    let lines = told
        .lines()
        .filter(|line| line.contains("use of a disallowed"));
    lines
        .map(|line| line.split(':').nth(1).unwrap().parse().unwrap())
        .collect()
}

#[test]
fn every_way_around_the_broker_is_banned_by_lint() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("ways_around.rs");
    let mut text = String::new();
    for (number, way) in WAYS_AROUND.iter().enumerate() {
        let _ = writeln!(
            text,
            "pub async fn way_{number}(there: std::net::SocketAddr, later: std::time::Duration, name: &'static str, \
             file: &std::path::Path, udp: &std::net::UdpSocket, tcp: tokio::net::TcpSocket, \
             tokio_udp: &tokio::net::UdpSocket, config: &tokio_postgres::Config, \
             cancel: tokio_postgres::CancelToken) {{ {way} }}"
        );
    }
    // And what is no way around is left alone.
    text += "pub async fn listen(here: std::net::SocketAddr) { let _ = tokio::net::TcpListener::bind(here).await; }\n";
    std::fs::write(&program, text).unwrap();

    let objected = objected(&program, folder.path());

    for (number, way) in WAYS_AROUND.iter().enumerate() {
        assert!(objected.contains(&(number + 1)), "`{way}` is not banned");
    }
    assert!(!objected.contains(&(WAYS_AROUND.len() + 1)));
}
