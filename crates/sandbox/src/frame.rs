//! What goes through the pipes: a length of four bytes, and that much JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::io::{self, Read, Write};

/// The most that goes in: the leaves of one run.
pub(crate) const MAX_REQUEST: usize = 16 * 1024 * 1024;

/// One run.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The expression.
    pub source: String,
    /// The free names of the expression and their values.
    pub roots: Map<String, Value>,
    /// The most bytes that its value may take as JSON.
    pub max_output: usize,
}

/// What became of it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Reply {
    /// Its value.
    Value(Value),
    /// It threw, or its value is not data.
    Threw,
    /// It took too much memory; the child ends after saying so.
    OutOfMemory,
}

/// Reads a frame; `None` at the end of the input.
pub(crate) fn read(input: &mut impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = checked(length, most)?;
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// The length that a header announces, if it is allowed.
pub(crate) fn checked(header: [u8; 4], most: usize) -> io::Result<usize> {
    usize::try_from(u32::from_le_bytes(header))
        .ok()
        .filter(|length| *length <= most)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the frame is too long"))
}

/// The frame of a body.
pub(crate) fn encode(body: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; 4];
    serde_json::to_writer(&mut frame, body)?;
    let length = u32::try_from(frame.len() - 4)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the frame is too long"))?;
    if let Some(header) = frame.first_chunk_mut::<4>() {
        *header = length.to_le_bytes();
    }
    Ok(frame)
}

/// Writes a frame.
pub(crate) fn write(output: &mut impl Write, body: &impl Serialize) -> io::Result<()> {
    output.write_all(&encode(body)?)?;
    output.flush()
}
