//! A REST request with placeholders.
//!
//! The path is cut into segments, the body is parsed, on save; a value is put into a segment, a query
//! pair, a header or a JSON value, each in the encoding of that place. None of them can end its place.

use super::{BindError, CompileError, ErrorKind};
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sallyport_model::header;
use serde_json::{Map, Value};

/// What stays as it is in a segment or pair: the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// What stays as the builder wrote it in a path.
const KEPT: &AsciiSet = &ENCODED
    .remove(b'%')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A part of a template: text, or the number of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Slot(usize),
}

/// A compiled request.
#[derive(Debug, Clone, PartialEq)]
pub struct RestPlan {
    pub(crate) method: Method,
    pub(crate) segments: Vec<Vec<Piece>>,
    pub(crate) query: Vec<(String, Vec<Piece>)>,
    pub(crate) headers: Vec<(HeaderName, Vec<Piece>)>,
    pub(crate) body: Option<Value>,
}

/// A request whose values are all in place.
#[derive(Clone, PartialEq)]
pub struct BoundHttp {
    /// The method.
    pub method: Method,
    /// The segments of the path, each percent-encoded, none of them `.` or `..`.
    pub segments: Vec<String>,
    /// The pairs of the query, not yet encoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The JSON body.
    pub body: Option<Vec<u8>>,
}

impl std::fmt::Debug for BoundHttp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoundHttp")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// The templates of a request, cut into pieces.
pub(crate) struct RestSource {
    pub(crate) method: Method,
    pub(crate) path: Vec<Piece>,
    pub(crate) query: Vec<(String, Vec<Piece>)>,
    pub(crate) headers: Vec<(String, Vec<Piece>)>,
    pub(crate) body: Option<Vec<Piece>>,
}

/// Whether a query or a datasource's settings may set that header.
pub fn is_reserved_header(name: &HeaderName) -> bool {
    // What a body is, its kind says.
    *name == CONTENT_TYPE || header::is_reserved(name.as_str())
}

pub(crate) fn compile(source: RestSource) -> Result<RestPlan, CompileError> {
    let mut headers = Vec::with_capacity(source.headers.len());
    for (name, value) in source.headers {
        let name =
            HeaderName::try_from(&name).map_err(|_| CompileError::new(ErrorKind::HeaderName))?;
        if is_reserved_header(&name) {
            return Err(CompileError::new(ErrorKind::ReservedHeader));
        }
        let literal = |piece: &Piece| match piece {
            Piece::Text(text) => HeaderValue::from_str(text).is_ok(),
            Piece::Slot(_) => true,
        };
        if !value.iter().all(literal) {
            return Err(CompileError::new(ErrorKind::HeaderValue));
        }
        headers.push((name, value));
    }
    if source.body.is_some() && matches!(source.method, Method::GET | Method::HEAD) {
        return Err(CompileError::new(ErrorKind::BodyOfGet));
    }
    Ok(RestPlan {
        method: source.method,
        segments: segments(source.path)?,
        query: source.query,
        headers,
        body: source.body.map(|pieces| body(&pieces)).transpose()?,
    })
}

fn segments(path: Vec<Piece>) -> Result<Vec<Vec<Piece>>, CompileError> {
    let mut segments = vec![Vec::new()];
    for piece in path {
        let text = match piece {
            Piece::Slot(_) => {
                if let Some(segment) = segments.last_mut() {
                    segment.push(piece);
                }
                continue;
            }
            Piece::Text(text) => text,
        };
        if text.contains(['?', '#', '\\']) || text.chars().any(char::is_control) {
            return Err(CompileError::new(ErrorKind::PathCharacter));
        }
        if !has_whole_escapes(&text) {
            return Err(CompileError::new(ErrorKind::PathCharacter));
        }
        for (index, literal) in text.split('/').enumerate() {
            if index > 0 {
                segments.push(Vec::new());
            }
            if let (Some(segment), false) = (segments.last_mut(), literal.is_empty()) {
                segment.push(Piece::Text(literal.to_owned()));
            }
        }
    }
    if segments.first().is_some_and(Vec::is_empty) {
        segments.remove(0);
    }
    let dots =
        |segment: &Vec<Piece>| matches!(segment.as_slice(), [Piece::Text(text)] if is_dots(text));
    if segments.iter().any(dots) {
        return Err(CompileError::new(ErrorKind::PathCharacter));
    }
    Ok(segments)
}

/// Whether each percent sign has its two digits beside it: a value must not complete an escape.
fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let mut digits = after.bytes();
        let mut digit = || digits.next().is_some_and(|b| b.is_ascii_hexdigit());
        digit() && digit()
    })
}

/// Whether a server could read the segment as `.` or `..`.
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}

/// Stands for an expression while the body is parsed. NUL can't be in a body: it is refused before.
fn marker(slot: usize) -> String {
    format!("\\u0000{slot}\\u0000")
}

