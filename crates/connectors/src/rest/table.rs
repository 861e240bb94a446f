//! From a JSON answer to rows: a list of objects is a table, anything else one row with the column
//! `body`. Values are passed on as the source wrote them.

use super::request::Answer;
use bytes::Bytes;
use futures::StreamExt as _;
use sallyport_query::{Budget, Column, ColumnType, Limits, RowChunk, Rows, RunError, json};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;

/// An object, its fields in order and its values unread.
struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// The rows of an answer.
pub(super) fn rows(answer: &Answer, limits: &Limits) -> Result<Rows, RunError> {
    let (columns, chunk) = match serde_json::from_slice::<Vec<Fields>>(&answer.body) {
        Ok(objects) => table(&objects, limits),
        Err(_) => single(&answer.body, limits)?,
    };
    Ok(Rows {
        columns,
        chunks: futures::stream::iter([Ok(chunk)]).boxed(),
    })
}

fn table(objects: &[Fields], limits: &Limits) -> (Vec<Column>, RowChunk) {
    let mut columns: Vec<Column> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (name, value) in objects.iter().flat_map(|object| &object.0) {
        let place = *places.entry(name).or_insert_with(|| {
            columns.push(Column {
                name: name.clone(),
                kind: ColumnType::Unknown,
            });
            columns.len() - 1
        });
        if let Some(column) = columns.get_mut(place) {
            column.kind = joined(column.kind, value.get());
        }
    }
    let mut budget = Budget::new(limits);
    let mut out = Vec::new();
    let mut rows = 0;
    let mut truncated = false;
    for object in objects {
        let mut cells: Vec<&str> = vec!["null"; columns.len()];
        for (name, value) in &object.0 {
            if let Some(cell) = places
                .get(name.as_str())
                .and_then(|place| cells.get_mut(*place))
            {
                *cell = value.get();
            }
        }
        let row = format!(
            "{}[{}]",
            if out.is_empty() { "" } else { "," },
            cells.join(",")
        );
        if !budget.admit(row.len()) {
            truncated = true;
            break;
        }
        out.extend_from_slice(row.as_bytes());
        rows += 1;
    }
    (
        columns,
        RowChunk {
            json: Bytes::from(out),
            rows,
            truncated,
        },
    )
}

/// The type of a column, with one more value seen.
fn joined(kind: ColumnType, value: &str) -> ColumnType {
    let next = match value.as_bytes().first() {
        Some(b'"') => ColumnType::Text,
        Some(b't' | b'f') => ColumnType::Boolean,
        Some(b'{' | b'[') => ColumnType::Json,
        Some(b'n') | None => return kind,
        Some(_) if value.contains(['.', 'e', 'E']) => ColumnType::Number,
        Some(_) => ColumnType::Integer,
    };
    match (kind, next) {
        (ColumnType::Unknown, _) => next,
        (ColumnType::Integer, ColumnType::Number) | (ColumnType::Number, ColumnType::Integer) => {
            ColumnType::Number
        }
        _ if kind == next => kind,
        _ => ColumnType::Json,
    }
}

/// An answer that is no table: JSON as it is, text as a string, nothing as null.
fn single(body: &[u8], limits: &Limits) -> Result<(Vec<Column>, RowChunk), RunError> {
    let mut row = vec![b'['];
    let kind = if body.is_empty() {
        row.extend_from_slice(b"null");
        ColumnType::Unknown
    } else if let Ok(value) = serde_json::from_slice::<&RawValue>(body) {
        row.extend_from_slice(value.get().as_bytes());
        joined(ColumnType::Unknown, value.get())
    } else {
        let text = std::str::from_utf8(body).map_err(|_| RunError::Malformed {
            reason: "the answer is not text",
        })?;
        json::write_string(&mut row, text);
        ColumnType::Text
    };
    row.push(b']');
    let columns = vec![Column {
        name: "body".to_owned(),
        kind,
    }];
    let chunk = if Budget::new(limits).admit(row.len()) {
        RowChunk {
            json: row.into(),
            rows: 1,
            truncated: false,
        }
    } else {
        RowChunk {
            json: Bytes::new(),
            rows: 0,
            truncated: true,
        }
    };
    Ok((columns, chunk))
}
