//! `POST /apps/{app}/draft/queries/{query}/runs`

use super::{QueryPath, QueryResult, Wanted, problem, request, streamed, unready};
use crate::api::{Call, JsonBody, Method, NoParameters, Operation, Streamed};
use crate::problem::Problem;
use sallyport_kernel::Environment;
use sallyport_kernel::id::PageId;
use sallyport_policy::action;
use sallyport_query::Edition;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Runs a query of the draft.
pub struct TryQuery;

/// The values of the query's leaves, and where to run it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TryQueryBody {
    /// Each declared leaf's value.
    pub inputs: BTreeMap<String, Value>,
    /// Where it runs: development unless said otherwise. Builders need a right of their own for production.
    pub environment: Option<Environment>,
    /// The page that it is run from, for the audit record.
    pub page: Option<PageId>,
}

impl Operation for TryQuery {
    type Action = action::query::Try;
    type Path = QueryPath;
    type Query = NoParameters;
    type Body = JsonBody<TryQueryBody>;
    type Answer = Streamed<QueryResult>;
    const ID: &'static str = "try_query";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/apps/{app}/draft/queries/{query}/runs";
    const SUMMARY: &'static str = "Run a query of the draft with the values of its leaves.";
    const MAX_BODY: usize = 1024 * 1024;
}

pub(super) async fn try_out(call: Call<TryQuery>) -> Result<Streamed<QueryResult>, Problem> {
    let Call {
        permit,
        path,
        body: JsonBody(body),
        service,
        ..
    } = call;
    let environment = body.environment.unwrap_or(Environment::Development);
    let mut read = service.store.read(permit.tenant()).await?;
    let app = read.app(path.app).await?.ok_or_else(Problem::not_found)?;
    let (revision, document) = read.draft(path.app).await?.ok_or_else(Problem::not_found)?;
    let query = document.query(path.query).ok_or_else(Problem::not_found)?;
    drop(read);
    service
        .may_reach(permit.actor(), query.datasource, environment)
        .await?;
    let wanted = Wanted {
        app: path.app,
        app_name: &app.name,
        document: &document,
        query,
        edition: Edition::Draft(revision),
        environment,
        page: body.page,
        inputs: body.inputs,
    };
    let request = match request(&service, permit.actor(), wanted).await {
        Ok(request) => request,
        Err(problem) => return Err(unready(&service, permit, &query.name, problem).await),
    };
    service
        .proxy
        .run(permit, request)
        .await
        .map(streamed)
        .map_err(problem::<action::query::Try>)
}
