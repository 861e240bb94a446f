//! The records that a document is made of.

use super::{
    act::{Act, Event},
    schema::tagged,
};
use sallyport_kernel::id::{DatasourceId, FunctionId, PageId, QueryId, WidgetId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// One record, told apart by its `kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// The app itself: exactly one, under the key `app`.
    App(AppRecord),
    /// A page.
    Page(PageRecord),
    /// A widget on a page.
    Widget(WidgetRecord),
    /// A query.
    Query(QueryRecord),
    /// A named function.
    Function(FunctionRecord),
}

tagged!(Record, "kind", {
    "app" => AppRecord, "page" => PageRecord, "widget" => WidgetRecord, "query" => QueryRecord,
    "function" => FunctionRecord,
});

impl Record {
    /// The key that the record stands under in its document: its id.
    pub fn key(&self) -> String {
        match self {
            Self::App(_) => "app".to_owned(),
            Self::Page(page) => page.id.to_string(),
            Self::Widget(widget) => widget.id.to_string(),
            Self::Query(query) => query.id.to_string(),
            Self::Function(function) => function.id.to_string(),
        }
    }

    /// The word in `kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::App(_) => "app",
            Self::Page(_) => "page",
            Self::Widget(_) => "widget",
            Self::Query(_) => "query",
            Self::Function(_) => "function",
        }
    }
}

impl From<AppRecord> for Record {
    fn from(record: AppRecord) -> Self {
        Self::App(record)
    }
}

impl From<PageRecord> for Record {
    fn from(record: PageRecord) -> Self {
        Self::Page(record)
    }
}

impl From<WidgetRecord> for Record {
    fn from(record: WidgetRecord) -> Self {
        Self::Widget(record)
    }
}

impl From<QueryRecord> for Record {
    fn from(record: QueryRecord) -> Self {
        Self::Query(record)
    }
}

impl From<FunctionRecord> for Record {
    fn from(record: FunctionRecord) -> Self {
        Self::Function(record)
    }
}

/// The id of the app's own record, which is the same in every document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppKey {
    /// `app`.
    #[default]
    App,
}

/// What holds for the whole app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppRecord {
    /// Always `app`.
    pub id: AppKey,
    /// The app's name, as people read it.
    pub name: String,
    /// The page that opens first; none means the first in order.
    pub home: Option<PageId>,
    /// How the app looks.
    pub theme: Theme,
}

/// How an app looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Light, dark, or what the reader's system says.
    pub scheme: Scheme,
    /// The accent colour as `#rrggbb`; none for the instance's own.
    pub accent: Option<String>,
}

/// A colour scheme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// What the reader's system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageRecord {
    /// Its id.
    pub id: PageId,
    /// The name that its address holds: an identifier, unique among pages.
    pub name: String,
    /// The title that people read.
    pub title: String,
    /// Its place among the pages: a fractional index, compared byte by byte.
    pub order: String,
    /// Whether the menu lists it.
    pub in_menu: bool,
}

/// A widget on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WidgetRecord {
    /// Its id.
    pub id: WidgetId,
    /// The page that it is on.
    pub page: PageId,
    /// The widget that it lies in; none for the page itself.
    pub parent: Option<WidgetId>,
    /// The part of its parent: `main`, or the key of a tab.
    pub slot: String,
    /// What it is: a name in the widget catalogue.
    #[serde(rename = "type")]
    pub widget_type: String,
    /// The name that expressions use.
    pub name: String,
    /// Where it lies.
    pub layout: Layout,
    /// Its properties; any string in them may hold `{{ … }}`.
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
    /// What happens on which event.
    pub events: Vec<Event>,
    /// Who gets to see it; none for everyone who may open the app.
    pub audience: Option<Audience>,
}

/// A rectangle on a grid of twelve columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The first column, from 0.
    pub x: u32,
    /// The first row, from 0.
    pub y: u32,
    /// Columns.
    pub w: u32,
    /// Rows.
    pub h: u32,
}

/// Who gets to see a widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// The names of the groups; a member of any of them sees it.
    #[schema(value_type = Vec<String>)]
    pub groups: BTreeSet<String>,
}

/// A query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryRecord {
    /// Its id.
    pub id: QueryId,
    /// The name that expressions use.
    pub name: String,
    /// The datasource that it asks.
    pub datasource: DatasourceId,
    /// What it asks.
    pub body: QueryBody,
    /// Its limits and its manners.
    pub settings: QuerySettings,
    /// Whether running it needs a grant of its own, beyond the right to use the app.
    pub restricted: bool,
    /// What follows when it went well.
    pub on_success: Vec<Act>,
    /// What follows when it failed.
    pub on_error: Vec<Act>,
}

/// What a query asks, told apart by its `type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum QueryBody {
    /// A statement.
    Sql(SqlBody),
    /// A request.
    Rest(RestBody),
}

tagged!(QueryBody, "type", { "sql" => SqlBody, "rest" => RestBody });

/// A statement; every expression in it becomes a bound value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SqlBody {
    /// The statement, a template.
    pub statement: String,
}

/// A request; an expression becomes an encoded segment, a parameter, a header value, or JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestBody {
    /// The method.
    pub method: RestMethod,
    /// The path below the datasource's address, a template.
    pub path: String,
    /// The query parameters; each value is a template.
    pub query: Vec<Named>,
    /// The headers; each value is a template.
    pub headers: Vec<Named>,
    /// A JSON text in which each expression stands for a JSON value, or none.
    pub body: Option<String>,
}

/// A name and the template of its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The name, taken as it is.
    pub name: String,
    /// A template.
    pub value: String,
}

sallyport_kernel::words! {
    /// The method of a request.
    pub enum RestMethod {
        /// `GET`.
        Get = "GET",
        /// `POST`.
        Post = "POST",
        /// `PUT`.
        Put = "PUT",
        /// `PATCH`.
        Patch = "PATCH",
        /// `DELETE`.
        Delete = "DELETE",
    }
}

/// The limits of a query, and when it runs. What is absent takes its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuerySettings {
    /// How long it may take: 100 to 120,000.
    pub timeout_ms: u32,
    /// How many rows are read: 1 to 100,000; the rest is cut off and said to be.
    pub max_rows: u32,
    /// How many bytes are read: 1 to 104,857,600.
    pub max_bytes: u64,
    /// Whether it runs when its page opens and when its inputs change.
    pub run_on_load: bool,
    /// What the reader is asked before it runs; none to run without asking.
    pub confirm: Option<String>,
    /// Whether it changes something.
    pub writes: bool,
}

impl Default for QuerySettings {
    fn default() -> Self {
        Self {
            timeout_ms: 10_000,
            max_rows: 1_000,
            max_bytes: 10_485_760,
            run_on_load: false,
            confirm: None,
            writes: false,
        }
    }
}

/// A named function, which expressions call by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FunctionRecord {
    /// Its id.
    pub id: FunctionId,
    /// The name that expressions use.
    pub name: String,
    /// The text of a JavaScript function expression.
    pub source: String,
}
