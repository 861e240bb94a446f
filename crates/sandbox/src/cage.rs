//! The child's half: a process that gives up everything, then evaluates what comes in.

pub use crate::confine::{ConfineError, confine};

use crate::{
    engine,
    frame::{self, MAX_REQUEST, Reply, Request},
};
use serde_json::Map;
use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

/// Runs until the input ends. `input` and `output` must be the standard ones: no other descriptor
/// can be used once the process is confined.
///
/// The exit code is 0 at the end of the input, and 1 when the process cannot be confined or after a
/// run that took too much memory; there is no other sign, because there is nowhere to write one.
pub fn main(mut input: impl Read, mut output: impl Write) -> ExitCode {
    warm_up();
    if confine().is_err() {
        return ExitCode::FAILURE;
    }
    match serve(&mut input, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    while let Some(bytes) = frame::read(input, MAX_REQUEST)? {
        let request: Request = serde_json::from_slice(&bytes)?;
        let reply = engine::evaluate(&request);
        frame::write(output, &reply)?;
        if reply == Reply::OutOfMemory {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
    }
    Ok(())
}

/// Makes the C library open now what it opens once: the time zone, above all.
fn warm_up() {
    let request = Request {
        source: "[new Date(0).getTimezoneOffset(), Math.random(), 1.5.toString()].length"
            .to_owned(),
        roots: Map::new(),
        max_output: 100,
    };
    engine::evaluate(&request);
}
