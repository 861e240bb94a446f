//! Runs of queries: a query's id and the values of its leaves go in, rows come out as they come.

mod run;
mod try_out;

use super::session::{current_user, tenant};
use crate::api::{Api, Find, Locate};
use crate::problem::{Code, FieldFault, Problem};
use futures::StreamExt as _;
use sallyport_kernel::Environment;
use sallyport_kernel::id::{AppId, PageId, QueryId};
use sallyport_model::document::{Document, QueryRecord};
use sallyport_policy::{Actor, Permit, resource};
use sallyport_query::run::{About, Request, RunsQuery};
use sallyport_query::{Answer, Column, Edition, Failure, Limits, RunError, Trusted};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

pub use run::{RunQuery, RunQueryBody};
pub use try_out::{TryQuery, TryQueryBody};

pub(super) fn operations(api: Api) -> Api {
    api.op(RunQuery, run::run).op(TryQuery, try_out::try_out)
}

/// The query of a draft in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct QueryPath {
    /// The app.
    pub app: AppId,
    /// The query.
    pub query: QueryId,
}

/// The query of the current release in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct ReleasedQueryPath {
    /// The app.
    pub app: AppId,
    /// The query.
    pub query: QueryId,
}

/// How a run ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunEnd {
    /// `ok`, or `failed` after some rows were sent.
    pub status: String,
    /// How many rows were sent.
    pub row_count: u64,
    /// Whether a limit on rows or bytes cut the result.
    pub truncated: bool,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// Why it failed.
    pub problem: Option<crate::problem::ProblemBody>,
}

/// A query's result, written as it comes.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueryResult {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows: one value a column.
    pub rows: Vec<Vec<Value>>,
    /// How it ended.
    pub end: RunEnd,
}

impl Locate<resource::Query> for QueryPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Query, Problem> {
        let mut read = find.read().await?;
        let app = read.app(self.app).await?.ok_or_else(Problem::not_found)?;
        let (_, document) = read.draft(self.app).await?.ok_or_else(Problem::not_found)?;
        let query = document.query(self.query).ok_or_else(Problem::not_found)?;
        let app = resource::App {
            tenant: find.tenant,
            id: app.id,
            workspace: app.workspace,
        };
        Ok(resource::Query {
            app,
            id: query.id,
            restricted: query.restricted,
        })
    }
}

impl Locate<resource::Query> for ReleasedQueryPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Query, Problem> {
        let apps = &find.service.apps;
        let released = apps.released(find.tenant, find.version, self.app).await?;
        released
            .and_then(|released| released.query(self.query).copied())
            .ok_or_else(Problem::not_found)
    }
}

/// What is run, from where.
struct Wanted<'a> {
    app: AppId,
    app_name: &'a str,
    document: &'a Document,
    query: &'a QueryRecord,
    edition: Edition,
    environment: Environment,
    page: Option<PageId>,
    inputs: BTreeMap<String, Value>,
}

/// Puts a run's request together: the compiled query, where it goes, and what the server itself knows.
async fn request(
    service: &crate::Service,
    actor: &Actor,
    wanted: Wanted<'_>,
) -> Result<Request, Problem> {
    let Wanted {
        app,
        app_name,
        document,
        query,
        edition,
        environment,
        page,
        inputs,
    } = wanted;
    if page.is_some_and(|page| document.page(page).is_none()) {
        return Err(Problem::invalid_field("page", "the app has no such page"));
    }
    let plan = service.plans.plan(app, edition, query.id, &query.body);
    let plan = plan.map_err(|error| Problem::new(Code::QueryFailed, error.to_string()))?;
    let version = actor.access().version();
    let place = service
        .sources
        .place(actor.tenant(), version, query.datasource, environment)
        .await?;
    let trusted = if plan.wants_trusted() {
        Trusted {
            user: json!(current_user(actor)),
            tenant: json!(tenant(service, actor).await?),
            env: json!({ "name": environment.as_str() }),
        }
    } else {
        Trusted::default()
    };
    let settings = &query.settings;
    Ok(Request {
        plan,
        inputs: inputs.into(),
        trusted,
        target: Arc::clone(&place.target),
        limits: Limits {
            timeout: Duration::from_millis(u64::from(settings.timeout_ms)),
            max_rows: settings.max_rows,
            max_bytes: settings.max_bytes,
        },
        writes: settings.writes,
        about: About {
            app,
            app_name: app_name.to_owned(),
            page,
            query: query.id,
            query_name: query.name.clone(),
            datasource_name: place.name.clone(),
            release: match edition {
                Edition::Release(number) => Some(number),
                Edition::Draft(_) => None,
            },
        },
    })
}

/// Records that a run came to nothing before it reached its source, and says why.
async fn unready<A: RunsQuery>(
    service: &crate::Service,
    permit: Permit<A>,
    query: &str,
    problem: Problem,
) -> Problem {
    let app = permit.on().app.id.to_string();
    let receipt = permit
        .failure()
        .named(query)
        .with("app", app)
        .with("status", "failed")
        .with("code", problem.code().as_str());
    match service.store.record(receipt).await {
        Ok(()) => problem,
        Err(error) => error.into(),
    }
}

fn streamed(answer: Answer) -> crate::api::Streamed<QueryResult> {
    match answer.as_whole() {
        Some(json) => crate::api::Streamed::whole(json.clone()),
        None => crate::api::Streamed::new(answer.map(Ok).boxed()),
    }
}

fn problem<A: RunsQuery>(failure: Failure) -> Problem {
    match failure {
        Failure::Run(error) => of_run(&error, A::MAY_READ_QUERY),
        Failure::Unrecorded(error) => error.into(),
        Failure::Unsettled(error) => {
            tracing::error!(%error, "the end of a run that writes could not be recorded");
            Problem::new(
                Code::Unavailable,
                "how the query ended could not be recorded; the change may have been made",
            )
            .hint("look at the data before you run it again")
        }
        Failure::Stopping => {
            Problem::new(Code::Unavailable, "the server is stopping").retry_after(5)
        }
    }
}

/// A run's failure in words: more of them for whoever may read the query anyway.
pub(super) fn of_run(error: &RunError, may_read_query: bool) -> Problem {
    let code = match error {
        RunError::Input(_) => Code::InvalidInputs,
        RunError::Evaluation(_) => Code::ExpressionFailed,
        RunError::Bind(_) => Code::ValueNotUsable,
        RunError::Mismatch => Code::QueryMismatch,
        RunError::DestinationRefused { .. } => Code::DestinationRefused,
        RunError::Unreachable { .. } => Code::DatasourceUnreachable,
        RunError::LoginRefused => Code::DatasourceLoginRefused,
        RunError::CredentialUnusable { .. } => Code::CredentialUnusable,
        RunError::Busy => Code::DatasourceBusy,
        RunError::TimedOut { .. } => Code::QueryTimedOut,
        RunError::Cancelled => Code::QueryCancelled,
        RunError::Malformed { .. } => Code::DatasourceMalformed,
        RunError::Source(_) => Code::QueryFailed,
    };
    let problem = Problem::new(
        code,
        if may_read_query {
            error.for_builder()
        } else {
            error.public()
        },
    );
    let problem = match error {
        RunError::Input(input) => problem.at(vec![FieldFault {
            path: "inputs".to_owned(),
            message: input.to_string(),
        }]),
        _ => problem,
    };
    match error.hint() {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}
