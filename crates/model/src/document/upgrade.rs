//! Reading documents of every version that was ever written.
//!
//! A migration takes the JSON of one version to the next. It works on JSON and not on the types,
//! because the types move on and a migration never does.

use super::Document;
use serde_json::Value;
use std::fmt;

/// The version of the format that this program writes.
pub const SCHEMA: u32 = 1;

/// Takes the JSON of a document from one version to the next.
pub(super) type Migration = fn(&mut Value);

/// The migration at index 0 leads from version 1 to 2, and so on.
///
/// To add one: append it here, raise [`SCHEMA`], and put a document of the old version and the one
/// it becomes into `spec/vectors/document/migrations/<old version>.json`.
pub(super) const MIGRATIONS: &[Migration] = &[];

/// Why a text is not a document.
#[derive(Debug)]
pub enum UnreadableDocument {
    /// It is not JSON, or not of the shape; the position is in the cause.
    Shape(serde_json::Error),
    /// It has no version, or one that is not a number from 1.
    NoSchema,
    /// It was written by a later program.
    Newer {
        /// The version that it is of.
        schema: u64,
    },
}

impl fmt::Display for UnreadableDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(cause) => write!(f, "the document has a wrong shape: {cause}"),
            Self::NoSchema => f.write_str("the document does not say which schema it is of"),
            Self::Newer { schema } => {
                write!(
                    f,
                    "the document is of schema `{schema}`, this program reads up to `{SCHEMA}`"
                )
            }
        }
    }
}

impl std::error::Error for UnreadableDocument {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Shape(cause) => Some(cause),
            Self::NoSchema | Self::Newer { .. } => None,
        }
    }
}

impl Document {
    /// Reads a document of any version, upgrading it to [`SCHEMA`].
    pub fn read(bytes: &[u8]) -> Result<Self, UnreadableDocument> {
        let mut value = serde_json::from_slice(bytes).map_err(UnreadableDocument::Shape)?;
        upgrade(&mut value, MIGRATIONS)?;
        serde_json::from_value(value).map_err(UnreadableDocument::Shape)
    }
}

/// Runs the migrations that the document has not seen yet.
pub(super) fn upgrade(
    document: &mut Value,
    migrations: &[Migration],
) -> Result<(), UnreadableDocument> {
    let schema = document
        .get("schema")
        .and_then(Value::as_u64)
        .filter(|schema| *schema >= 1);
    let schema = schema.ok_or(UnreadableDocument::NoSchema)?;
    let done = usize::try_from(schema - 1).map_err(|_| UnreadableDocument::Newer { schema })?;
    let due = migrations
        .get(done..)
        .ok_or(UnreadableDocument::Newer { schema })?;
    for (next, migrate) in (schema + 1..).zip(due) {
        migrate(document);
        if let Some(fields) = document.as_object_mut() {
            fields.insert("schema".to_owned(), next.into());
        }
    }
    Ok(())
}
