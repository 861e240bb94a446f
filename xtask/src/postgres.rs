//! A throwaway PostgreSQL on a free loopback port, gone with the value.

use std::{
    fs,
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use crate::process::{self, Job, Temporary};

/// Whether what is written must survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// For tests: nothing is flushed.
    None,
    /// As installed: what the measurements use.
    AsInstalled,
}

/// A running cluster.
pub(crate) struct Postgres {
    // Order matters: the process ends before its folder goes.
    _job: Job,
    _folder: Temporary,
    port: u16,
    programs: PathBuf,
}

impl Postgres {
    /// Make a cluster and start it.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let programs = programs()?;
        let folder = Temporary::new("postgres")?;
        let owner = owner()?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let data = folder.path().join("data");
        let mut initdb = as_owner(&programs.join("initdb"), folder.path(), owner);
        initdb.args([
            "--no-sync",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-D",
        ]);
        process::read(initdb.arg(&data)).context("make a PostgreSQL cluster")?;

        let port = free_port()?;
        let mut postgres = as_owner(&programs.join("postgres"), folder.path(), owner);
        postgres.arg("-D").arg(&data);
        let mut settings = vec![
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            "unix_socket_directories=".to_owned(),
            "max_connections=400".to_owned(),
            "shared_buffers=256MB".to_owned(),
        ];
        if durability == Durability::None {
            settings.extend(
                [
                    "fsync=off",
                    "synchronous_commit=off",
                    "full_page_writes=off",
                ]
                .map(str::to_owned),
            );
        }
        for setting in settings {
            postgres.arg("-c").arg(setting);
        }
        let log = folder.path().join("log");
        let file = fs::File::create(&log)?;
        postgres.stdout(file.try_clone()?).stderr(file);
        let mut job = Job::start(&mut postgres, Signal::INT)?;
        drop(postgres);

        let began = Instant::now();
        while !is_ready(&programs, port) {
            if job.has_ended() || began.elapsed() > Duration::from_secs(30) {
                bail!(
                    "PostgreSQL did not start: {}",
                    fs::read_to_string(&log).unwrap_or_default()
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(Self {
            _job: job,
            _folder: folder,
            port,
            programs,
        })
    }

    /// The superuser's URL of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        self.url_as("postgres", database)
    }

    /// The URL of a database for someone, as `name` or `name:password`.
    pub(crate) fn url_as(&self, login: &str, database: &str) -> String {
        format!("postgres://{login}@127.0.0.1:{}/{database}", self.port)
    }

    /// What the database says to the superuser's statement.
    pub(crate) fn ask(&self, database: &str, statement: &str) -> Result<String> {
        let mut psql = self.program("psql");
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c"]);
        Ok(process::read(psql.arg(statement))?.trim().to_owned())
    }

    /// One of its programs (psql, pgbench), told where the database is.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = process::command(self.programs.join(name), Path::new("/"));
        command
            .args(["-h", "127.0.0.1", "-U", "postgres", "-p"])
            .arg(self.port.to_string());
        command
    }
}

fn programs() -> Result<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .context("PostgreSQL is not installed under /usr/lib/postgresql")?
        .filter_map(Result::ok)
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, bin)| bin.join("initdb").exists())
        .collect();
    versions.sort();
    versions
        .pop()
        .map(|(_, bin)| bin)
        .context("no PostgreSQL server under /usr/lib/postgresql")
}

/// PostgreSQL refuses to run as root: then the package's own user runs it.
fn owner() -> Result<Option<(u32, u32)>> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let ask = |flag: &str| -> Result<u32> {
        Ok(
            process::read(process::command("id", Path::new("/")).args([flag, "postgres"]))?
                .trim()
                .parse()?,
        )
    };
    Ok(Some((ask("-u")?, ask("-g")?)))
}

fn as_owner(program: &Path, folder: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = process::command(program, folder);
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}

fn is_ready(programs: &Path, port: u16) -> bool {
    let mut ask = process::command(programs.join("pg_isready"), Path::new("/"));
    ask.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    ask.status().is_ok_and(|status| status.success())
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::{Durability, Postgres};
    use std::net::TcpStream;

    #[test]
    fn a_throwaway_postgres_answers_and_is_gone_afterwards() -> anyhow::Result<()> {
        let postgres = Postgres::start(Durability::None)?;
        assert_eq!(postgres.ask("postgres", "show max_connections")?, "400");
        let port = postgres.port;
        drop(postgres);
        assert!(
            TcpStream::connect(("127.0.0.1", port)).is_err(),
            "nothing listens any more"
        );
        Ok(())
    }
}
