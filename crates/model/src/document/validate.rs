//! What must hold for a document before it is stored.
//!
//! Templates are only measured here; whether they parse is for `sallyport-query` to say.

use super::{
    Document,
    act::{Act, Event},
    catalogue::WidgetCatalogue,
    faults::{Fault, Faults},
    names::{is_identifier, is_reserved},
    record::{
        AppRecord, FunctionRecord, Layout, PageRecord, QueryBody, QueryRecord, Record, RestBody,
        WidgetRecord,
    },
    upgrade::SCHEMA,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes that a document's canonical form may take.
pub const MAX_DOCUMENT_BYTES: usize = 2 * 1024 * 1024;
/// The most records in a document.
pub const MAX_RECORDS: usize = 5_000;
/// How deep a widget's properties may be nested; the properties themselves are the first level.
pub const MAX_PROPERTY_DEPTH: usize = 8;
/// The longest template.
pub const MAX_TEMPLATE_BYTES: usize = 100_000;
/// The columns of the grid.
pub const COLUMNS: u32 = 12;

const MAX_NESTING: usize = 16;
const MAX_ROW: u32 = 10_000;
const MAX_ACTS: usize = 50;
const MAX_EVENTS: usize = 50;
const MAX_PARTS: usize = 100;
const MAX_TEXT: usize = 200;

/// Every fault of the document (the first hundred), each with its path.
pub fn validate(document: &Document, catalogue: &WidgetCatalogue) -> Result<(), Vec<Fault>> {
    let mut check = Check {
        document,
        catalogue,
        faults: Faults::default(),
    };
    check.sizes();
    check.keys();
    check.names();
    for (key, record) in &document.records {
        let path = format!("records.{key}");
        match record {
            Record::App(app) => check.app(&path, app),
            Record::Page(page) => check.page(&path, page),
            Record::Widget(widget) => check.widget(&path, widget),
            Record::Query(query) => check.query(&path, query),
            Record::Function(function) => check.function(&path, function),
        }
    }
    check.faults.into_result()
}

struct Check<'a> {
    document: &'a Document,
    catalogue: &'a WidgetCatalogue,
    faults: Faults,
}

