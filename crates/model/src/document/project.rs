//! What a reader gets of an app: never a query's text, nothing that they may not use.
//!
//! - A query that the reader may not run is left out, and with it every act that runs it.
//! - A widget that the reader's groups may not see is left out with all that lies in it, and with
//!   it every act on it.
//! - A chain that lost its last effective act is left out: a question or a message alone would
//!   only pretend. A button left without any act by that is left out as well.

use super::{
    Document,
    act::{Act, Event},
    record::{Layout, QueryRecord, Theme, WidgetRecord},
};
use sallyport_kernel::id::{PageId, QueryId, WidgetId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What the projection needs to know of a reader.
pub struct Reader<'a> {
    /// Whether the reader may run that query.
    pub may_run: &'a dyn Fn(QueryId) -> bool,
    /// The names of the reader's groups; `None` shows the widgets of every audience.
    pub groups: Option<&'a BTreeSet<String>>,
}

/// The part of an app's view that comes from its document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AppContent {
    /// The page that opens first.
    pub home: Option<PageId>,
    /// How the app looks.
    pub theme: Theme,
    /// The pages, in order.
    pub pages: Vec<PageView>,
    /// The widgets.
    pub widgets: Vec<WidgetView>,
    /// The queries that the reader may run.
    pub queries: Vec<QueryView>,
    /// The functions.
    pub functions: Vec<FunctionView>,
}

/// A page as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PageView {
    /// Its id.
    pub id: PageId,
    /// The name in its address.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Whether the menu lists it.
    pub in_menu: bool,
}

/// The kind of a [`WidgetView`], which is that of the record it was made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WidgetViewKind {
    /// `widget`.
    #[default]
    Widget,
}

/// A widget as a reader gets it: its record without the audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WidgetView {
    /// Always `widget`, so that a view can be used where a record is read.
    pub kind: WidgetViewKind,
    /// Its id.
    pub id: WidgetId,
    /// The page that it is on.
    pub page: PageId,
    /// The widget that it lies in.
    pub parent: Option<WidgetId>,
    /// The part of its parent.
    pub slot: String,
    /// What it is.
    #[serde(rename = "type")]
    pub widget_type: String,
    /// The name that expressions use.
    pub name: String,
    /// Where it lies.
    pub layout: Layout,
    /// Its properties.
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
    /// What happens on which event.
    pub events: Vec<Event>,
}

/// A query as a reader gets it: what to send, never what it asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct QueryView {
    /// Its id.
    pub id: QueryId,
    /// The name that expressions use.
    pub name: String,
    /// The leaves that a run sends, as text.
    pub inputs: Vec<String>,
    /// Whether it runs when its page opens and when its inputs change.
    pub run_on_load: bool,
    /// What the reader is asked before it runs.
    pub confirm: Option<String>,
    /// Whether it changes something.
    pub writes: bool,
    /// What follows when it went well.
    pub on_success: Vec<Act>,
    /// What follows when it failed.
    pub on_error: Vec<Act>,
}

/// A function as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FunctionView {
    /// The name that expressions use.
    pub name: String,
    /// Its text.
    pub source: String,
}

/// The document as the reader gets it. `inputs` tells the leaves that a query takes from the page.
pub fn project(
    document: &Document,
    reader: &Reader<'_>,
    inputs: &dyn Fn(&QueryRecord) -> Vec<String>,
) -> AppContent {
    let cut = Cut::of(document, reader);
    let home = document.app().and_then(|app| app.home);
    AppContent {
        home,
        theme: document
            .app()
            .map(|app| app.theme.clone())
            .unwrap_or_default(),
        pages: document
            .pages()
            .into_iter()
            .map(|page| PageView {
                id: page.id,
                name: page.name.clone(),
                title: page.title.clone(),
                in_menu: page.in_menu,
            })
            .collect(),
        widgets: document
            .widgets()
            .filter(|widget| cut.widgets.contains(&widget.id))
            .map(|widget| cut.widget(widget))
            .collect(),
        queries: document
            .queries()
            .filter(|query| cut.queries.contains(&query.id))
            .map(|query| cut.query(query, inputs(query)))
            .collect(),
        functions: document
            .functions()
            .map(|function| FunctionView {
                name: function.name.clone(),
                source: function.source.clone(),
            })
            .collect(),
    }
}

