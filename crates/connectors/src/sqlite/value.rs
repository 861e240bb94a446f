//! Values in and out of `SQLite`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::{Value as Bound, ValueRef};
use sallyport_query::{ColumnType, json};
use serde_json::Value;

/// A JSON value as a parameter. Lists and objects are JSON text, for `json_each` and its like.
pub(super) fn bind(value: &Value) -> Bound {
    match value {
        Value::Null => Bound::Null,
        Value::Bool(flag) => Bound::Integer((*flag).into()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Bound::Integer(integer),
            (None, Some(float)) => Bound::Real(float),
            (None, None) => Bound::Text(number.to_string()),
        },
        Value::String(text) => Bound::Text(text.clone()),
        Value::Array(_) | Value::Object(_) => Bound::Text(value.to_string()),
    }
}

/// The name of a column. `SQLite` names a column without an alias by its expression, as it stands in
/// the statement, with its literals: only what looks like a name is told.
pub(super) fn column_name(name: &str, index: usize) -> String {
    let is_plain = !name.is_empty()
        && name.chars().count() <= 64
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == ' ');
    if is_plain {
        name.to_owned()
    } else {
        format!("column_{}", index + 1)
    }
}

/// What a column of that declared type holds.
pub(super) fn column_type(declared: Option<&str>) -> ColumnType {
    let Some(declared) = declared else {
        return ColumnType::Unknown;
    };
    let name = declared.to_ascii_uppercase();
    let has = |part: &str| name.contains(part);
    match name.as_str() {
        _ if has("BOOL") => ColumnType::Boolean,
        _ if has("INT") => ColumnType::Integer,
        _ if has("TIMESTAMP") || has("DATETIME") => ColumnType::Timestamp,
        _ if has("DATE") => ColumnType::Date,
        _ if has("TIME") => ColumnType::Time,
        _ if has("JSON") => ColumnType::Json,
        _ if has("CHAR") || has("CLOB") || has("TEXT") || has("UUID") => ColumnType::Text,
        _ if has("BLOB") => ColumnType::Bytes,
        _ if has("REAL") || has("FLOA") || has("DOUB") || has("NUMERIC") || has("DECIMAL") => {
            ColumnType::Number
        }
        _ => ColumnType::Unknown,
    }
}

/// How many bytes of JSON a value makes at least.
pub(super) fn least(value: ValueRef<'_>) -> usize {
    match value {
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => 1,
        // Of a column with JSON in it, no quotation marks are added.
        ValueRef::Text(bytes) => bytes.len(),
        ValueRef::Blob(bytes) => bytes.len() / 3 * 4,
    }
}

/// Writes a value as JSON.
pub(super) fn write(out: &mut Vec<u8>, kind: ColumnType, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => out.extend_from_slice(b"null"),
        ValueRef::Integer(flag @ (0 | 1)) if kind == ColumnType::Boolean => {
            out.extend_from_slice(if flag == 0 { b"false" } else { b"true" });
        }
        ValueRef::Integer(integer) => json::write_integer(out, integer),
        ValueRef::Real(float) => json::write_float(out, float),
        ValueRef::Text(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            if kind == ColumnType::Json
                && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok()
            {
                out.extend_from_slice(text.as_bytes());
            } else {
                json::write_string(out, &text);
            }
        }
        ValueRef::Blob(bytes) => {
            out.push(b'"');
            out.extend_from_slice(STANDARD.encode(bytes).as_bytes());
            out.push(b'"');
        }
    }
}
