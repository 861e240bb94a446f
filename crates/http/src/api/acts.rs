//! The schema of what answers say their reader may do.

use utoipa::openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type};

/// A list of acts: of those and of no other, so that a screen that asks for one that is never told is not compiled.
pub(crate) fn acts<'a>(of: impl IntoIterator<Item = &'a &'a str>, description: &str) -> Array {
    let act = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(of.into_iter().copied()));
    ArrayBuilder::new()
        .items(act)
        .description(Some(description))
        .build()
}
