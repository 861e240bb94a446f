//! Static paths such as `customers.data[0].name`: the names of leaves.

use serde_json::Value;
use std::{fmt, str::FromStr};

/// Roots that the server fills in; a page never sends what lies under them.
pub const TRUSTED_ROOTS: [&str; 3] = ["user", "tenant", "env"];

/// A root, and the steps from there.
///
/// The canonical text writes `.name` where the name is an identifier, `[0]` for an index and
/// `["a key"]` for anything else. Reading also takes `a.b.0.c`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    root: String,
    segments: Vec<Segment>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A property.
    Name(String),
    /// An index.
    Index(u32),
}

/// The text is not a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidPath;

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a path such as `search.value` or `customers.data[0].name`")
    }
}

impl std::error::Error for InvalidPath {}

impl Segment {
    /// The step that a key makes: JavaScript does not tell `a["0"]` from `a[0]`.
    pub fn of_key(key: &str) -> Self {
        match key.parse::<u32>() {
            Ok(index) if index < u32::MAX && index.to_string() == key => Self::Index(index),
            _ => Self::Name(key.to_owned()),
        }
    }

    /// The step that a number makes, if it is an index.
    pub fn of_number(number: f64) -> Option<Self> {
        let index = (number.fract() == 0.0 && (0.0..f64::from(u32::MAX)).contains(&number))
            .then_some(number)?;
        // The range was checked: nothing is cut off.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(Self::Index(index as u32))
    }
}

impl Path {
    /// A path from its parts.
    pub fn new(root: impl Into<String>, segments: Vec<Segment>) -> Self {
        Self {
            root: root.into(),
            segments,
        }
    }

    /// The name that the path starts at.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The steps below the root.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether the server fills it in.
    pub fn is_trusted(&self) -> bool {
        TRUSTED_ROOTS.contains(&self.root.as_str())
    }

    /// Whether the other path is this one or lies below it.
    pub fn contains(&self, other: &Self) -> bool {
        self.root == other.root && other.segments.starts_with(&self.segments)
    }

    /// The value at the path below the value of its root; what is not there is null.
    ///
    /// Only a value's own fields count, and `length` of a text or a list.
    pub fn follow(&self, root: &Value) -> Value {
        let mut here = root;
        for (at, segment) in self.segments.iter().enumerate() {
            let next = match (here, segment) {
                (Value::Object(fields), Segment::Name(name)) => fields.get(name),
                (Value::Object(fields), Segment::Index(index)) => fields.get(&index.to_string()),
                (Value::Array(items), Segment::Index(index)) => usize::try_from(*index)
                    .ok()
                    .and_then(|index| items.get(index)),
                _ => None,
            };
            match next {
                Some(next) => here = next,
                None if at + 1 == self.segments.len() => return computed(here, segment),
                None => return Value::Null,
            }
        }
        here.clone()
    }
}

/// What texts and lists have without being objects.
fn computed(value: &Value, segment: &Segment) -> Value {
    match (value, segment) {
        (Value::String(text), Segment::Name(name)) if name == "length" => {
            text.encode_utf16().count().into()
        }
        (Value::Array(items), Segment::Name(name)) if name == "length" => items.len().into(),
        (Value::String(text), Segment::Index(index)) => {
            let unit = usize::try_from(*index)
                .ok()
                .and_then(|at| text.encode_utf16().nth(at));
            // Half of a pair has no text of its own.
            unit.and_then(|unit| String::from_utf16(&[unit]).ok())
                .map_or(Value::Null, Value::String)
        }
        _ => Value::Null,
    }
}

/// The paths without those that lie within another, in the order of their text.
pub(super) fn outermost(paths: impl Iterator<Item = Path>) -> Vec<Path> {
    let mut sorted: Vec<Path> = paths.collect();
    // A path sorts before all that lie below it, and those follow it without a gap.
    sorted.sort();
    let mut kept: Vec<Path> = Vec::with_capacity(sorted.len());
    for path in sorted {
        if !kept.last().is_some_and(|last| last.contains(&path)) {
            kept.push(path);
        }
    }
    kept.sort_by_cached_key(ToString::to_string);
    kept
}

/// Whether a name can stand in the path after a point.
pub(super) fn is_name(text: &str) -> bool {
    let letter = |c: char| c == '_' || c == '$' || c.is_alphabetic();
    let mut chars = text.chars();
    chars.next().is_some_and(letter) && chars.all(|c| letter(c) || c.is_alphanumeric())
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root)?;
        self.segments.iter().try_for_each(|segment| match segment {
            Segment::Index(index) => write!(f, "[{index}]"),
            Segment::Name(name) if is_name(name) => write!(f, ".{name}"),
            Segment::Name(name) => write!(f, "[{}]", Value::from(name.as_str())),
        })
    }
}

impl FromStr for Path {
    type Err = InvalidPath;

    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (root, mut rest) = text.split_at_checked(end).ok_or(InvalidPath)?;
        if !is_name(root) {
            return Err(InvalidPath);
        }
        let mut segments = Vec::new();
        while !rest.is_empty() {
            let (segment, left) = step(rest).ok_or(InvalidPath)?;
            segments.push(segment);
            rest = left;
        }
        Ok(Self {
            root: root.to_owned(),
            segments,
        })
    }
}

fn step(text: &str) -> Option<(Segment, &str)> {
    if let Some(after) = text.strip_prefix('.') {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        let (name, rest) = after.split_at_checked(end)?;
        let segment = Segment::of_key(name);
        let known = matches!(segment, Segment::Index(_)) || is_name(name);
        return known.then_some((segment, rest));
    }
    let after = text.strip_prefix('[')?;
    if after.starts_with('"') {
        let mut keys = serde_json::Deserializer::from_str(after).into_iter::<String>();
        let key = keys.next()?.ok()?;
        let rest = after.get(keys.byte_offset()..)?.strip_prefix(']')?;
        return Some((Segment::of_key(&key), rest));
    }
    let (digits, rest) = after.split_once(']')?;
    match Segment::of_key(digits) {
        index @ Segment::Index(_) => Some((index, rest)),
        Segment::Name(_) => None,
    }
}

impl serde::Serialize for Path {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Path {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
