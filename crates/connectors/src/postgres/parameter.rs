//! A JSON value as a parameter: the server is told the text of the value, beside the statement.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::BytesMut;
use serde_json::Value;
use std::error::Error;
use std::fmt::Write as _;
use tokio_postgres::types::{Format, IsNull, Kind, ToSql, Type};

/// A value on its way to the server, in the text format of whatever type the server wants.
///
/// Text goes to any type, so the server's own rules decide (`'12'` is an integer, `'x'` is not). For
/// `json` every value is JSON; for arrays a list is one; for `bytea` text is base64, as in results.
#[derive(Debug)]
pub(super) struct Parameter<'a>(pub(super) &'a Value);

/// The value has no form in that type.
#[derive(Debug, thiserror::Error)]
#[error("the value does not fit the parameter's type")]
pub(super) struct Unfit;

impl ToSql for Parameter<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match text(self.0, ty).ok_or(Unfit)? {
            None => Ok(IsNull::Yes),
            Some(text) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(ty, out)
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }
}

/// Whether the value can be sent as that type. Asked before, so that the error names the parameter.
pub(super) fn fits(value: &Value, kind: &Type) -> bool {
    text(value, kind).is_some()
}

/// The text of a value in a type: `None` if it has none, `Some(None)` for null.
#[allow(
    clippy::option_option,
    reason = "no form, null, and text are three things"
)]
fn text(value: &Value, kind: &Type) -> Option<Option<String>> {
    if value.is_null() {
        return Some(None);
    }
    if let Kind::Domain(inner) = kind.kind() {
        return text(value, inner);
    }
    if matches!(*kind, Type::JSON | Type::JSONB) {
        return Some(Some(value.to_string()));
    }
    match (value, kind.kind()) {
        (Value::Array(items), Kind::Array(element)) => array(items, element).map(Some),
        (Value::String(text), _) if *kind == Type::BYTEA => {
            let bytes = STANDARD.decode(text).ok()?;
            let mut text = String::from("\\x");
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
            Some(Some(text))
        }
        (Value::String(text), _) => Some(Some(text.clone())),
        (Value::Number(number), _) => Some(Some(number.to_string())),
        (Value::Bool(flag), _) => Some(Some(flag.to_string())),
        _ => None,
    }
}

/// An array literal in which every element is quoted.
fn array(items: &[Value], element: &Type) -> Option<String> {
    let mut out = String::from("{");
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if let Value::Array(inner) = item
            && !matches!(*element, Type::JSON | Type::JSONB)
        {
            out.push_str(&array(inner, element)?);
            continue;
        }
        match text(item, element)? {
            None => out.push_str("NULL"),
            Some(text) => {
                out.push('"');
                out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
                out.push('"');
            }
        }
    }
    out.push('}');
    Some(out)
}
