//! What operations take.

use crate::problem::{Code, FieldFault, Problem};
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use utoipa::openapi::{Ref, RefOr, schema::Schema};

/// What an operation takes as its body.
pub trait Body: Sized + Send + Sync {
    /// Whether there is one at all.
    const TAKEN: bool;
    /// Reads it, or says what is wrong with it.
    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, Problem>;
    /// Its schema, with those that it refers to.
    fn schema(schemas: &mut Vec<(String, RefOr<Schema>)>) -> Option<RefOr<Schema>>;
}

/// No body.
#[derive(Debug, Clone, Copy)]
pub struct NoBody;

impl Body for NoBody {
    const TAKEN: bool = false;

    fn read(_: &HeaderMap, bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.is_empty() {
            Ok(Self)
        } else {
            Err(Problem::new(
                Code::UnreadableBody,
                "this operation takes no body",
            ))
        }
    }

    fn schema(_: &mut Vec<(String, RefOr<Schema>)>) -> Option<RefOr<Schema>> {
        None
    }
}

/// A JSON body of one type, which refuses fields that it does not know.
#[derive(Debug, Clone)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + Sync> Body for JsonBody<T> {
    const TAKEN: bool = true;

    fn read(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, Problem> {
        let json = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !json {
            return Err(Problem::new(Code::UnreadableBody, "the body must be JSON")
                .hint("send it with `content-type: application/json`"));
        }
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let cause = error.into_inner();
            if cause.is_data() {
                let path = if path == "." { String::new() } else { path };
                Problem::invalid(vec![FieldFault {
                    path,
                    message: words(&cause),
                }])
            } else {
                Problem::new(
                    Code::UnreadableBody,
                    format!("the body is not JSON: {}", words(&cause)),
                )
            }
        })?;
        reader
            .end()
            .map_err(|_| Problem::new(Code::UnreadableBody, "something follows the JSON value"))?;
        Ok(Self(value))
    }

    fn schema(schemas: &mut Vec<(String, RefOr<Schema>)>) -> Option<RefOr<Schema>> {
        Some(reference::<T>(schemas))
    }
}

/// serde's words, without the line and column of a body that people never see, and without the value that was sent:
/// it may be a password in the wrong place.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let expected = text.rfind(", expected ").map(|at| &text[at..]);
    for kind in ["unknown variant", "invalid type: ", "invalid value: "] {
        let (Some(rest), Some(expected)) = (text.strip_prefix(kind), expected) else {
            continue;
        };
        let shape = rest.split(['`', '"', ',']).next().unwrap_or_default();
        return format!("{kind}{}{expected}", shape.trim_end());
    }
    text.to_owned()
}

/// A reference to a type's schema, whose definitions are added to `schemas`.
pub(crate) fn reference<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) -> RefOr<Schema> {
    T::schemas(schemas);
    let name = T::name().into_owned();
    schemas.push((name.clone(), T::schema()));
    RefOr::Ref(Ref::from_schema_name(name))
}
