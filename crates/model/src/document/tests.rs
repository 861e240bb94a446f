mod vectors;

use super::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn id(kind: &str, n: u32) -> String {
    format!("{kind}_{n:032x}")
}

fn widget(n: u32, name: &str, widget_type: &str) -> Value {
    json!({
        "kind": "widget", "id": id("widget", n), "page": id("page", 1), "parent": null,
        "slot": "main", "type": widget_type, "name": name,
        "layout": {"x": 0, "y": 0, "w": 4, "h": 1}, "properties": {}, "events": [], "audience": null,
    })
}

fn query(n: u32, name: &str) -> Value {
    json!({
        "kind": "query", "id": id("query", n), "name": name, "datasource": id("datasource", 1),
        "body": {"type": "sql", "statement": "select {{ search.value }}"}, "settings": {},
        "restricted": false, "on_success": [], "on_error": [],
    })
}

/// A page with a search, a query that fills a table, and a refund behind a button.
fn sample() -> Value {
    let mut refund = widget(3, "refund_button", "button");
    refund["events"] = json!([{"on": "click", "acts": [
        {"type": "confirm", "message": "sure?"},
        {"type": "run_query", "query": id("query", 2)},
        {"type": "notify", "message": "done", "tone": "success"},
    ]}]);
    let records = [
        json!({"kind": "app", "id": "app", "name": "Console", "home": id("page", 1),
               "theme": {"scheme": "system", "accent": "#1c7ed6"}}),
        json!({"kind": "page", "id": id("page", 1), "name": "search", "title": "Search",
               "order": "a0", "in_menu": true}),
        widget(1, "search", "input"),
        widget(2, "results", "table"),
        refund,
        widget(4, "box", "container"),
        query(1, "customers"),
        query(2, "refund"),
        json!({"kind": "function", "id": id("function", 1), "name": "money", "source": "(n) => n"}),
    ];
    let records: serde_json::Map<_, _> = records
        .into_iter()
        .map(|record| (record["id"].as_str().unwrap().to_owned(), record))
        .collect();
    json!({"schema": 1, "records": records})
}

fn document(value: &Value) -> Document {
    Document::read(value.to_string().as_bytes()).unwrap()
}

/// The sample with one value replaced, at a JSON pointer below `records`.
fn with(record: &str, pointer: &str, value: Value) -> Value {
    let mut sample = sample();
    *sample["records"][record].pointer_mut(pointer).unwrap() = value;
    sample
}

fn faults(value: &Value) -> Vec<String> {
    match validate(&document(value), WidgetCatalogue::built_in()) {
        Ok(()) => Vec::new(),
        Err(faults) => faults.into_iter().map(|fault| fault.path).collect(),
    }
}

#[test]
fn a_sound_document_has_no_fault() {
    assert_eq!(faults(&sample()), Vec::<String>::new());
    let empty = Document::named("New");
    assert_eq!(validate(&empty, WidgetCatalogue::built_in()), Ok(()));
}

