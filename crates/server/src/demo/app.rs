//! The support console as a document.
//!
//! `support_console.json` names records by words (`query:refund`) and leaves out what is usual; ids are drawn
//! and the rest is filled in when the console is made.

use sallyport_kernel::{
    Random,
    id::{DatasourceId, FunctionId, PageId, QueryId, WidgetId},
};
use sallyport_model::document::Document;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const TEXT: &str = include_str!("support_console.json");

/// Which SQL the datasource speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `SQLite`.
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
}

impl Dialect {
    /// What the words that begin with `@` in a statement stand for.
    const fn words(self) -> [(&'static str, &'static str); 3] {
        match self {
            Self::Sqlite => [
                ("@crm.", ""),
                ("@now", "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"),
                ("@opened_week", "date(t.opened_at, 'weekday 0', '-6 days')"),
            ],
            Self::Postgres => [
                ("@crm.", "support_console."),
                ("@now", "now()"),
                (
                    "@opened_week",
                    "to_char(date_trunc('week', t.opened_at), 'YYYY-MM-DD')",
                ),
            ],
        }
    }

    fn statement(self, written: &str) -> String {
        self.words()
            .iter()
            .fold(written.to_owned(), |text, (word, meaning)| {
                text.replace(word, meaning)
            })
    }
}

/// The console, and what its queries are called.
#[derive(Debug, Clone, PartialEq)]
pub struct Console {
    /// The app.
    pub document: Document,
    queries: BTreeMap<String, QueryId>,
}

impl Console {
    /// The id of the query of that name.
    pub fn query(&self, name: &str) -> Option<QueryId> {
        self.queries.get(name).copied()
    }

    /// The restricted queries: what the team leads are granted and agents are not.
    pub fn restricted(&self) -> impl Iterator<Item = QueryId> + '_ {
        self.document
            .queries()
            .filter(|query| query.restricted)
            .map(|query| query.id)
    }
}

/// The console's text is broken; a test reads the same text.
#[derive(Debug)]
pub enum InvalidConsole {
    /// It is not JSON, or not of a document's shape.
    Shape(serde_json::Error),
    /// A word that names no record.
    Unknown(String),
}

impl std::fmt::Display for InvalidConsole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shape(error) => write!(f, "the support console cannot be read: {error}"),
            Self::Unknown(word) => write!(
                f,
                "the support console names `{word}`, which it does not hold"
            ),
        }
    }
}

impl std::error::Error for InvalidConsole {}

impl From<serde_json::Error> for InvalidConsole {
    fn from(error: serde_json::Error) -> Self {
        Self::Shape(error)
    }
}

/// The console on a datasource.
pub fn console(
    dialect: Dialect,
    datasource: DatasourceId,
    random: &dyn Random,
) -> Result<Console, InvalidConsole> {
    let written: Vec<Map<String, Value>> = serde_json::from_str(TEXT)?;
    let mut naming = Naming {
        dialect,
        datasource,
        ids: BTreeMap::new(),
        queries: BTreeMap::new(),
    };
    for record in &written {
        naming.learn(record, random);
    }
    let mut records = Map::new();
    for record in written {
        let record = naming.resolved(&Value::Object(completed(record)))?;
        let id = record
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        records.insert(id, record);
    }
    let document = serde_json::from_value(json!({ "schema": 1, "records": records }))?;
    Ok(Console {
        document,
        queries: naming.queries,
    })
}

/// A record with what its author left out.
fn completed(mut record: Map<String, Value>) -> Map<String, Value> {
    let word = record
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let Some((kind, name)) = word.split_once(':') else {
        return record;
    };
    let mut usual = |field: &str, value: Value| {
        record.entry(field).or_insert(value);
    };
    usual("kind", kind.into());
    usual("name", name.into());
    match kind {
        "widget" => {
            usual("parent", Value::Null);
            usual("slot", "main".into());
            usual("events", json!([]));
            usual("audience", Value::Null);
        }
        "query" => {
            usual("datasource", "datasource:crm".into());
            usual("settings", json!({}));
            usual("restricted", false.into());
            usual("on_success", json!([]));
            usual("on_error", json!([]));
        }
        _ => {}
    }
    if let Some(statement) = record.remove("statement") {
        record.insert(
            "body".to_owned(),
            json!({ "type": "sql", "statement": statement }),
        );
    }
    if let Some([x, y, w, h]) = record
        .get("layout")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        let layout = json!({ "x": x, "y": y, "w": w, "h": h });
        record.insert("layout".to_owned(), layout);
    }
    record
}

struct Naming {
    dialect: Dialect,
    datasource: DatasourceId,
    ids: BTreeMap<String, String>,
    queries: BTreeMap<String, QueryId>,
}

impl Naming {
    fn learn(&mut self, record: &Map<String, Value>, random: &dyn Random) {
        let Some(word) = record.get("id").and_then(Value::as_str) else {
            return;
        };
        let id = match word.split_once(':') {
            Some(("page", _)) => PageId::random(random).to_string(),
            Some(("widget", _)) => WidgetId::random(random).to_string(),
            Some(("function", _)) => FunctionId::random(random).to_string(),
            Some(("query", name)) => {
                let id = QueryId::random(random);
                self.queries.insert(name.to_owned(), id);
                id.to_string()
            }
            _ => return,
        };
        self.ids.insert(word.to_owned(), id);
    }

    /// The value with every word replaced by what it stands for.
    fn resolved(&self, value: &Value) -> Result<Value, InvalidConsole> {
        Ok(match value {
            Value::String(text) => Value::String(self.text(text)?),
            Value::Array(items) => Value::Array(
                items
                    .iter()
                    .map(|item| self.resolved(item))
                    .collect::<Result<_, _>>()?,
            ),
            Value::Object(fields) => {
                let mut object = Map::new();
                for (name, field) in fields {
                    object.insert(name.clone(), self.field(name, field)?);
                }
                Value::Object(object)
            }
            other => other.clone(),
        })
    }

    /// A statement is written as lines, so that it can be read.
    fn field(&self, name: &str, value: &Value) -> Result<Value, InvalidConsole> {
        match (name, value) {
            ("statement", Value::Array(lines)) => {
                let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
                Ok(Value::String(self.dialect.statement(&lines.join("\n"))))
            }
            _ => self.resolved(value),
        }
    }

    fn text(&self, text: &str) -> Result<String, InvalidConsole> {
        if text == "datasource:crm" {
            return Ok(self.datasource.to_string());
        }
        let is_word = ["page:", "widget:", "query:", "function:"]
            .iter()
            .any(|kind| text.starts_with(kind));
        if !is_word {
            return Ok(text.to_owned());
        }
        self.ids
            .get(text)
            .cloned()
            .ok_or_else(|| InvalidConsole::Unknown(text.to_owned()))
    }
}
