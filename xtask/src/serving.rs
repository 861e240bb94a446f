//! A real server of our own, for what measures it or drives a browser against it.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use crate::{
    postgres::free_port,
    process::{self, Job},
};

/// Chromium as people have it.
pub(crate) const CHROMIUM: &str = "/usr/bin/chromium";
/// Chromium's engine without anything that draws windows: two thirds of the processor for the same page.
pub(crate) const HEADLESS: &str = "/usr/bin/chromium-headless-shell";

/// The variables that `web/e2e` and `web/tools` read.
pub(crate) fn browser_environment(command: &mut Command, server: &Path, browser: &str) {
    command
        .env("SALLYPORT_SERVER", server)
        .env("SALLYPORT_CHROMIUM", browser);
}

/// A running server.
pub(crate) struct Server {
    job: Job,
    port: u16,
    printed: Arc<Mutex<String>>,
    /// From the start of the process to the first answer that it is ready.
    pub(crate) ready: Duration,
}

/// Where a server keeps what it keeps.
pub(crate) struct Home {
    pub(crate) data: PathBuf,
    pub(crate) root_key: PathBuf,
}

impl Home {
    /// Under a folder, the key apart from the data.
    pub(crate) fn under(folder: &Path) -> Self {
        Self {
            data: folder.join("data"),
            root_key: folder.join("keys/root.key"),
        }
    }
}

impl Server {
    /// Start it on a free port, with more arguments, and wait until it is ready.
    pub(crate) fn start(program: &Path, home: &Home, more: &[&str]) -> Result<Self> {
        let port = free_port()?;
        let mut command = process::command(program, Path::new("/"));
        command
            .arg("serve")
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .arg("--data")
            .arg(&home.data);
        command
            .arg("--root-key")
            .arg(&home.root_key)
            .args(["--public-url", &format!("http://localhost:{port}")]);
        command
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let began = Instant::now();
        let mut job = Job::start(&mut command, Signal::TERM)?;
        let printed = Arc::new(Mutex::new(String::new()));
        if let Some(out) = job.child().stdout.take() {
            keep(out, Arc::clone(&printed));
        }
        if let Some(out) = job.child().stderr.take() {
            keep(out, Arc::clone(&printed));
        }
        let mut server = Self {
            job,
            port,
            printed,
            ready: Duration::ZERO,
        };
        while !server.is_ready() {
            if server.job.has_ended() || began.elapsed() > Duration::from_mins(1) {
                bail!(
                    "the server did not get ready; it said:\n{}",
                    server.printed()
                );
            }
            thread::sleep(Duration::from_millis(2));
        }
        server.ready = began.elapsed();
        Ok(server)
    }

    fn is_ready(&self) -> bool {
        let ask = || -> Result<bool> {
            let mut stream = TcpStream::connect(self.address())?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            write!(
                stream,
                "GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                self.authority()
            )?;
            let mut answer = [0; 12];
            stream.read_exact(&mut answer)?;
            Ok(answer.ends_with(b" 204"))
        };
        ask().unwrap_or(false)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// What stands in its addresses.
    pub(crate) fn authority(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// All that it printed so far.
    pub(crate) fn printed(&self) -> String {
        self.printed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A figure of its memory from the kernel: `VmRSS` now, `VmHWM` at its highest.
    pub(crate) fn memory_mb(&self, name: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.job.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .context("no such figure")?;
        let kilobytes: u32 = line
            .trim_start_matches(':')
            .trim()
            .trim_end_matches(" kB")
            .parse()?;
        Ok(f64::from(kilobytes) / 1_024.0)
    }

    /// What it has used of processors so far, in seconds.
    pub(crate) fn processor_seconds(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.job.id()))?;
        // The command's name, in parentheses, may hold anything.
        let (_, fields) = stat.rsplit_once(')').context("no such process")?;
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.map(str::parse::<u64>).sum::<Result<_, _>>()?;
        let second = rustix::param::clock_ticks_per_second();
        #[allow(clippy::cast_precision_loss, reason = "a count of ticks")]
        Ok(ticks as f64 / second as f64)
    }

    /// The single-use token of the set-up link that it printed.
    pub(crate) fn set_up_token(&self) -> Result<String> {
        let began = Instant::now();
        loop {
            if let Some((_, rest)) = self.printed().split_once("#token=") {
                let token: String = rest
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
                    .collect();
                return Ok(token);
            }
            if began.elapsed() > Duration::from_secs(10) {
                bail!("the server printed no set-up link:\n{}", self.printed());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn keep(out: impl Read + Send + 'static, into: Arc<Mutex<String>>) {
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let mut printed = into.lock().unwrap_or_else(PoisonError::into_inner);
            printed.push_str(&line);
            printed.push('\n');
        }
    });
}
