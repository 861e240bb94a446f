//! A Redis for each test.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A Redis of one test, on a port of its own, which ends with the value. It keeps nothing.
#[derive(Debug)]
pub struct TestRedis {
    server: Child,
    url: String,
    _folder: TempDir,
}

impl TestRedis {
    /// One that answers. It needs `redis-server`, which `cargo xtask test` installs.
    pub fn start() -> Self {
        // A port that is free now may be taken a moment later.
        (0..10)
            .find_map(|_| Self::try_start())
            .expect("redis-server does not start")
    }

    fn try_start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let folder = tempfile::tempdir().unwrap();
        let mut server = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
            .args(["--save", "", "--appendonly", "no", "--dir"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("redis-server is not installed: `apt-get install redis-server`");
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let ready = lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains("Ready to accept connections"));
        if !ready {
            server.wait().unwrap();
            return None;
        }
        // What it says from now on is read, or it would stop when nobody does.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            server,
            url: format!("redis://127.0.0.1:{port}"),
            _folder: folder,
        })
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestRedis {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
