//! `POST /apps/{app}/queries/{query}/runs`

use super::{QueryResult, ReleasedQueryPath, Wanted, problem, request, streamed, unready};
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

/// Runs a released query.
pub struct RunQuery;

/// The values of the query's leaves: exactly those that it declares.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunQueryBody {
    /// Each declared leaf's value, such as `"search.value": "Ada"`.
    pub inputs: BTreeMap<String, Value>,
    /// The page that it is run from, for the audit record.
    pub page: Option<PageId>,
}

impl Operation for RunQuery {
    type Action = action::query::Run;
    type Path = ReleasedQueryPath;
    type Query = NoParameters;
    type Body = JsonBody<RunQueryBody>;
    type Answer = Streamed<QueryResult>;
    const ID: &'static str = "run_query";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/apps/{app}/queries/{query}/runs";
    const SUMMARY: &'static str = "Run a released query with the values of its leaves.";
    const MAX_BODY: usize = 1024 * 1024;
}

pub(super) async fn run(call: Call<RunQuery>) -> Result<Streamed<QueryResult>, Problem> {
    let Call {
        permit,
        path,
        body: JsonBody(RunQueryBody { inputs, page }),
        service,
        ..
    } = call;
    let (tenant, version) = (permit.tenant(), permit.actor().access().version());
    let released = service
        .apps
        .released(tenant, version, path.app)
        .await?
        .ok_or_else(Problem::not_found)?;
    let query = released
        .document
        .query(path.query)
        .ok_or_else(Problem::not_found)?;
    let wanted = Wanted {
        app: path.app,
        app_name: &released.name,
        document: &released.document,
        query,
        edition: Edition::Release(u64::from(released.number)),
        environment: Environment::Production,
        page,
        inputs,
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
        .map_err(problem::<action::query::Run>)
}
