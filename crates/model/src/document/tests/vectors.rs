//! The cases in `spec/vectors/document`; the web runs those of documents and changes as well.

use crate::document::{Change, Document, WidgetCatalogue, validate};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What to do to the base.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Edits {
    set: BTreeMap<String, Value>,
    fill: BTreeMap<String, (String, usize)>,
    remove: Vec<String>,
}

impl Edits {
    fn of(&self, base: &Value) -> Value {
        let mut edited = base.clone();
        for (pointer, value) in &self.set {
            put(&mut edited, pointer, value.clone());
        }
        for (pointer, (text, times)) in &self.fill {
            put(&mut edited, pointer, text.repeat(*times).into());
        }
        for pointer in &self.remove {
            let (parent, name) = place(&mut edited, pointer);
            parent.as_object_mut().unwrap().remove(name).unwrap();
        }
        edited
    }
}

fn place<'a, 'p>(value: &'a mut Value, pointer: &'p str) -> (&'a mut Value, &'p str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    (value.pointer_mut(parent).unwrap(), name)
}

fn put(value: &mut Value, pointer: &str, new: Value) {
    match place(value, pointer) {
        (Value::Object(fields), name) => drop(fields.insert(name.to_owned(), new)),
        (Value::Array(items), name) => items[name.parse::<usize>().unwrap()] = new,
        (other, name) => panic!("{name} of {other}"),
    }
}

#[derive(Deserialize)]
struct File<C> {
    base: Value,
    cases: Vec<C>,
}

fn file<C: for<'de> Deserialize<'de>>(name: &str) -> File<C> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/vectors/document");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn read(value: &Value) -> Option<Document> {
    Document::read(value.to_string().as_bytes()).ok()
}

#[derive(Deserialize)]
struct Judged {
    name: String,
    #[serde(flatten)]
    edits: Edits,
    #[serde(default)]
    faults: BTreeSet<String>,
}

#[test]
fn every_vector_of_a_document_has_the_faults_that_it_names() {
    let File { base, cases } = file::<Judged>("documents");
    for case in cases {
        let document = read(&case.edits.of(&base)).unwrap_or_else(|| panic!("{}", case.name));

        let faults = validate(&document, WidgetCatalogue::built_in()).err();

        let paths = faults.into_iter().flatten().map(|fault| fault.path);
        assert_eq!(paths.collect::<BTreeSet<_>>(), case.faults, "{}", case.name);
    }
}

#[test]
fn no_vector_of_what_is_no_document_is_read() {
    let File { base, cases } = file::<Judged>("unreadable");
    assert!(read(&base).is_some());
    for case in cases {
        assert!(read(&case.edits.of(&base)).is_none(), "{}", case.name);
    }
}

#[derive(Deserialize)]
struct Changed {
    name: String,
    #[serde(default)]
    from: Edits,
    #[serde(default)]
    to: Edits,
    change: Option<Change>,
    touched: Option<Touched>,
    on: Edits,
    gives: Option<Edits>,
    #[serde(default)]
    stale: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Touched {
    added: Vec<String>,
    updated: Vec<String>,
    removed: Vec<String>,
}

impl Touched {
    fn by(change: &Change) -> Self {
        Self {
            added: change.added.keys().cloned().collect(),
            updated: change.updated.keys().cloned().collect(),
            removed: change.removed.keys().cloned().collect(),
        }
    }
}

#[test]
fn every_vector_of_a_change_gives_what_it_says_or_is_stale() {
    let File { base, cases } = file::<Changed>("changes");
    for case in cases {
        let edited = |edits: &Edits| read(&edits.of(&base)).unwrap();
        let made = || Change::diff(&edited(&case.from), &edited(&case.to));
        let change = case.change.clone().unwrap_or_else(made);
        let on = edited(&case.on);

        let applied = change.apply(&on);

        let name = &case.name;
        if let Some(touched) = &case.touched {
            assert_eq!(&Touched::by(&change), touched, "{name}");
        }
        let Some(gives) = &case.gives else {
            assert_eq!(applied.unwrap_err().records, case.stale, "{name}");
            continue;
        };
        let applied = applied.unwrap();
        assert_eq!(applied, edited(gives), "{name}");
        assert_eq!(change.invert().apply(&applied), Ok(on), "{name}");
    }
}
