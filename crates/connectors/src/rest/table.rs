//! From a JSON answer to rows: a list of objects is a table, anything else one row with the column
//! `body`. Values are passed on as the source wrote them.
//!
//! A table's columns must be known before its first row. They are the fields of the objects in the first
//! 64 KiB; an answer that goes on behind that gets one more column, an object of the fields that appear
//! only there. A list that turns out to be none behind its first 64 KiB is an error in its middle.

use super::connection::Body;
use super::elements::{Elements, Found};
use futures::StreamExt as _;
use sallyport_query::{Budget, Column, ColumnType, Limits, RowChunk, Rows, RunError, json};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashMap;

/// What is read of a list before its columns are told.
const HEAD: usize = 64 * 1024;
/// Rows are handed on when they make this many bytes, or when no more have arrived.
const CHUNK: usize = 16 * 1024;
/// The column of the fields that appear only behind the head.
const OTHERS: &str = "other_fields";

const TOO_LARGE: RunError = RunError::Malformed {
    reason: "the answer is larger than the query's limit",
};
const NO_LIST: RunError = RunError::Malformed {
    reason: "the answer begins as a list of objects and goes on as something else",
};

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
pub(super) async fn rows(mut body: Body, limits: &Limits) -> Result<Rows, RunError> {
    let mut elements = Elements::default();
    match read_head(&mut body, &mut elements, limits).await? {
        Head::Whole(objects) => {
            let table = Table::of(&objects);
            let (chunk, _) = first_rows(&table, &objects, limits);
            Ok(told(table.columns, chunk))
        }
        Head::Begun(objects) => {
            let mut table = Table::of(&objects);
            let (chunk, _) = first_rows(&table, &objects, limits);
            if chunk.truncated {
                return Ok(told(table.columns, chunk));
            }
            table.expect_others();
            let (chunk, budget) = first_rows(&table, &objects, limits);
            if chunk.truncated {
                return Ok(told(table.columns, chunk));
            }
            let columns = table.columns.clone().into();
            let rest = Rest {
                body,
                elements,
                table,
                budget,
                most: most(limits),
                end: None,
            };
            let rest = futures::stream::try_unfold(rest, |mut rest| async move {
                Ok(rest.next().await?.map(|chunk| (chunk, rest)))
            });
            Ok(Rows {
                columns,
                chunks: futures::stream::iter([Ok(chunk)]).chain(rest).boxed(),
            })
        }
        Head::Cut => Ok(told(vec![], Chunk::default().take(true))),
        Head::Other => {
            let whole = gather(body, elements, limits).await?;
            let (columns, chunk) = single(&whole, limits)?;
            Ok(told(columns, chunk))
        }
    }
}

/// A result that is there as a whole.
fn told(columns: Vec<Column>, chunk: RowChunk) -> Rows {
    Rows {
        columns: columns.into(),
        chunks: futures::stream::iter([Ok(chunk)]).boxed(),
    }
}

/// The most that one object, or an answer that is no list, may take.
fn most(limits: &Limits) -> usize {
    usize::try_from(limits.max_bytes).unwrap_or(usize::MAX)
}

/// What an answer begins with.
enum Head {
    /// All of a list.
    Whole(Vec<Fields>),
    /// The first objects of a list that goes on.
    Begun(Vec<Fields>),
    /// A list whose first object is larger than the query's limit.
    Cut,
    /// No list of objects, as far as it was read.
    Other,
}

async fn read_head(
    body: &mut Body,
    elements: &mut Elements,
    limits: &Limits,
) -> Result<Head, RunError> {
    let mut objects: Vec<Fields> = Vec::new();
    loop {
        loop {
            // No more rows than these can be told, or the columns are as known as they will be.
            let are_enough = u32::try_from(objects.len()).map_or(true, |n| n > limits.max_rows);
            if are_enough || (elements.looked() >= HEAD && !objects.is_empty()) {
                return Ok(Head::Begun(objects));
            }
            match elements.next() {
                Ok(Found::Object(of)) => match serde_json::from_slice(elements.bytes(of)) {
                    Ok(fields) => objects.push(fields),
                    Err(_) => return Ok(Head::Other),
                },
                Ok(Found::Nothing) => break,
                Err(_) => return Ok(Head::Other),
            }
        }
        if elements.len() > most(limits).saturating_add(HEAD) {
            return if elements.is_inside() {
                Ok(Head::Cut)
            } else {
                Err(TOO_LARGE)
            };
        }
        match body.next().await? {
            Some(data) => elements.push(&data),
            None if elements.is_ended() => return Ok(Head::Whole(objects)),
            None => return Ok(Head::Other),
        }
    }
}

/// All of an answer that is one value.
async fn gather(mut body: Body, read: Elements, limits: &Limits) -> Result<Vec<u8>, RunError> {
    let mut whole = read.into_bytes();
    while whole.len() <= most(limits) {
        match body.next().await? {
            Some(data) => whole.extend_from_slice(&data),
            None => return Ok(whole),
        }
    }
    Err(TOO_LARGE)
}

