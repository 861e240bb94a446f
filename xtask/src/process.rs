//! Child processes: each in a group of its own, known by id, and ended by id, also on failure and ctrl-c.

use std::{
    env,
    ffi::OsStr,
    fs,
    io::{self, Read},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{
    Pid, Signal, WaitOptions, kill_process_group, test_kill_process_group, waitpid,
};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::stage::seconds;

struct Running {
    group: Pid,
    ask: Signal,
}

static RUNNING: Mutex<Vec<Running>> = Mutex::new(Vec::new());
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn locked<T>(list: &'static Mutex<Vec<T>>) -> MutexGuard<'static, Vec<T>> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On ctrl-c, a hang-up or a polite request to end: end what was started, remove what was temporary, leave.
pub(crate) fn stop_everything_on_interrupt() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // Held to the end: nothing is started any more, by whatever stage comes next.
            let mut all = locked(&RUNNING);
            for running in all.drain(..) {
                end(running.group, running.ask);
            }
            for folder in locked(&TEMPORARY).drain(..) {
                // Whoever owns it may be removing it at the same time, and then one of the two stumbles.
                for _ in 0..50 {
                    if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                        break;
                    }
                    thread::sleep(Duration::from_millis(20));
                }
            }
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

fn end(group: Pid, ask: Signal) {
    let _ = kill_process_group(group, ask);
    let asked = Instant::now();
    while asked.elapsed() < Duration::from_secs(8) {
        // One that has ended but was not waited for would count as running.
        let _ = waitpid(Some(group), WaitOptions::NOHANG);
        if test_kill_process_group(group).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = kill_process_group(group, Signal::KILL);
}

/// A process that runs beside us until it is dropped.
pub(crate) struct Job {
    child: Child,
    group: Pid,
    ask: Signal,
}

impl Job {
    /// Start it; `ask` is the signal by which it ends in good order.
    pub(crate) fn start(command: &mut Command, ask: Signal) -> Result<Self> {
        let what = shown(command);
        let mut running = locked(&RUNNING);
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("start `{what}`"))?;
        let group = i32::try_from(child.id())
            .ok()
            .and_then(Pid::from_raw)
            .context("a process without an id")?;
        running.push(Running { group, ask });
        Ok(Self { child, group, ask })
    }

    /// The process, to read its output.
    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Its id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)) | Err(_))
    }

    /// Whether it succeeds, having ended by itself within `limit`; `meanwhile` is done until then.
    fn wait<T>(mut self, limit: Duration, meanwhile: impl FnOnce() -> T) -> Result<(bool, T)> {
        let (ended, waiting) = mpsc::channel::<()>();
        let group = self.group;
        thread::scope(|scope| {
            let watch = scope.spawn(move || {
                let late = waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
                if late {
                    let _ = kill_process_group(group, Signal::KILL);
                }
                late
            });
            let done = meanwhile();
            let status = self.child.wait();
            drop(ended);
            let late = watch.join().unwrap_or(false);
            if late {
                eprintln!("it was ended: it took longer than {}", seconds(limit));
            }
            Ok((!late && status?.success(), done))
        })
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        locked(&RUNNING).retain(|running| running.group != self.group);
        if !self.has_ended() {
            let _ = kill_process_group(self.group, self.ask);
            let asked = Instant::now();
            while !self.has_ended() && asked.elapsed() < Duration::from_secs(8) {
                thread::sleep(Duration::from_millis(20));
            }
        }
        // The leader is gone; what it left behind in its group goes too.
        let _ = kill_process_group(self.group, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// A folder that is removed when dropped, and on ctrl-c.
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    /// Make it.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let stamp = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)?
            .as_nanos();
        let folder =
            env::temp_dir().join(format!("sallyport-{name}-{}-{stamp}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("make {}", folder.display()))?;
        locked(&TEMPORARY).push(folder.clone());
        Ok(Self(folder))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // In this order: an interrupt in between still finds it in the list.
        let _ = fs::remove_dir_all(&self.0);
        locked(&TEMPORARY).retain(|folder| *folder != self.0);
    }
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

/// A command in a folder, free of what `cargo run` put into our environment.
pub(crate) fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let of_cargo = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || matches!(
                    name,
                    "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "LD_LIBRARY_PATH"
                )
        });
        if of_cargo {
            command.env_remove(&name);
        }
    }
    command
}

/// Cargo, building into the shared target folder.
pub(crate) fn cargo(arguments: &[&str]) -> Result<Command> {
    crate::paths::claim_target()?;
    let mut cargo = command(
        env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        &crate::paths::root(),
    );
    cargo
        .args(arguments)
        .env("CARGO_TARGET_DIR", crate::paths::target());
    Ok(cargo)
}

/// Run it with its output going straight through; fail if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    run_within(Duration::MAX, command)
}

/// The same, but it fails also if it takes longer than that.
pub(crate) fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    let what = shown(command);
    let (good, ()) = Job::start(command, Signal::TERM)?.wait(limit, || ())?;
    if good {
        Ok(())
    } else {
        bail!("`{what}` failed")
    }
}

/// Run it and keep all that it prints, in the order printed; the flag says whether it succeeded.
pub(crate) fn gather(command: &mut Command) -> Result<(bool, String)> {
    gather_within(Duration::MAX, command)
}

/// The same, but the flag says also whether it took no longer than that.
pub(crate) fn gather_within(limit: Duration, command: &mut Command) -> Result<(bool, String)> {
    let (mut reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let job = Job::start(command, Signal::TERM)?;
    // The command still holds our end of the pipe; let go of it, or the reading never ends.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut printed = Vec::new();
    let (good, read) = job.wait(limit, || reader.read_to_end(&mut printed))?;
    read?;
    Ok((good, String::from_utf8_lossy(&printed).into_owned()))
}

/// Run it and return what it prints on its standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let what = shown(command);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("start `{what}`"))?;
    if !output.status.success() {
        bail!(
            "`{what}` failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::{command, gather_within, run_within};
    use std::{path::Path, time::Duration};

    #[test]
    fn what_hangs_is_ended_with_all_that_it_started() -> anyhow::Result<()> {
        let hanging = || {
            let mut shell = command("sh", Path::new("/"));
            shell.args(["-c", "echo begun; sleep 600 & wait"]);
            shell
        };
        let limit = Duration::from_millis(500);

        assert!(run_within(limit, &mut hanging()).is_err());
        // It comes back only when nobody holds the other end of the pipe any more.
        let (good, said) = gather_within(limit, &mut hanging())?;
        assert!(!good);
        assert_eq!(said, "begun\n");
        let (good, _) = gather_within(Duration::MAX, &mut command("true", Path::new("/")))?;
        assert!(good);
        Ok(())
    }
}
