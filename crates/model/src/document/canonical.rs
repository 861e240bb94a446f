//! One spelling for each document, so that it can be hashed and compared as bytes.

use super::Document;
use serde::{Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt};

/// The SHA-256 of a document's canonical bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentHash(pub [u8; 32]);

impl fmt::Display for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DocumentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DocumentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Document {
    /// The document as JSON without space, the names of every object in the order of their bytes.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A document holds text keys and finite numbers only, which always serialize.
        if let Ok(value) = serde_json::to_value(self) {
            let written = serde_json::to_writer(&mut bytes, &Ordered(&value));
            debug_assert!(written.is_ok(), "writing to memory does not fail");
        }
        bytes
    }

    /// The hash of [`Document::canonical`].
    pub fn hash(&self) -> DocumentHash {
        DocumentHash(Sha256::digest(self.canonical()).into())
    }
}

/// A JSON value that is written with its names in order.
struct Ordered<'a>(&'a Value);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let ordered: BTreeMap<_, _> = fields
                    .iter()
                    .map(|(name, value)| (name, Ordered(value)))
                    .collect();
                ordered.serialize(serializer)
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Ordered)),
            other => other.serialize(serializer),
        }
    }
}