/// What is left of a document for one reader.
struct Cut {
    queries: BTreeSet<QueryId>,
    widgets: BTreeSet<WidgetId>,
}

impl Cut {
    fn of(document: &Document, reader: &Reader<'_>) -> Self {
        let queries = document
            .queries()
            .map(|query| query.id)
            .filter(|id| (reader.may_run)(*id));
        let widgets = document
            .widgets()
            .filter(|widget| is_audience(widget, reader.groups));
        let mut cut = Self {
            queries: queries.collect(),
            widgets: widgets.map(|widget| widget.id).collect(),
        };
        // Each round takes away at least one widget, so this ends.
        while cut.shrink(document) {}
        cut
    }

    /// Takes away what lies in a widget that is gone, and buttons that do nothing any more.
    fn shrink(&mut self, document: &Document) -> bool {
        let gone: Vec<WidgetId> = document
            .widgets()
            .filter(|widget| self.widgets.contains(&widget.id))
            .filter(|widget| {
                let orphan = widget
                    .parent
                    .is_some_and(|parent| !self.widgets.contains(&parent));
                orphan || self.is_dead_button(widget)
            })
            .map(|widget| widget.id)
            .collect();
        for id in &gone {
            self.widgets.remove(id);
        }
        !gone.is_empty()
    }

    fn is_dead_button(&self, widget: &WidgetRecord) -> bool {
        widget.widget_type == "button"
            && widget.events.iter().any(|event| !event.acts.is_empty())
            && widget
                .events
                .iter()
                .all(|event| self.acts(&event.acts).is_empty())
    }

    fn keeps(&self, act: &Act) -> bool {
        match act {
            Act::RunQuery { query } => self.queries.contains(query),
            other => other
                .widget()
                .is_none_or(|widget| self.widgets.contains(&widget)),
        }
    }

    fn acts(&self, acts: &[Act]) -> Vec<Act> {
        let kept: Vec<Act> = acts.iter().filter(|act| self.keeps(act)).cloned().collect();
        let lost = kept.len() < acts.len();
        let effective = |act: &Act| !matches!(act, Act::Confirm { .. } | Act::Notify { .. });
        if lost && !kept.iter().any(effective) {
            Vec::new()
        } else {
            kept
        }
    }

    fn widget(&self, widget: &WidgetRecord) -> WidgetView {
        let event = |event: &Event| Event {
            on: event.on.clone(),
            acts: self.acts(&event.acts),
        };
        WidgetView {
            kind: WidgetViewKind::Widget,
            id: widget.id,
            page: widget.page,
            parent: widget.parent,
            slot: widget.slot.clone(),
            widget_type: widget.widget_type.clone(),
            name: widget.name.clone(),
            layout: widget.layout,
            properties: widget.properties.clone(),
            events: widget
                .events
                .iter()
                .map(event)
                .filter(|e| !e.acts.is_empty())
                .collect(),
        }
    }

    fn query(&self, query: &QueryRecord, inputs: Vec<String>) -> QueryView {
        QueryView {
            id: query.id,
            name: query.name.clone(),
            inputs,
            run_on_load: query.settings.run_on_load,
            confirm: query.settings.confirm.clone(),
            writes: query.settings.writes,
            on_success: self.acts(&query.on_success),
            on_error: self.acts(&query.on_error),
        }
    }
}

fn is_audience(widget: &WidgetRecord, groups: Option<&BTreeSet<String>>) -> bool {
    match (&widget.audience, groups) {
        (None, _) | (_, None) => true,
        (Some(audience), Some(groups)) => !audience.groups.is_disjoint(groups),
    }
}
