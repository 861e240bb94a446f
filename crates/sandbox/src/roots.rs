//! From leaves to the objects that an expression names: `{"a.b": 1}` becomes `{"a": {"b": 1}}`.

use sallyport_query::template::{Path, Segment};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The roots that hold the leaves and nothing else; `None` if a key is not a path.
///
/// A leaf that lies within another is already there.
pub(crate) fn of(leaves: &BTreeMap<String, Value>) -> Option<Map<String, Value>> {
    let mut paths: Vec<(Path, &Value)> = leaves
        .iter()
        .map(|(text, value)| Some((text.parse().ok()?, value)))
        .collect::<Option<_>>()?;
    paths.sort_by_key(|(path, _)| path.segments().len());
    let mut roots = Map::new();
    let mut whole: Vec<Path> = Vec::new();
    for (path, value) in paths {
        if whole.iter().any(|outer| outer.contains(&path)) {
            continue;
        }
        place(&mut roots, &path, value.clone());
        whole.push(path);
    }
    Some(roots)
}

fn place(roots: &mut Map<String, Value>, path: &Path, value: Value) {
    let mut here = roots.entry(path.root()).or_insert(Value::Null);
    for segment in path.segments() {
        let key = match segment {
            Segment::Name(name) => name.clone(),
            Segment::Index(index) => index.to_string(),
        };
        if !here.is_object() {
            *here = Value::Object(Map::new());
        }
        let Value::Object(fields) = here else { return };
        here = fields.entry(key).or_insert(Value::Null);
    }
    *here = value;
}

#[cfg(test)]
mod tests {
    use super::of;
    use serde_json::{Value, json};

    fn roots(leaves: Value) -> Value {
        of(&serde_json::from_value(leaves).unwrap()).unwrap().into()
    }

    #[test]
    fn leaves_become_nested_objects() {
        let leaves = json!({"search.value": "x", "rows[0].id": 7, "rows[0].name": null, "n": 1});

        assert_eq!(
            roots(leaves),
            json!({"n": 1, "search": {"value": "x"}, "rows": {"0": {"id": 7, "name": null}}})
        );
    }

    #[test]
    fn a_leaf_within_another_changes_nothing() {
        assert_eq!(
            roots(json!({"a.b": [1], "a.b.length": 9, "a.b[0].c": 2})),
            json!({"a": {"b": [1]}})
        );
    }

    #[test]
    fn a_key_that_is_no_path_is_refused() {
        assert!(of(&serde_json::from_value(json!({"a b": 1})).unwrap()).is_none());
    }
}
