//! Whether an export is the whole log, as it was signed.
//!
//! Needs the export and the public key, and nothing else: no store, no network, no clock. Reads a
//! line at a time, so an export of any length takes the memory of its longest line.

use crate::format::{FORMAT, Header, Line, MAX_LINE};
use sallyport_crypto::{Checkpoint, CheckpointError, Frontier, Hash, Verifier};
use std::io::{BufRead, Read as _};

/// What is wrong, and on which line of the export.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct VerifyError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub problem: Problem,
}

/// What can be wrong with an export.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The file cannot be read.
    #[error("the export cannot be read: {0}")]
    Unreadable(#[source] std::io::Error),
    /// The first line is not an export's.
    #[error("this is no audit export, or its first line was changed")]
    NoHeader,
    /// The export has a format that this release does not know.
    #[error("the export has the format `{0}`, which this release does not know")]
    UnknownFormat(String),
    /// The export names another key than the one to verify with.
    #[error("the export is signed with the key `{0}`, which is not the one given")]
    OtherKey(String),
    /// The checkpoint was refused.
    #[error("the signed checkpoint was refused: {0}")]
    Checkpoint(#[source] CheckpointError),
    /// The first line names another log than the checkpoint.
    #[error("the first line names the log `{0}`, the checkpoint another")]
    OtherLog(String),
    /// The last line has no end.
    #[error("the line is cut off: the export was truncated")]
    CutOff,
    /// A line is too long.
    #[error("the line is longer than {MAX_LINE} bytes")]
    TooLong,
    /// A line is not that of a record.
    #[error("the line is not that of a record, or was changed outside of the record")]
    NoRecord,
    /// A record is not in its place.
    #[error(
        "expected the record {expected}, found {found}: records are missing, repeated or out of order"
    )]
    WrongOrder {
        /// The place that is due.
        expected: u64,
        /// The place that the line gives.
        found: u64,
    },
    /// A record does not have the hash that stands beside it.
    #[error("the record {0} was changed")]
    ChangedRecord(u64),
    /// There are fewer records than were signed.
    #[error("the export ends after {found} of {signed} records: it was truncated")]
    Truncated {
        /// How many there are.
        found: u64,
        /// How many the checkpoint counts.
        signed: u64,
    },
    /// There are more records than were signed.
    #[error("the checkpoint counts {0} records, and more follow: they were appended")]
    Appended(u64),
    /// The log does not begin with the one that was signed earlier.
    #[error("the first {0} records are not those of the earlier checkpoint: the log was made anew")]
    Rewritten(u64),
    /// All lines are well-formed, and the records are not the signed ones.
    #[error(
        "the records lead to the root {found}, not to the signed root {signed}: at least one was changed, together with its hash"
    )]
    OtherRoot {
        /// The root of the records.
        found: Hash,
        /// The root in the checkpoint.
        signed: Hash,
    },
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Which log, how many records, and their root.
    pub checkpoint: Checkpoint,
    /// How many records an earlier checkpoint counts that the log was found to begin with.
    pub continues: Option<u64>,
}

/// Verifies a whole export: every record, their order, their number and the signature.
pub fn verify(export: impl BufRead, key: &Verifier) -> Result<Verified, VerifyError> {
    verify_since(export, key, None)
}

/// As [`verify`]; and that the log begins with the one that an `earlier` checkpoint, kept by the
/// reader, was signed for. This finds a log that was made anew, whole, by who has the signing key.
pub fn verify_since(
    export: impl BufRead,
    key: &Verifier,
    earlier: Option<&str>,
) -> Result<Verified, VerifyError> {
    let mut lines = Lines {
        export,
        line: 0,
        buffer: Vec::new(),
    };
    let signed = header(&mut lines, key).map_err(|problem| VerifyError { line: 1, problem })?;
    let at = |line| move |problem| VerifyError { line, problem };
    let earlier = earlier.map(|note| Checkpoint::open(note, key)).transpose();
    let earlier = earlier.map_err(Problem::Checkpoint).map_err(at(1))?;

    let mut tree = Frontier::new();
    let mut continues = None;
    loop {
        if let Some(earlier) = earlier
            .as_ref()
            .filter(|earlier| earlier.size == tree.size())
        {
            if tree.root() != earlier.root {
                return Err(at(lines.line)(Problem::Rewritten(earlier.size)));
            }
            continues = Some(earlier.size);
        }
        let next = lines.line + 1;
        let Some(line) = lines.next().map_err(at(next))? else {
            break;
        };
        let line = record(line, &tree, &signed);
        let leaf = line.map_err(at(lines.line))?;
        tree.append(leaf);
    }
    let end = at(lines.line);
    if tree.size() != signed.size {
        return Err(end(Problem::Truncated {
            found: tree.size(),
            signed: signed.size,
        }));
    }
    if tree.root() != signed.root {
        return Err(end(Problem::OtherRoot {
            found: tree.root(),
            signed: signed.root,
        }));
    }
    match earlier {
        Some(earlier) if continues.is_none() => Err(end(Problem::Truncated {
            found: tree.size(),
            signed: earlier.size,
        })),
        _ => Ok(Verified {
            checkpoint: signed,
            continues,
        }),
    }
}

fn header<R: BufRead>(lines: &mut Lines<R>, key: &Verifier) -> Result<Checkpoint, Problem> {
    let line = lines.next()?.ok_or(Problem::NoHeader)?;
    let header = Header::parse(line).ok_or(Problem::NoHeader)?;
    if header.format != FORMAT {
        return Err(Problem::UnknownFormat(header.format));
    }
    if header.public_key != key.to_string() {
        return Err(Problem::OtherKey(header.public_key));
    }
    let signed = Checkpoint::open(&header.checkpoint, key).map_err(Problem::Checkpoint)?;
    if header.origin != signed.origin {
        return Err(Problem::OtherLog(header.origin));
    }
    Ok(signed)
}

/// The hash of the record on that line, if it is the one that is due.
fn record(line: &[u8], tree: &Frontier, signed: &Checkpoint) -> Result<Hash, Problem> {
    if tree.size() == signed.size {
        return Err(Problem::Appended(signed.size));
    }
    let line = Line::parse(line).ok_or(Problem::NoRecord)?;
    if line.index != tree.size() {
        return Err(Problem::WrongOrder {
            expected: tree.size(),
            found: line.index,
        });
    }
    let leaf = Hash::of_leaf(line.body);
    if leaf == line.hash {
        Ok(leaf)
    } else {
        Err(Problem::ChangedRecord(line.index))
    }
}

struct Lines<R> {
    export: R,
    line: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The next line with its end, or `None` at the end of the file.
    fn next(&mut self) -> Result<Option<&[u8]>, Problem> {
        self.buffer.clear();
        let mut limited = (&mut self.export).take(MAX_LINE as u64 + 1);
        let read = limited
            .read_until(b'\n', &mut self.buffer)
            .map_err(Problem::Unreadable)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if read > MAX_LINE {
            return Err(Problem::TooLong);
        }
        if self.buffer.last() == Some(&b'\n') {
            Ok(Some(&self.buffer))
        } else {
            Err(Problem::CutOff)
        }
    }
}
