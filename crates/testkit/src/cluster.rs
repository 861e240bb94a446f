//! A PostgreSQL server of one test: one whose every file can be searched, or whose disk can be filled.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;
use tokio_postgres::Client;

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A cluster on a port of its own, gone with the value.
#[derive(Debug)]
pub struct Cluster {
    process: Child,
    logging: Option<JoinHandle<()>>,
    port: u16,
    has_disk: bool,
    folder: TempDir,
}

impl Cluster {
    /// A cluster with these settings, such as `log_statement=all`.
    pub fn start(settings: &[&str]) -> Self {
        Self::make(settings, None)
    }

    /// A cluster whose databases lie on a disk of that many MiB, of which they take some 8; the log of what it
    /// is about to write (WAL) lies elsewhere. Only root can mount one. It is seen by the cluster alone, and
    /// gone with its process.
    pub fn on_a_disk_of(mebibytes: u32, settings: &[&str]) -> Self {
        Self::make(settings, Some(mebibytes))
    }

    fn make(settings: &[&str], disk: Option<u32>) -> Self {
        let programs = programs();
        let folder = tempfile::tempdir().unwrap();
        let owner = owner();
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let data = folder.path().join("data");
        let mut initdb = as_owner(&programs.join("initdb"), owner);
        initdb
            .current_dir(folder.path())
            .args(["--no-sync", "--auth=trust", "--username=postgres"])
            .args(["--encoding=UTF8", "--locale=C.UTF-8", "--wal-segsize=1"])
            .arg("-D")
            .arg(&data);
        let made = initdb.output().unwrap();
        assert!(made.status.success(), "no cluster was made: {made:?}");

        let port = free_port();
        let postgres = programs.join("postgres");
        let mut command = match disk {
            None => as_owner(&postgres, owner),
            Some(mebibytes) => on_disk(folder.path(), &postgres, owner, mebibytes),
        };
        command.current_dir(folder.path()).arg("-D").arg(&data);
        let port_setting = format!("port={port}");
        let usual = [
            &*port_setting,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=32MB",
            "fsync=off",
        ];
        for setting in usual.iter().chain(settings) {
            command.args(["-c", setting]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let (said, log) = (process.stderr.take().unwrap(), folder.path().join("log"));
        let (tell, told) = mpsc::channel();
        let logging = std::thread::spawn({
            let log = log.clone();
            move || keep(said, &log, &tell)
        });
        let cluster = Self {
            process,
            logging: Some(logging),
            port,
            has_disk: disk.is_some(),
            folder,
        };
        let ready = told.recv_timeout(PATIENCE);
        assert!(
            ready.is_ok(),
            "the cluster does not start: {}",
            fs::read_to_string(log).unwrap()
        );
        cluster
    }

    /// The superuser's URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// A connection to a database, as the superuser.
    pub async fn connect(&self, database: &str) -> Client {
        crate::database::connect(&self.url(database).parse().unwrap()).await
    }

    /// The folder of its files.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// All that it logged, once it has been stopped.
    pub fn log(&self) -> Vec<u8> {
        assert!(self.logging.is_none(), "the log is still being written");
        fs::read(self.folder.path().join("log")).unwrap()
    }

    /// The folder of its own disk, as the cluster names it: for a tablespace.
    pub fn disk(&self) -> PathBuf {
        assert!(self.has_disk, "this cluster has no disk of its own");
        self.folder.path().join("disk")
    }

    /// Somebody else takes all that is left of the disk.
    pub fn fill_disk(&self) {
        let mut file = File::create(self.filler()).unwrap();
        let block = [0; 4096];
        let full = loop {
            if let Err(error) = file.write_all(&block) {
                break error;
            }
        };
        assert_eq!(full.kind(), ErrorKind::StorageFull, "{full}");
    }

    /// There is room on the disk again.
    pub fn clear_disk(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    /// The disk is seen by the cluster's processes only, and through them.
    fn filler(&self) -> PathBuf {
        let disk = self.disk();
        let disk = disk.strip_prefix("/").unwrap();
        Path::new("/proc")
            .join(self.process.id().to_string())
            .join("root")
            .join(disk)
            .join("of-somebody-else")
    }

    /// Ends it in good order: what it holds is in its files then.
    pub fn stop(&mut self) {
        self.end("INT");
    }

    fn end(&mut self, signal: &str) {
        if self.process.try_wait().unwrap().is_none() {
            let id = self.process.id().to_string();
            let told = Command::new("kill").args(["-s", signal, &id]).status();
            assert!(told.unwrap().success());
            self.process.wait().unwrap();
        }
        if let Some(logging) = self.logging.take() {
            logging.join().unwrap();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end("QUIT");
    }
}

/// Writes down what the cluster says, and tells when it is ready.
fn keep(said: ChildStderr, log: &Path, ready: &Sender<()>) {
    let mut log = File::create(log).unwrap();
    let mut said = BufReader::new(said);
    let mut line = Vec::new();
    while said.read_until(b'\n', &mut line).unwrap() > 0 {
        log.write_all(&line).unwrap();
        if String::from_utf8_lossy(&line).contains("ready to accept connections") {
            // Nobody listens after the start.
            let _ = ready.send(());
        }
        line.clear();
    }
}

/// Mounts a disk in a namespace of its own, and becomes the cluster there.
fn on_disk(folder: &Path, postgres: &Path, owner: Option<(u32, u32)>, mebibytes: u32) -> Command {
    let (user, group) = owner.expect("only root can mount a disk: run this test as root");
    let disk = folder.join("disk");
    fs::create_dir(&disk).unwrap();
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "sh", "-c"])
        .arg("mount -t tmpfs -o size=$0m,mode=0700,uid=$2,gid=$3 sallyport-test $1 && shift 3 && exec \"$@\"")
        .arg(mebibytes.to_string())
        .arg(disk)
        .args([user.to_string(), group.to_string()])
        .args(as_owner_words(postgres, owner));
    command
}

fn as_owner(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new("setpriv");
    let words = as_owner_words(program, owner);
    command.args(words.iter().skip(1));
    command
}

/// PostgreSQL refuses to run as root, and shall not stay behind when the test is killed.
fn as_owner_words(program: &Path, owner: Option<(u32, u32)>) -> Vec<String> {
    let mut words: Vec<String> = ["setpriv", "--pdeathsig", "INT"].map(str::to_owned).into();
    if let Some((user, group)) = owner {
        words.extend([
            format!("--reuid={user}"),
            format!("--regid={group}"),
            "--clear-groups".to_owned(),
        ]);
    }
    words.push(program.to_str().unwrap().to_owned());
    words
}

/// Where Debian installs the newest PostgreSQL.
fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is not installed");
    let versions = installed.filter_map(|entry| {
        let entry = entry.unwrap();
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        let bin = entry.path().join("bin");
        bin.join("initdb").exists().then_some((version, bin))
    });
    versions.max().expect("no PostgreSQL server").1
}

/// Root leaves the cluster to the package's own user.
fn owner() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let ask = |flag: &str| {
        let asked = Command::new("id").args([flag, "postgres"]).output();
        let said = String::from_utf8(asked.unwrap().stdout).unwrap();
        said.trim().parse().expect("there is no user `postgres`")
    };
    Some((ask("-u"), ask("-g")))
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_is_gone_with_its_value() {
        let cluster = Cluster::start(&["max_connections=20"]);
        let (port, folder) = (cluster.port, cluster.data());
        assert!(folder.join("PG_VERSION").exists());

        drop(cluster);

        assert!(!folder.exists());
        assert!(std::net::TcpListener::bind(("127.0.0.1", port)).is_ok());
    }
}
