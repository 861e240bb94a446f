//! A result on its way: columns first, then rows as JSON text, never gathered whole.

use crate::RunError;
use bytes::Bytes;
use futures::stream::BoxStream;
use serde::Serialize;
use std::ops::Deref;
use std::sync::Arc;

/// What a column holds, in words that every source shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text of any kind, enumerations and uuids included.
    Text,
    /// A whole number; beyond 2^53 it travels as a string.
    Integer,
    /// Any other number; what a double cannot hold exactly travels as a string.
    Number,
    /// True or false.
    Boolean,
    /// `2026-01-31`.
    Date,
    /// `23:59:59.5`.
    Time,
    /// `2026-01-31T23:59:59.5`, with an offset if the source knows one.
    Timestamp,
    /// Any JSON, arrays included.
    Json,
    /// Base64.
    Bytes,
    /// The source did not say.
    Unknown,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Column {
    /// The name that the source gave it.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: ColumnType,
}

/// The columns of a result. Cheap to clone: a prepared statement has the same ones in each run.
#[derive(Debug, Clone)]
pub struct Columns {
    list: Arc<[Column]>,
    json: Bytes,
}

impl Columns {
    /// Their list as JSON.
    pub fn json(&self) -> &Bytes {
        &self.json
    }
}

impl From<Vec<Column>> for Columns {
    fn from(list: Vec<Column>) -> Self {
        // Plain structures of text: writing them into memory does not fail.
        let json = serde_json::to_vec(&list).unwrap_or_else(|_| b"[]".to_vec());
        Self {
            list: list.into(),
            json: json.into(),
        }
    }
}

impl Deref for Columns {
    type Target = [Column];

    fn deref(&self) -> &[Column] {
        &self.list
    }
}

/// Some rows: JSON arrays joined by commas, without brackets around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChunk {
    /// `["a",1],["b",2]`.
    pub json: Bytes,
    /// How many.
    pub rows: u32,
    /// The source had more, but a limit was reached. Only on the last chunk, which may be empty.
    pub truncated: bool,
}

/// A result. Dropping it cancels the statement at its source.
pub struct Rows {
    /// The columns, known before the first row.
    pub columns: Columns,
    /// The rows; it ends after the first error.
    pub chunks: BoxStream<'static, Result<RowChunk, RunError>>,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}