/// Parses the body as JSON in which each placeholder is a string with markers.
fn body(pieces: &[Piece]) -> Result<Value, CompileError> {
    let mut text = String::new();
    let mut in_string = false;
    for piece in pieces {
        match piece {
            Piece::Text(literal) => {
                if literal.contains('\0') || literal.to_ascii_lowercase().contains("\\u0000") {
                    return Err(CompileError::new(ErrorKind::Nul));
                }
                let mut escaped = false;
                for c in literal.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' if in_string => escaped = true,
                        '"' => in_string = !in_string,
                        _ => {}
                    }
                }
                if escaped {
                    return Err(CompileError::new(ErrorKind::BodyNotJson));
                }
                text.push_str(literal);
            }
            Piece::Slot(slot) if in_string => text.push_str(&marker(*slot)),
            // Two NULs in front: the whole value, not text in a string.
            Piece::Slot(slot) => {
                text.push_str("\"\\u0000");
                text.push_str(&marker(*slot));
                text.push('"');
            }
        }
    }
    let body: Value =
        serde_json::from_str(&text).map_err(|_| CompileError::new(ErrorKind::BodyNotJson))?;
    if has_marked_key(&body) {
        return Err(CompileError::new(ErrorKind::BodyKey));
    }
    Ok(body)
}

fn has_marked_key(value: &Value) -> bool {
    match value {
        Value::Object(map) => map
            .iter()
            .any(|(key, value)| key.contains('\0') || has_marked_key(value)),
        Value::Array(items) => items.iter().any(has_marked_key),
        _ => false,
    }
}

impl RestPlan {
    /// Puts the values in their places. `is_trusted` tells which expressions hold a trusted leaf.
    pub(crate) fn bind(
        &self,
        values: &[Value],
        is_trusted: &dyn Fn(usize) -> bool,
    ) -> Result<BoundHttp, BindError> {
        let segments = self
            .segments
            .iter()
            .map(|pieces| segment(pieces, values))
            .collect::<Result<_, _>>()?;
        let mut query = Vec::with_capacity(self.query.len());
        for (name, pieces) in &self.query {
            pairs(name, pieces, values, is_trusted, &mut query)?;
        }
        let mut headers = Vec::with_capacity(self.headers.len());
        for (name, pieces) in &self.headers {
            let text = concat(pieces, values, BindError::NotText { place: "a header" })?;
            let value = HeaderValue::from_str(&text).map_err(|_| BindError::HeaderCharacter)?;
            headers.push((name.clone(), value));
        }
        let body = self
            .body
            .as_ref()
            .map(|body| fill(body, values).to_string().into_bytes());
        Ok(BoundHttp {
            method: self.method.clone(),
            segments,
            query,
            headers,
            body,
        })
    }
}

fn segment(pieces: &[Piece], values: &[Value]) -> Result<String, BindError> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                out.extend(utf8_percent_encode(text, KEPT));
            }
            Piece::Slot(slot) => {
                let text =
                    scalar(values.get(*slot)).ok_or(BindError::NotText { place: "a path" })?;
                out.extend(utf8_percent_encode(&text, ENCODED));
            }
        }
    }
    let filled = pieces.iter().any(|piece| matches!(piece, Piece::Slot(_)));
    if filled && (out.is_empty() || is_dots(&out)) {
        return Err(BindError::PathSegment);
    }
    Ok(out)
}

fn pairs(
    name: &str,
    pieces: &[Piece],
    values: &[Value],
    is_trusted: &dyn Fn(usize) -> bool,
    out: &mut Vec<(String, String)>,
) -> Result<(), BindError> {
    let not_text = BindError::NotText {
        place: "a query string",
    };
    if let [Piece::Slot(slot)] = pieces {
        match values.get(*slot) {
            // An absent filter of the page is left out; one that the server knows must be there.
            Some(Value::Null) | None if is_trusted(*slot) => return Err(not_text),
            Some(Value::Null) | None => return Ok(()),
            Some(Value::Array(items)) => {
                for item in items {
                    out.push((name.to_owned(), scalar(Some(item)).ok_or(not_text)?));
                }
                return Ok(());
            }
            _ => {}
        }
    }
    out.push((name.to_owned(), concat(pieces, values, not_text)?));
    Ok(())
}

fn concat(pieces: &[Piece], values: &[Value], otherwise: BindError) -> Result<String, BindError> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Slot(slot) => out.push_str(&scalar(values.get(*slot)).ok_or(otherwise)?),
        }
    }
    Ok(out)
}

/// A value as text, if it is a string, a number or a boolean.
fn scalar(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Replaces the markers in a parsed body.
fn fill(body: &Value, values: &[Value]) -> Value {
    match body {
        Value::String(text) if text.contains('\0') => fill_text(text, values),
        Value::Array(items) => items.iter().map(|item| fill(item, values)).collect(),
        Value::Object(map) => {
            let filled: Map<_, _> = map
                .iter()
                .map(|(key, value)| (key.clone(), fill(value, values)))
                .collect();
            Value::Object(filled)
        }
        other => other.clone(),
    }
}

fn fill_text(text: &str, values: &[Value]) -> Value {
    let value = |slot: &str| {
        slot.parse()
            .ok()
            .and_then(|slot: usize| values.get(slot))
            .cloned()
            .unwrap_or_default()
    };
    if let Some(whole) = text.strip_prefix("\0\0") {
        return value(whole.trim_end_matches('\0'));
    }
    let mut out = String::new();
    for (index, piece) in text.split('\0').enumerate() {
        if index % 2 == 0 {
            out.push_str(piece);
        } else {
            match value(piece) {
                Value::Null => {}
                Value::String(text) => out.push_str(&text),
                other => out.push_str(&other.to_string()),
            }
        }
    }
    Value::String(out)
}
