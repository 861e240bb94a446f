//! The app document: a flat map of records, and everything that is true of it by itself.
//!
//! Knows nothing of storage, people or rights, and cannot parse an expression: templates are text
//! here (`sallyport-query` reads them). The web's `packages/document` holds the same rules; both
//! run the vectors in `spec/vectors/document`.
//!
//! Start reading at [`record`], then [`change`] and [`validate`](fn@validate).

mod act;
mod canonical;
mod catalogue;
mod change;
mod faults;
mod names;
mod project;
mod record;
mod schema;
mod upgrade;
mod validate;

pub use act::{Act, Event, Tone};
pub use canonical::DocumentHash;
pub use catalogue::{InvalidCatalogue, WidgetCatalogue, WidgetDefinition};
pub use change::{Change, Stale};
pub use faults::{Fault, Faults};
pub use names::{RESERVED, WORDS, is_identifier, is_reserved};
pub use project::{
    AppContent, FunctionView, PageView, QueryView, Reader, WidgetView, WidgetViewKind, project,
};
pub use record::{
    AppKey, AppRecord, Audience, FunctionRecord, Layout, Named, PageRecord, QueryBody, QueryRecord,
    QuerySettings, Record, RestBody, RestMethod, Scheme, SqlBody, Theme, WidgetRecord,
};
pub use upgrade::{SCHEMA, UnreadableDocument};
pub use validate::{
    COLUMNS, MAX_DOCUMENT_BYTES, MAX_PROPERTY_DEPTH, MAX_RECORDS, MAX_TEMPLATE_BYTES, validate,
};

use sallyport_kernel::id::{FunctionId, PageId, QueryId, WidgetId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An app as it is built: records by their id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The version of the format: [`SCHEMA`] after reading.
    pub schema: u32,
    /// Every record under its own id.
    pub records: BTreeMap<String, Record>,
}

impl Document {
    /// An app with a name and nothing else, not even a page.
    pub fn named(name: &str) -> Self {
        let app = AppRecord {
            id: AppKey::App,
            name: name.to_owned(),
            home: None,
            theme: Theme::default(),
        };
        Self {
            schema: SCHEMA,
            records: BTreeMap::from([("app".to_owned(), Record::App(app))]),
        }
    }

    /// Puts a record under its own id, and returns what was there.
    pub fn insert(&mut self, record: impl Into<Record>) -> Option<Record> {
        let record = record.into();
        self.records.insert(record.key(), record)
    }

    /// The record of the app itself.
    pub fn app(&self) -> Option<&AppRecord> {
        match self.records.get("app") {
            Some(Record::App(app)) => Some(app),
            _ => None,
        }
    }

    /// The page of that id.
    pub fn page(&self, id: PageId) -> Option<&PageRecord> {
        match self.records.get(&id.to_string()) {
            Some(Record::Page(page)) => Some(page),
            _ => None,
        }
    }

    /// The widget of that id.
    pub fn widget(&self, id: WidgetId) -> Option<&WidgetRecord> {
        match self.records.get(&id.to_string()) {
            Some(Record::Widget(widget)) => Some(widget),
            _ => None,
        }
    }

    /// The query of that id.
    pub fn query(&self, id: QueryId) -> Option<&QueryRecord> {
        match self.records.get(&id.to_string()) {
            Some(Record::Query(query)) => Some(query),
            _ => None,
        }
    }

    /// The function of that id.
    pub fn function(&self, id: FunctionId) -> Option<&FunctionRecord> {
        match self.records.get(&id.to_string()) {
            Some(Record::Function(function)) => Some(function),
            _ => None,
        }
    }

    /// The pages in the order of the menu.
    pub fn pages(&self) -> Vec<&PageRecord> {
        let mut pages: Vec<_> = self
            .records
            .values()
            .filter_map(|record| match record {
                Record::Page(page) => Some(page),
                _ => None,
            })
            .collect();
        pages.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        pages
    }

    /// All widgets, by id.
    pub fn widgets(&self) -> impl Iterator<Item = &WidgetRecord> {
        self.records.values().filter_map(|record| match record {
            Record::Widget(widget) => Some(widget),
            _ => None,
        })
    }

    /// All queries, by id.
    pub fn queries(&self) -> impl Iterator<Item = &QueryRecord> {
        self.records.values().filter_map(|record| match record {
            Record::Query(query) => Some(query),
            _ => None,
        })
    }

    /// All functions, by id.
    pub fn functions(&self) -> impl Iterator<Item = &FunctionRecord> {
        self.records.values().filter_map(|record| match record {
            Record::Function(function) => Some(function),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
