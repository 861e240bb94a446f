//! The export's lines, `sallyport-audit-export/1`: newline-delimited JSON, each line in one spelling.
//!
//! The first line is the [`Header`]; then comes a line for each record, in the order of the tree:
//!
//! ```text
//! {"index":0,"hash":"<base64>","record":<the record's bytes, which are JSON>}
//! ```
//!
//! `record` holds the bytes that were hashed as they are, so that `SHA-256(0x00 || record)` is the
//! leaf. `hash` is that leaf's hash: it is not needed to verify, but it says which line was changed.

use sallyport_crypto::Hash;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

/// The format's name and version.
pub const FORMAT: &str = "sallyport-audit-export/1";

/// The longest line that is read: a record is a few hundred bytes, and a field of it has its limits.
pub const MAX_LINE: usize = 16 * 1024 * 1024;

/// The first line of an export.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// Which log.
    pub origin: String,
    /// The public key that the checkpoint is signed with.
    pub public_key: String,
    /// The signed checkpoint: how many records follow, and their root.
    pub checkpoint: String,
}

impl Header {
    /// The line, with its end.
    pub fn to_line(&self) -> Vec<u8> {
        let [format, origin, public_key, checkpoint] = [
            &self.format,
            &self.origin,
            &self.public_key,
            &self.checkpoint,
        ]
        .map(|text| Value::from(text.as_str()));
        let line = format!(
            "{{\"format\":{format},\"origin\":{origin},\"public_key\":{public_key},\"checkpoint\":{checkpoint}}}\n"
        );
        line.into_bytes()
    }

    /// Reads a line; `None` if it is not spelled as [`Header::to_line`] spells it.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let header: Self = serde_json::from_slice(line).ok()?;
        (header.to_line() == line).then_some(header)
    }
}

/// The line of a record, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'line> {
    /// The record's place.
    pub index: u64,
    /// The hash that the line gives for it.
    pub hash: Hash,
    /// The record's bytes.
    pub body: &'line [u8],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields<'line> {
    index: u64,
    hash: Hash,
    #[serde(borrow)]
    record: &'line RawValue,
}

impl<'line> Line<'line> {
    /// Appends the line, with its end, to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            format!(
                "{{\"index\":{},\"hash\":\"{}\",\"record\":",
                self.index, self.hash
            )
            .as_bytes(),
        );
        out.extend_from_slice(self.body);
        out.extend_from_slice(b"}\n");
    }

    /// Reads a line; `None` if it is not spelled as [`Line::write`] spells it.
    pub fn parse(line: &'line [u8]) -> Option<Self> {
        let fields: Fields<'line> = serde_json::from_slice(line).ok()?;
        let parsed = Self {
            index: fields.index,
            hash: fields.hash,
            body: fields.record.get().as_bytes(),
        };
        let mut again = Vec::with_capacity(line.len());
        parsed.write(&mut again);
        (again == line).then_some(parsed)
    }
}
