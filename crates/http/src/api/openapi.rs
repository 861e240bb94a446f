//! The OpenAPI 3.1 file, made from the operations themselves.

use super::{Answer as _, Api, Body as _, Method, Operation, Route};
use crate::problem::ProblemBody;
use http::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::IntoParams as _;
use utoipa::openapi::path::{
    HttpMethod, Operation as Described, OperationBuilder, Parameter, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem,
    PathsBuilder, RefOr, Response as Answered, ResponseBuilder, schema::Schema,
};

/// An operation for the file, and the schemas that it refers to.
pub(super) struct Description {
    answer: (StatusCode, Answered),
    parameters: Vec<Parameter>,
    body: Option<RefOr<Schema>>,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Description {
    /// What the operation's types say.
    pub(super) fn of<O: Operation>() -> Self {
        let mut schemas = Vec::new();
        let answer = O::Answer::describe(&mut schemas);
        let mut parameters = O::Path::into_params(|| Some(ParameterIn::Path));
        parameters.extend(O::Query::into_params(|| Some(ParameterIn::Query)));
        let body = O::Body::schema(&mut schemas);
        Self {
            answer,
            parameters,
            body,
            schemas,
        }
    }

    fn operation(self, route: &Route, schemas: &mut BTreeMap<String, RefOr<Schema>>) -> Described {
        let (status, answer) = self.answer;
        let mut found = self.schemas;
        let problem = super::body::reference::<ProblemBody>(&mut found);
        let problem = ResponseBuilder::new()
            .description("A problem (RFC 9457).")
            .content(
                "application/problem+json",
                ContentBuilder::new().schema(Some(problem)).build(),
            )
            .build();
        let mut builder = OperationBuilder::new()
            .operation_id(Some(route.id))
            .summary(Some(route.summary))
            .tag(route.path.split('/').nth(1).unwrap_or_default())
            .description(Some(format!(
                "Action `{}`, which takes: {}.",
                route.action,
                route.need.as_str()
            )))
            .response(status.as_str(), answer)
            .response("default", problem);
        for parameter in self.parameters {
            builder = builder.parameter(parameter);
        }
        if let Some(schema) = self.body {
            let content = ContentBuilder::new().schema(Some(schema)).build();
            let body = RequestBodyBuilder::new().content("application/json", content);
            builder = builder.request_body(Some(
                body.required(Some(utoipa::openapi::Required::True)).build(),
            ));
        }
        if route.public.is_none() {
            let session = SecurityRequirement::new("session", Vec::<String>::new());
            builder = builder.securities(Some([session]));
        }
        schemas.extend(found);
        builder.build()
    }
}

/// The OpenAPI document of an API, as JSON.
///
/// An answer always has all of its members, `null` where there is nothing: so what only answers hold, and may be
/// `null`, is marked as required, which the derives don't know.
pub fn document(api: &Api) -> serde_json::Result<Value> {
    let mut document = serde_json::to_value(described(api))?;
    let mut answered = BTreeSet::new();
    if let Some(paths) = document.get("paths").and_then(Value::as_object) {
        for operation in paths
            .values()
            .filter_map(Value::as_object)
            .flat_map(serde_json::Map::values)
        {
            reach(
                &document,
                operation.get("responses").unwrap_or(&Value::Null),
                &mut answered,
            );
        }
    }
    if let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    {
        for (_, schema) in schemas
            .iter_mut()
            .filter(|(name, _)| answered.contains(*name))
        {
            require_nullable(schema);
        }
    }
    Ok(document)
}

/// Collects the names of all schemas that `part` refers to, directly or by way of others.
fn reach(document: &Value, part: &Value, found: &mut BTreeSet<String>) {
    match part {
        Value::Object(members) => {
            let name = members
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|at| at.rsplit('/').next());
            if let Some(name) = name.filter(|name| found.insert((*name).to_owned())) {
                let schema = document.pointer(&format!("/components/schemas/{name}"));
                reach(document, schema.unwrap_or(&Value::Null), found);
            }
            members
                .values()
                .for_each(|member| reach(document, member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| reach(document, item, found)),
        _ => {}
    }
}

/// Marks every property that may be `null` as required, in a schema and in those written inside it.
fn require_nullable(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let nullable: Vec<Value> = members
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter(|(_, property)| may_be_null(property))
                .map(|(name, _)| Value::String(name.clone()))
                .collect();
            if !nullable.is_empty()
                && let Some(required) = members
                    .entry("required")
                    .or_insert_with(|| Value::Array(Vec::new()))
                    .as_array_mut()
            {
                let missing: Vec<Value> = nullable
                    .into_iter()
                    .filter(|name| !required.contains(name))
                    .collect();
                required.extend(missing);
            }
            members.values_mut().for_each(require_nullable);
        }
        Value::Array(items) => items.iter_mut().for_each(require_nullable),
        _ => {}
    }
}

fn may_be_null(property: &Value) -> bool {
    let is_null = |kind: &Value| kind.as_str() == Some("null");
    let kinds = property.get("type").and_then(Value::as_array);
    let choices = property.get("oneOf").and_then(Value::as_array);
    kinds.is_some_and(|kinds| kinds.iter().any(is_null))
        || choices.is_some_and(|choices| {
            choices
                .iter()
                .any(|choice| choice.get("type").is_some_and(is_null))
        })
}

fn described(api: &Api) -> OpenApi {
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
        let described = (route.describe)().operation(route, &mut schemas);
        paths = paths.path(
            format!("/api/v1{}", route.path),
            PathItem::new(method, described),
        );
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
