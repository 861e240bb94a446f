use std::{os::unix::process::ExitStatusExt, process::Command};

/// The signal that ends a process for a system call that is not on the list.
const SIGSYS: i32 = 31;

fn attempt(what: &str) -> std::process::ExitStatus {
    Command::new(env!("CARGO_BIN_EXE_sallyport-cage"))
        .arg(what)
        .status()
        .unwrap()
}

#[test]
fn a_confined_process_can_end_by_itself() {
    assert_eq!(attempt("compute").code(), Some(0));
}

#[test]
fn a_confined_process_dies_of_whatever_reaches_outside() {
    for what in [
        "open",
        "create",
        "listen",
        "socket",
        "run",
        "thread",
        "inherited",
        "sleep",
    ] {
        let status = attempt(what);

        assert_eq!(status.signal(), Some(SIGSYS), "{what}: {status:?}");
    }
    assert!(!std::path::Path::new("/tmp/sallyport-cage-was-open").exists());
}