impl Check<'_> {
    fn sizes(&mut self) {
        let Document { schema, records } = self.document;
        self.faults.require(*schema == SCHEMA, "schema", || {
            format!("the schema is `{schema}`, expected `{SCHEMA}`")
        });
        self.faults
            .require(records.len() <= MAX_RECORDS, "records", || {
                format!(
                    "there are {} records, at most {MAX_RECORDS} are allowed",
                    records.len()
                )
            });
        let bytes = self.document.canonical().len();
        self.faults
            .require(bytes <= MAX_DOCUMENT_BYTES, "records", || {
                format!(
                    "the document takes {bytes} bytes, at most {MAX_DOCUMENT_BYTES} are allowed"
                )
            });
    }

    fn keys(&mut self) {
        for (key, record) in &self.document.records {
            let id = record.key();
            self.faults
                .require(*key == id, &format!("records.{key}"), || {
                    format!("the record's id is `{id}`, but it stands under `{key}`")
                });
        }
        self.faults
            .require(self.document.app().is_some(), "records.app", || {
                "the record of the app is missing".to_owned()
            });
    }

    fn names(&mut self) {
        let mut pages = BTreeMap::new();
        let mut roots = BTreeMap::new();
        for (key, record) in &self.document.records {
            let (taken, name) = match record {
                Record::App(_) => continue,
                Record::Page(page) => (&mut pages, &page.name),
                Record::Widget(widget) => (&mut roots, &widget.name),
                Record::Query(query) => (&mut roots, &query.name),
                Record::Function(function) => (&mut roots, &function.name),
            };
            let path = format!("records.{key}.name");
            self.faults.require(is_identifier(name), &path, || {
                format!(
                    "`{}` is not a name: a letter, then letters, digits and underscores, at most 64",
                    shown(name)
                )
            });
            if let Some(other) = taken.insert(name.as_str(), key.as_str()) {
                self.faults.add(
                    &path,
                    format!("the name `{}` is taken by `{other}`", shown(name)),
                );
            }
            let reserved = !matches!(record, Record::Page(_)) && is_reserved(name);
            self.faults.require(!reserved, &path, || {
                format!("the name `{name}` is reserved")
            });
        }
    }

    fn app(&mut self, path: &str, app: &AppRecord) {
        self.text(&format!("{path}.name"), &app.name, 1, 100);
        if let Some(home) = app.home {
            self.faults.require(
                self.document.page(home).is_some(),
                &format!("{path}.home"),
                || format!("there is no page `{home}`"),
            );
        }
        if let Some(accent) = &app.theme.accent {
            let digits = accent.strip_prefix('#').unwrap_or_default();
            let valid = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
            self.faults
                .require(valid, &format!("{path}.theme.accent"), || {
                    format!("`{}` is not a colour such as `#1c7ed6`", shown(accent))
                });
        }
    }

    fn page(&mut self, path: &str, page: &PageRecord) {
        self.text(&format!("{path}.title"), &page.title, 1, MAX_TEXT);
        let order = &page.order;
        let valid = (1..=64).contains(&order.len())
            && order.bytes().all(|byte| byte.is_ascii_alphanumeric());
        self.faults.require(valid, &format!("{path}.order"), || {
            format!(
                "`{}` is not a place: 1 to 64 letters and digits",
                shown(order)
            )
        });
    }

    fn widget(&mut self, path: &str, widget: &WidgetRecord) {
        self.faults.require(
            self.document.page(widget.page).is_some(),
            &format!("{path}.page"),
            || format!("there is no page `{}`", widget.page),
        );
        self.place(path, widget);
        self.layout(&format!("{path}.layout"), widget.layout);
        self.properties(&format!("{path}.properties"), widget);
        match self.catalogue.get(&widget.widget_type) {
            Some(definition) => {
                self.events(
                    &format!("{path}.events"),
                    &widget.events,
                    &definition.events,
                );
            }
            None => self.faults.add(
                format!("{path}.type"),
                format!("there is no widget type `{}`", shown(&widget.widget_type)),
            ),
        }
        for (index, group) in widget.audience.iter().flat_map(|a| &a.groups).enumerate() {
            self.text(
                &format!("{path}.audience.groups.{index}"),
                group,
                1,
                MAX_TEXT,
            );
        }
    }

    fn place(&mut self, path: &str, widget: &WidgetRecord) {
        let slot = &widget.slot;
        let slot_path = format!("{path}.slot");
        self.faults.require(is_identifier(slot), &slot_path, || {
            format!("`{}` is not the key of a slot", shown(slot))
        });
        let Some(parent_id) = widget.parent else {
            return self.faults.require(slot == "main", &slot_path, || {
                format!("a page has only the slot `main`, not `{}`", shown(slot))
            });
        };
        let path = &format!("{path}.parent");
        let Some(parent) = self.document.widget(parent_id) else {
            return self
                .faults
                .add(path, format!("there is no widget `{parent_id}`"));
        };
        self.faults.require(parent.page == widget.page, path, || {
            format!("`{parent_id}` is on another page")
        });
        // An unknown type is told of at the parent itself.
        let holds = self
            .catalogue
            .get(&parent.widget_type)
            .is_none_or(|found| found.container);
        self.faults.require(holds, path, || {
            format!("a `{}` holds no other widgets", shown(&parent.widget_type))
        });
        let mut above = Some(parent);
        for _ in 0..MAX_NESTING {
            let Some(widget) = above else { return };
            above = widget.parent.and_then(|id| self.document.widget(id));
        }
        self.faults.add(
            path,
            format!("the widget lies in itself, or deeper than {MAX_NESTING} widgets"),
        );
    }

    fn layout(&mut self, path: &str, layout: Layout) {
        let Layout { x, y, w, h } = layout;
        let wide = w >= 1 && x.checked_add(w).is_some_and(|right| right <= COLUMNS);
        self.faults.require(wide, path, || {
            format!("`x` {x} and `w` {w} do not lie within {COLUMNS} columns")
        });
        let high = h >= 1 && y.checked_add(h).is_some_and(|bottom| bottom <= MAX_ROW);
        self.faults.require(high, path, || {
            format!("`y` {y} and `h` {h} do not lie within {MAX_ROW} rows")
        });
    }

    fn properties(&mut self, path: &str, widget: &WidgetRecord) {
        for (name, value) in &widget.properties {
            let path = format!("{path}.{}", shown(name));
            self.faults.require(is_identifier(name), &path, || {
                format!("`{}` is not the name of a property", shown(name))
            });
            self.value(&path, value, MAX_PROPERTY_DEPTH - 1);
        }
    }

    /// A JSON value whose texts are templates, with `levels` more of nesting allowed.
    fn value(&mut self, path: &str, value: &Value, levels: usize) {
        match value {
            Value::String(text) => self.template(path, text),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::Array(_) | Value::Object(_) if levels == 0 => {
                self.faults.add(
                    path,
                    format!("nested deeper than {MAX_PROPERTY_DEPTH} levels"),
                );
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&format!("{path}.{index}"), item, levels - 1);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.value(&format!("{path}.{}", shown(name)), field, levels - 1);
                }
            }
        }
    }

    fn events(&mut self, path: &str, events: &[Event], known: &BTreeSet<String>) {
        self.at_most(path, events.len(), MAX_EVENTS, "events");
        let mut seen = BTreeSet::new();
        for (index, event) in events.iter().enumerate() {
            let path = format!("{path}.{index}");
            let on = format!("{path}.on");
            self.faults.require(known.contains(&event.on), &on, || {
                format!("the widget has no event `{}`", shown(&event.on))
            });
            self.faults.require(seen.insert(&event.on), &on, || {
                format!("the event `{}` is listed twice", shown(&event.on))
            });
            self.acts(&format!("{path}.acts"), &event.acts);
        }
    }

    fn acts(&mut self, path: &str, acts: &[Act]) {
        self.at_most(path, acts.len(), MAX_ACTS, "acts");
        for (index, act) in acts.iter().enumerate() {
            let path = format!("{path}.{index}");
            if let Some(id) = act.widget() {
                let found = self.document.widget(id).is_some();
                self.faults.require(found, &format!("{path}.widget"), || {
                    format!("there is no widget `{id}`")
                });
            }
            match act {
                Act::RunQuery { query } => {
                    let found = self.document.query(*query).is_some();
                    self.faults.require(found, &format!("{path}.query"), || {
                        format!("there is no query `{query}`")
                    });
                }
                Act::Navigate { page, params } => {
                    let found = self.document.page(*page).is_some();
                    self.faults.require(found, &format!("{path}.page"), || {
                        format!("there is no page `{page}`")
                    });
                    self.params(&format!("{path}.params"), params);
                }
                Act::SetValue { value, .. } => {
                    self.value(&format!("{path}.value"), value, MAX_PROPERTY_DEPTH);
                }
                Act::Notify { message, .. } | Act::Confirm { message } => {
                    self.template(&format!("{path}.message"), message);
                }
                Act::Copy { value } => self.template(&format!("{path}.value"), value),
                Act::Open { .. } | Act::Close { .. } | Act::Reset { .. } => {}
            }
        }
    }

    fn params(&mut self, path: &str, params: &BTreeMap<String, String>) {
        self.at_most(path, params.len(), MAX_PARTS, "parameters");
        for (name, value) in params {
            let path = format!("{path}.{}", shown(name));
            self.faults.require(is_identifier(name), &path, || {
                format!("`{}` is not the name of a parameter", shown(name))
            });
            self.template(&path, value);
        }
    }

    fn query(&mut self, path: &str, query: &QueryRecord) {
        match &query.body {
            QueryBody::Sql(sql) => {
                let path = format!("{path}.body.statement");
                self.template(&path, &sql.statement);
            }
            QueryBody::Rest(rest) => self.rest(&format!("{path}.body"), rest),
        }
        let settings = &query.settings;
        let path_of = |name| format!("{path}.settings.{name}");
        let within = |value: u64, least, most| (least..=most).contains(&value);
        let timeout = within(settings.timeout_ms.into(), 100, 120_000);
        self.faults
            .require(timeout, &path_of("timeout_ms"), || between(100, 120_000));
        let rows = within(settings.max_rows.into(), 1, 100_000);
        self.faults
            .require(rows, &path_of("max_rows"), || between(1, 100_000));
        let bytes = within(settings.max_bytes, 1, 104_857_600);
        self.faults
            .require(bytes, &path_of("max_bytes"), || between(1, 104_857_600));
        if let Some(confirm) = &settings.confirm {
            self.text(&path_of("confirm"), confirm, 1, 1_000);
        }
        self.acts(&format!("{path}.on_success"), &query.on_success);
        self.acts(&format!("{path}.on_error"), &query.on_error);
    }

    fn rest(&mut self, path: &str, rest: &RestBody) {
        self.template(&format!("{path}.path"), &rest.path);
        self.at_most(
            &format!("{path}.query"),
            rest.query.len(),
            MAX_PARTS,
            "parameters",
        );
        for (index, part) in rest.query.iter().enumerate() {
            self.text(
                &format!("{path}.query.{index}.name"),
                &part.name,
                1,
                MAX_TEXT,
            );
            self.template(&format!("{path}.query.{index}.value"), &part.value);
        }
        self.at_most(
            &format!("{path}.headers"),
            rest.headers.len(),
            MAX_PARTS,
            "headers",
        );
        for (index, part) in rest.headers.iter().enumerate() {
            let token = (1..=MAX_TEXT).contains(&part.name.len())
                && part
                    .name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            self.faults
                .require(token, &format!("{path}.headers.{index}.name"), || {
                    format!("`{}` is not the name of a header", shown(&part.name))
                });
            self.template(&format!("{path}.headers.{index}.value"), &part.value);
        }
        if let Some(body) = &rest.body {
            self.template(&format!("{path}.body"), body);
        }
    }

    fn function(&mut self, path: &str, function: &FunctionRecord) {
        self.template(&format!("{path}.source"), &function.source);
    }

    fn template(&mut self, path: &str, text: &str) {
        self.faults
            .require(text.len() <= MAX_TEMPLATE_BYTES, path, || {
                format!(
                    "takes {} bytes, at most {MAX_TEMPLATE_BYTES} are allowed",
                    text.len()
                )
            });
    }

    fn text(&mut self, path: &str, text: &str, least: usize, most: usize) {
        let long = (least..=most).contains(&text.chars().count());
        self.faults
            .require(long, path, || format!("takes {least} to {most} characters"));
        self.faults
            .require(!text.chars().any(char::is_control), path, || {
                "holds a control character".to_owned()
            });
    }

    fn at_most(&mut self, path: &str, count: usize, most: usize, what: &str) {
        self.faults.require(count <= most, path, || {
            format!("there are {count} {what}, at most {most} are allowed")
        });
    }
}

fn between(least: u64, most: u64) -> String {
    format!("must lie between {least} and {most}")
}

/// The author's word, cut so that a fault stays readable.
fn shown(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_owned()
    } else {
        text.chars().take(79).chain(['…']).collect()
    }
}
