//! The cage by itself, so that the tests of this crate need not build the server.
//!
//! With an argument it confines itself and then tries what it must not be able to do; it lives
//! long enough to exit with 42 only if the cage has a hole.

use sallyport_sandbox::cage;
use std::{
    fs::File,
    io::{Read, Write},
    mem::ManuallyDrop,
    net::{TcpListener, UdpSocket},
    process::{Command, ExitCode},
};

#[allow(clippy::disallowed_methods, reason = "it tries what must be refused")]
fn main() -> ExitCode {
    let attempt = std::env::args().nth(1);
    let Some(attempt) = attempt else {
        return cage::main(std::io::stdin().lock(), std::io::stdout().lock());
    };
    // Opened before, so that only its use is tried; never closed, which is a call of its own.
    let opened = (attempt == "inherited").then(|| ManuallyDrop::new(File::open("/dev/zero")));
    if cage::confine().is_err() {
        return ExitCode::FAILURE;
    }
    match attempt.as_str() {
        "compute" => return ExitCode::SUCCESS,
        "open" => drop(File::open("/etc/passwd")),
        "create" => drop(File::create("/tmp/sallyport-cage-was-open")),
        "listen" => drop(TcpListener::bind("127.0.0.1:0")),
        "socket" => drop(UdpSocket::bind("127.0.0.1:0")),
        "run" => drop(Command::new("/bin/true").status()),
        "thread" => drop(std::thread::Builder::new().spawn(|| {})),
        "inherited" => {
            if let Some(Ok(file)) = opened.as_deref() {
                let _ = (&*file).read(&mut [0; 1]);
            }
        }
        "sleep" => std::thread::sleep(std::time::Duration::from_millis(1)),
        _ => return ExitCode::FAILURE,
    }
    let _ = std::io::stderr().write_all(b"the cage has a hole\n");
    ExitCode::from(42)
}
