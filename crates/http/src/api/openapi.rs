//! The OpenAPI 3.1 file, made from the operations themselves.

use super::{Answer as _, Api, Body as _, Method, Operation};
use crate::problem::ProblemBody;
use sallyport_policy::Action as _;
use std::collections::BTreeMap;
use utoipa::IntoParams as _;
use utoipa::openapi::path::{HttpMethod, Operation as Described, OperationBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem,
    PathsBuilder, RefOr, ResponseBuilder, schema::Schema,
};

pub(crate) fn describe<O: Operation>(schemas: &mut Vec<(String, RefOr<Schema>)>) -> Described {
    let (status, answer) = O::Answer::describe(schemas);
    let problem = super::body::reference::<ProblemBody>(schemas);
    let problem = ResponseBuilder::new()
        .description("A problem (RFC 9457).")
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(problem)).build(),
        )
        .build();
    let mut builder = OperationBuilder::new()
        .operation_id(Some(O::ID))
        .summary(Some(O::SUMMARY))
        .tag(O::PATH.split('/').nth(1).unwrap_or_default())
        .description(Some(format!(
            "Action `{}`, which takes: {}.",
            O::Action::NAME,
            O::Action::NEED.as_str()
        )))
        .response(status.as_str(), answer)
        .response("default", problem);
    for parameter in O::Path::into_params(|| Some(ParameterIn::Path)) {
        builder = builder.parameter(parameter);
    }
    for parameter in O::Query::into_params(|| Some(ParameterIn::Query)) {
        builder = builder.parameter(parameter);
    }
    if let Some(schema) = O::Body::schema(schemas) {
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let body = RequestBodyBuilder::new().content("application/json", content);
        builder = builder.request_body(Some(
            body.required(Some(utoipa::openapi::Required::True)).build(),
        ));
    }
    builder.build()
}

/// The OpenAPI document of an API.
pub fn document(api: &Api) -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut schemas: BTreeMap<String, RefOr<Schema>> = BTreeMap::new();
    for route in api.routes() {
        let method = match route.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
            Method::Patch => HttpMethod::Patch,
            Method::Delete => HttpMethod::Delete,
        };
        let mut described = route.described.clone();
        if route.public.is_none() {
            described.security = Some(vec![SecurityRequirement::new(
                "session",
                Vec::<String>::new(),
            )]);
        }
        paths = paths.path(
            format!("/api/v1{}", route.path),
            PathItem::new(method, described),
        );
        schemas.extend(route.schemas.iter().cloned());
    }
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("__Host-sallyport")));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme("session", cookie)
        .build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Sallyport")
                .version("1")
                .description(Some(
                    "Everything the screens do. Generated from the operations; do not edit.",
                ))
                .build(),
        )
        .paths(paths.build())
        .components(Some(components))
        .build()
}