/// The columns, and which field goes where.
struct Table {
    columns: Vec<Column>,
    places: HashMap<String, usize>,
    has_others: bool,
}

impl Table {
    /// The fields of these objects, in the order in which they appear.
    fn of(objects: &[Fields]) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (name, value) in objects.iter().flat_map(|object| &object.0) {
            let place = places.get(name).copied().unwrap_or_else(|| {
                places.insert(name.clone(), columns.len());
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
        Self {
            columns,
            places,
            has_others: false,
        }
    }

    /// With a last column for the fields that are not known yet.
    fn expect_others(&mut self) {
        let mut name = OTHERS.to_owned();
        while self.places.contains_key(&name) {
            name.push('_');
        }
        self.columns.push(Column {
            name,
            kind: ColumnType::Json,
        });
        self.has_others = true;
    }

    /// An object as a row.
    fn row(&self, object: &Fields) -> Vec<u8> {
        let mut cells: Vec<&str> = vec!["null"; self.places.len()];
        let mut others = Vec::new();
        for (name, value) in &object.0 {
            let cell = self
                .places
                .get(name)
                .and_then(|place| cells.get_mut(*place));
            if let Some(cell) = cell {
                *cell = value.get();
            } else {
                others.push(if others.is_empty() { b'{' } else { b',' });
                json::write_string(&mut others, name);
                others.push(b':');
                others.extend_from_slice(value.get().as_bytes());
            }
        }
        let mut row = vec![b'['];
        row.extend_from_slice(cells.join(",").as_bytes());
        if self.has_others {
            if !cells.is_empty() {
                row.push(b',');
            }
            if others.is_empty() {
                others.extend_from_slice(b"null");
            } else {
                others.push(b'}');
            }
            row.extend_from_slice(&others);
        }
        row.push(b']');
        row
    }
}

/// The rows of a list's first objects, and what is left of the limits.
fn first_rows(table: &Table, objects: &[Fields], limits: &Limits) -> (RowChunk, Budget) {
    let mut budget = Budget::new(limits);
    let mut chunk = Chunk::default();
    let is_cut = !objects
        .iter()
        .all(|object| chunk.add(&table.row(object), &mut budget));
    (chunk.take(is_cut), budget)
}

/// Rows on their way.
#[derive(Default)]
struct Chunk {
    json: Vec<u8>,
    rows: u32,
}

impl Chunk {
    /// Adds a row; `false` if the budget has no room for it.
    fn add(&mut self, row: &[u8], budget: &mut Budget) -> bool {
        let comma = usize::from(self.rows > 0);
        if !budget.admit(row.len() + comma) {
            return false;
        }
        if comma > 0 {
            self.json.push(b',');
        }
        self.json.extend_from_slice(row);
        self.rows += 1;
        true
    }

    fn take(self, truncated: bool) -> RowChunk {
        RowChunk {
            json: self.json.into(),
            rows: self.rows,
            truncated,
        }
    }
}

/// A list behind its head.
struct Rest {
    body: Body,
    elements: Elements,
    table: Table,
    budget: Budget,
    most: usize,
    end: Option<End>,
}

/// Why nothing more is read.
enum End {
    /// A limit was reached.
    Cut,
    /// What follows the rows is no list.
    Broken,
}

impl Rest {
    /// The rows that have arrived; `None` behind the last.
    async fn next(&mut self) -> Result<Option<RowChunk>, RunError> {
        loop {
            match self.end {
                Some(End::Cut) => return Ok(None),
                Some(End::Broken) => return Err(NO_LIST),
                None => {}
            }
            let chunk = self.arrived();
            if chunk.rows > 0 || chunk.truncated {
                return Ok(Some(chunk));
            }
            if self.end.is_some() {
                continue;
            }
            self.elements.forget();
            if self.elements.len() > self.most {
                self.end = Some(End::Cut);
                return Ok(Some(Chunk::default().take(true)));
            }
            match self.body.next().await? {
                Some(data) => self.elements.push(&data),
                None if self.elements.is_ended() => return Ok(None),
                None => self.end = Some(End::Broken),
            }
        }
    }

    /// The rows that are there already, or as many as make a chunk.
    fn arrived(&mut self) -> RowChunk {
        let mut chunk = Chunk::default();
        while chunk.json.len() < CHUNK {
            let object = match self.elements.next() {
                Ok(Found::Object(of)) => serde_json::from_slice(self.elements.bytes(of)).ok(),
                Ok(Found::Nothing) => break,
                Err(_) => None,
            };
            let Some(object) = object else {
                self.end = Some(End::Broken);
                break;
            };
            if !chunk.add(&self.table.row(&object), &mut self.budget) {
                self.end = Some(End::Cut);
                return chunk.take(true);
            }
        }
        chunk.take(false)
    }
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
    let mut chunk = Chunk::default();
    let is_cut = !chunk.add(&row, &mut Budget::new(limits));
    Ok((columns, chunk.take(is_cut)))
}