#[test]
fn the_catalogue_names_the_eleven_types() {
    let types: Vec<_> = WidgetCatalogue::built_in().types().collect();

    for known in
        "button chart container form input modal select statistic table tabs text".split(' ')
    {
        assert!(types.contains(&known), "{known}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of faults")]
fn every_fault_is_told_with_its_path() {
    let (w1, w4, p1, q1) = (
        id("widget", 1),
        id("widget", 4),
        id("page", 1),
        id("query", 1),
    );
    let deep = (0..8).fold(json!(1), |inner, _| json!([inner]));
    let itself = {
        let mut document = with(&w4, "/parent", json!(w4));
        document["records"][&w4]["slot"] = json!("main");
        document
    };
    for (document, path) in [
        (
            with("app", "/home", json!(id("page", 9))),
            "records.app.home".to_owned(),
        ),
        (
            with("app", "/name", json!("")),
            "records.app.name".to_owned(),
        ),
        (
            with("app", "/theme/accent", json!("blue")),
            "records.app.theme.accent".to_owned(),
        ),
        (
            with(&p1, "/order", json!("")),
            format!("records.{p1}.order"),
        ),
        (
            with(&w1, "/name", json!("1st")),
            format!("records.{w1}.name"),
        ),
        (
            with(&w1, "/name", json!("user")),
            format!("records.{w1}.name"),
        ),
        (
            with(&w1, "/name", json!("customers")),
            format!("records.{w1}.name"),
        ),
        (
            with(&w1, "/page", json!(id("page", 9))),
            format!("records.{w1}.page"),
        ),
        (
            with(&w1, "/parent", json!(id("widget", 2))),
            format!("records.{w1}.parent"),
        ),
        (
            with(&w1, "/slot", json!("side")),
            format!("records.{w1}.slot"),
        ),
        (
            with(&w1, "/type", json!("marquee")),
            format!("records.{w1}.type"),
        ),
        (
            with(&w1, "/layout/w", json!(13)),
            format!("records.{w1}.layout"),
        ),
        (
            with(&w1, "/layout/h", json!(0)),
            format!("records.{w1}.layout"),
        ),
        (
            with(&w1, "/properties", json!({ "a": deep })),
            format!("records.{w1}.properties.a.0.0.0.0.0.0.0"),
        ),
        (
            with(&w1, "/events", json!([{"on": "explode", "acts": []}])),
            format!("records.{w1}.events.0.on"),
        ),
        (
            with(
                &w1,
                "/events",
                json!([{"on": "change", "acts": [{"type": "run_query", "query": id("query", 9)}]}]),
            ),
            format!("records.{w1}.events.0.acts.0.query"),
        ),
        (
            with(&q1, "/settings", json!({"timeout_ms": 99})),
            format!("records.{q1}.settings.timeout_ms"),
        ),
        (
            with(&q1, "/settings", json!({"max_rows": 0})),
            format!("records.{q1}.settings.max_rows"),
        ),
        (
            with(&q1, "/id", json!(id("query", 7))),
            format!("records.{q1}"),
        ),
        (itself, format!("records.{w4}.parent")),
    ] {
        assert!(
            faults(&document).contains(&path),
            "{path}: {:?}",
            faults(&document)
        );
    }
}

#[test]
fn a_document_without_its_app_is_at_fault() {
    let mut value = sample();
    value["records"].as_object_mut().unwrap().remove("app");

    assert_eq!(faults(&value), ["records.app"]);
}

#[test]
fn what_is_too_large_is_at_fault() {
    let mut large = Document::named("Large");
    for n in 0..5_001 {
        let page = json!({"kind": "page", "id": id("page", n), "name": format!("p{n}"),
                          "title": "x".repeat(200), "order": "a", "in_menu": true});
        large.insert(serde_json::from_value::<Record>(page).unwrap());
    }
    let faults = validate(&large, WidgetCatalogue::built_in()).unwrap_err();

    assert!(
        faults
            .iter()
            .any(|fault| fault.message.contains("5002 records")),
        "{:?}",
        faults.first()
    );
}

#[test]
fn unknown_fields_and_kinds_are_refused() {
    for (record, pointer, value) in [
        (
            id("widget", 1),
            "/layout",
            json!({"x": 0, "y": 0, "w": 1, "h": 1, "z": 1}),
        ),
        (
            id("query", 1),
            "/body",
            json!({"type": "sql", "statement": "", "text": ""}),
        ),
        (id("query", 1), "/kind", json!("secret")),
        (
            id("query", 1),
            "/on_error",
            json!([{"type": "open", "widget": id("widget", 1), "x": 1}]),
        ),
        (
            id("query", 1),
            "/on_error",
            json!([{"type": "eval", "source": "1"}]),
        ),
        ("app".to_owned(), "/id", json!("other")),
    ] {
        let value = with(&record, pointer, value);
        assert!(
            Document::read(value.to_string().as_bytes()).is_err(),
            "{record}{pointer}"
        );
    }
    let mut extra = sample();
    extra["records"]["app"]["owner"] = json!("x");
    assert!(Document::read(extra.to_string().as_bytes()).is_err());
}

#[test]
fn a_document_reads_what_it_writes_in_one_spelling() {
    let document = document(&sample());

    let again = Document::read(&document.canonical()).unwrap();

    assert_eq!(again, document);
    assert_eq!(again.hash(), document.hash());
    assert_eq!(document.hash().to_string().len(), 64);
}

#[test]
fn the_order_of_properties_does_not_change_the_hash() {
    let one = with(
        &id("widget", 1),
        "/properties",
        json!({"a": 1, "b": {"c": 2, "d": 3}}),
    );
    let two: Value = serde_json::from_str(
        &one.to_string()
            .replace(r#""a":1,"b":{"c":2,"d":3}"#, r#""b":{"d":3,"c":2},"a":1"#),
    )
    .unwrap();

    assert_ne!(one.to_string(), two.to_string());
    assert_eq!(document(&one).hash(), document(&two).hash());
}

#[test]
fn a_change_leads_from_one_document_to_the_next_and_back() {
    let from = document(&sample());
    let mut to = document(&with(&id("widget", 1), "/layout/x", json!(3)));
    to.records.remove(&id("query", 2));
    to.insert(serde_json::from_value::<Record>(widget(9, "more", "text")).unwrap());

    let change = Change::diff(&from, &to);

    assert_eq!(change.len(), 3);
    assert_eq!(change.apply(&from), Ok(to.clone()));
    assert_eq!(change.invert().apply(&to), Ok(from.clone()));
    assert!(Change::diff(&from, &from).is_empty());
    let wire: Change = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
    assert_eq!(wire, change);
}

#[test]
fn a_change_of_another_state_is_stale_and_changes_nothing() {
    let base = document(&sample());
    let moved = document(&with(&id("widget", 1), "/layout/x", json!(3)));
    let theirs = document(&with(&id("widget", 1), "/layout/x", json!(5)));

    let stale = Change::diff(&base, &moved).apply(&theirs).unwrap_err();

    assert_eq!(stale.records, [id("widget", 1)]);
}

#[test]
fn a_change_cannot_add_what_is_there() {
    let base = document(&sample());
    let add = Change {
        added: base.records.clone(),
        ..Change::default()
    };

    assert_eq!(
        add.apply(&base).unwrap_err().records.len(),
        base.records.len()
    );
}

fn view(value: &Value, forbidden: u32, groups: &[&str]) -> AppContent {
    let forbidden = id("query", forbidden);
    let groups: BTreeSet<String> = groups.iter().map(|group| (*group).to_owned()).collect();
    let may_run = |query: sallyport_kernel::id::QueryId| query.to_string() != forbidden;
    let reader = Reader {
        may_run: &may_run,
        groups: Some(&groups),
    };
    project(&document(value), &reader, &|_| {
        vec!["search.value".to_owned()]
    })
}

fn names(content: &AppContent) -> Vec<&str> {
    content
        .widgets
        .iter()
        .map(|widget| widget.name.as_str())
        .collect()
}

#[test]
fn a_view_holds_no_text_of_a_query() {
    let content = serde_json::to_string(&view(&sample(), 9, &[])).unwrap();

    assert!(content.contains("customers") && content.contains("search.value"));
    assert!(!content.contains("select") && !content.contains("datasource"));
}

#[test]
fn who_may_not_run_a_query_gets_neither_it_nor_its_button() {
    let allowed = view(&sample(), 9, &[]);
    let denied = view(&sample(), 2, &[]);

    assert!(names(&allowed).contains(&"refund_button") && allowed.queries.len() == 2);
    assert_eq!(names(&denied), ["search", "results", "box"]);
    assert_eq!(denied.queries.len(), 1);
    assert!(
        !serde_json::to_string(&denied)
            .unwrap()
            .contains(&id("query", 2))
    );
}

#[test]
fn a_button_that_still_does_something_stays() {
    let acts = json!([{"on": "click", "acts": [
        {"type": "run_query", "query": id("query", 2)},
        {"type": "reset", "widget": id("widget", 1)},
    ]}]);

    let denied = view(&with(&id("widget", 3), "/events", acts), 2, &[]);

    let button = denied
        .widgets
        .iter()
        .find(|widget| widget.name == "refund_button")
        .unwrap();
    assert_eq!(button.events[0].acts.len(), 1);
}

#[test]
fn a_widget_is_shown_to_its_audience_with_what_lies_in_it() {
    let mut value = with(&id("widget", 4), "/audience", json!({"groups": ["leads"]}));
    value["records"][&id("widget", 2)]["parent"] = json!(id("widget", 4));
    value["records"][&id("widget", 3)]["events"] =
        json!([{"on": "click", "acts": [{"type": "open", "widget": id("widget", 4)}]}]);

    assert_eq!(names(&view(&value, 9, &["leads", "x"])).len(), 4);
    assert_eq!(names(&view(&value, 9, &["agents"])), ["search"]);
}

#[test]
fn the_schema_of_a_record_takes_what_the_type_takes() {
    let schema = serde_json::to_value(<Record as utoipa::PartialSchema>::schema()).unwrap();
    let variants = schema["oneOf"].as_array().unwrap();

    assert_eq!(variants.len(), 5);
    for variant in variants {
        assert!(
            variant["properties"]["kind"]["enum"].is_array(),
            "{variant}"
        );
        assert_eq!(variant["additionalProperties"], json!(false));
    }
}

#[test]
fn a_document_of_another_schema_is_refused() {
    for (schema, text) in [
        (json!(2), "reads up to"),
        (json!(0), "does not say"),
        (json!("1"), "does not say"),
    ] {
        let mut value = sample();
        value["schema"] = schema;
        let error = Document::read(value.to_string().as_bytes()).unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[test]
fn migrations_run_in_order_from_the_documents_own_version() {
    let migrations: [upgrade::Migration; 2] = [
        |document| document["seen"] = json!("one"),
        |document| {
            document["seen"] = json!(format!("{} two", document["seen"].as_str().unwrap_or("-")));
        },
    ];
    for (schema, seen) in [(1, json!("one two")), (2, json!("- two")), (3, json!(null))] {
        let mut document = json!({"schema": schema, "seen": null});
        upgrade::upgrade(&mut document, &migrations).unwrap();
        assert_eq!(document, json!({"schema": 3, "seen": seen}));
    }
}

#[test]
fn every_migration_has_a_vector_that_it_was_run_on() {
    assert_eq!(
        upgrade::MIGRATIONS.len() + 1,
        usize::try_from(SCHEMA).unwrap()
    );
    for (number, _) in upgrade::MIGRATIONS.iter().enumerate() {
        let version = number + 1;
        let path = format!(
            "{}/../../spec/vectors/document/migrations/{version}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path} is missing"));
        let vector: Value = serde_json::from_str(&text).unwrap();
        let mut document = vector["from"].clone();
        upgrade::upgrade(&mut document, upgrade::MIGRATIONS).unwrap();
        assert_eq!(document, vector["to"], "{path}");
    }
}
