//! The `OpenAPI` schema of an enum that is told apart by a field.
//!
//! The derived one joins the variant's schema and the tag with `allOf`, and a variant that refuses
//! unknown fields then refuses the tag: nothing at all would match. Here the tag is put among the
//! variant's own properties.

use utoipa::openapi::{
    RefOr,
    schema::{Object, ObjectBuilder, Schema, Type},
};

/// The schema of a variant with its tag in it.
pub(super) fn variant<T: utoipa::PartialSchema>(tag: &str, name: &str) -> RefOr<Schema> {
    let word: RefOr<Schema> = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some([name]))
        .build()
        .into();
    match T::schema() {
        RefOr::T(Schema::Object(mut object)) => {
            object.properties.insert(tag.to_owned(), word);
            object.required.push(tag.to_owned());
            object.title = Some(name.to_owned());
            RefOr::T(Schema::Object(object))
        }
        _ => Schema::Object(Object::new()).into(),
    }
}

macro_rules! tagged {
    ($name:ident, $tag:literal, { $($word:literal => $variant:ty),+ $(,)? }) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::Schema::OneOf(utoipa::openapi::schema::OneOfBuilder::new()
                    $(.item($crate::document::schema::variant::<$variant>($tag, $word)))+
                    .discriminator(Some(utoipa::openapi::schema::Discriminator::new($tag)))
                    .build())
                .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn schemas(
                schemas: &mut Vec<(
                    String,
                    utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>,
                )>,
            ) {
                $(<$variant as utoipa::ToSchema>::schemas(schemas);)+
            }
        }
    };
}

pub(super) use tagged;
