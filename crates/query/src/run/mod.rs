//! Running a query for somebody: permit in, stream out, a record in the store before the first byte.
//!
//! A run is driven by whoever waits for its answer, and goes on in a task of its own when nobody does, so that a
//! reader who leaves does not take the record along ([`carried`]). It fills a buffer first: a result that fits gets one record with its outcome; a longer one gets a record when
//! it starts and another when it ends.

mod answer;
mod cache;
mod carried;
mod task;

pub use answer::{Answer, Problem};
pub use cache::{Edition, PlanCache};

use crate::{
    Connector, Evaluator, Inputs, Limits, Plan, RunError, Schema, Settings, Target, Trusted,
    Warning,
};
use async_trait::async_trait;
use carried::Carried;
use sallyport_kernel::id::{AppId, PageId, QueryId};
use sallyport_policy::{Action, Permit, Receipt, action, resource};
use sallyport_store::{Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// The acts that run a query.
pub trait RunsQuery: Action<On = resource::Query> {
    /// Whether the runner may edit the query, and so may read what the source says of its text.
    const MAY_READ_QUERY: bool;
}

impl RunsQuery for action::query::Run {
    const MAY_READ_QUERY: bool = false;
}

impl RunsQuery for action::query::Try {
    const MAY_READ_QUERY: bool = true;
}

/// Keeps the records of runs.
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// Writes a record; durable when it returns.
    async fn record(&self, receipt: Receipt) -> Result<(), StoreError>;
}

/// The ledger that a store is.
struct StoreLedger(Arc<dyn Store>);

#[async_trait]
impl Ledger for StoreLedger {
    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        self.0.record(receipt).await
    }
}

/// The connector of each kind of datasource.
#[derive(Clone)]
pub struct Connectors {
    /// `PostgreSQL`.
    pub postgres: Arc<dyn Connector>,
    /// `SQLite`.
    pub sqlite: Arc<dyn Connector>,
    /// HTTP APIs.
    pub rest: Arc<dyn Connector>,
}

impl Connectors {
    /// The connector for these settings.
    pub fn of(&self, settings: &Settings) -> &Arc<dyn Connector> {
        match settings {
            Settings::Postgres(_) => &self.postgres,
            Settings::Sqlite(_) => &self.sqlite,
            Settings::Rest(_) => &self.rest,
        }
    }

    /// Reaches a datasource, in good time, and tells what an administrator should know.
    pub async fn test(&self, target: &Target) -> Result<Vec<Warning>, RunError> {
        in_time(self.of(&target.settings).test(target)).await
    }

    /// The tables and columns of a datasource, in good time.
    pub async fn schema(&self, target: &Target) -> Result<Schema, RunError> {
        in_time(self.of(&target.settings).schema(target)).await
    }
}

/// How long a test or a look at the schema may take.
const INSPECTION: Duration = Duration::from_secs(15);

async fn in_time<T>(inspection: impl Future<Output = Result<T, RunError>>) -> Result<T, RunError> {
    let done = tokio::time::timeout(INSPECTION, inspection).await;
    done.unwrap_or(Err(RunError::TimedOut { after: INSPECTION }))
}

/// What is run, and what its record says of it.
#[derive(Debug)]
pub struct Request {
    /// The compiled query.
    pub plan: Arc<Plan>,
    /// What the page sent.
    pub inputs: Inputs,
    /// What the server knows.
    pub trusted: Trusted,
    /// Where it goes.
    pub target: Arc<Target>,
    /// How far it may go.
    pub limits: Limits,
    /// Whether it may change something.
    pub writes: bool,
    /// For the record.
    pub about: About,
}

/// What the record says of a run, beside who and when. Never a value.
#[derive(Debug, Clone)]
pub struct About {
    /// The app.
    pub app: AppId,
    /// The app's name.
    pub app_name: String,
    /// The page that it was run from, if the query belongs to one.
    pub page: Option<PageId>,
    /// The query.
    pub query: QueryId,
    /// The query's name.
    pub query_name: String,
    /// The datasource's name.
    pub datasource_name: String,
    /// Which release, or none for the draft.
    pub release: Option<u64>,
}

/// Why there is no answer at all. Whatever was run is recorded, unless the record is what failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The query failed before its first row was released.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The run could not be recorded, so its result is not released.
    #[error("the run could not be recorded")]
    Unrecorded(#[source] StoreError),
    /// A run that writes was recorded when it began and sent; how it ended could not be recorded, so that is not
    /// released either. The change may have been made.
    #[error("how the run ended could not be recorded")]
    Unsettled(#[source] StoreError),
    /// The run's task is gone: the service is stopping.
    #[error("the service is stopping")]
    Stopping,
}

/// Runs queries.
#[derive(Clone)]
pub struct Proxy {
    ledger: Arc<dyn Ledger>,
    evaluator: Arc<dyn Evaluator>,
    connectors: Connectors,
}

impl Proxy {
    /// A proxy that keeps its records in a store.
    pub fn new(
        store: Arc<dyn Store>,
        evaluator: Arc<dyn Evaluator>,
        connectors: Connectors,
    ) -> Self {
        Self::with_ledger(Arc::new(StoreLedger(store)), evaluator, connectors)
    }

    /// A proxy that keeps its records there.
    pub fn with_ledger(
        ledger: Arc<dyn Ledger>,
        evaluator: Arc<dyn Evaluator>,
        connectors: Connectors,
    ) -> Self {
        Self {
            ledger,
            evaluator,
            connectors,
        }
    }

    /// The connectors, for testing a datasource and browsing its schema.
    pub fn connectors(&self) -> &Connectors {
        &self.connectors
    }

    /// Runs a query. Dropping the future or the answer cancels the statement at its source, and the
    /// record says so.
    pub async fn run<A: RunsQuery>(
        &self,
        permit: Permit<A>,
        request: Request,
    ) -> Result<Answer, Failure> {
        let is_the_permitted = permit.tenant() == request.target.tenant
            && permit.on().id == request.about.query
            && permit.on().app.id == request.about.app;
        if !is_the_permitted {
            return Err(RunError::Mismatch.into());
        }
        let (head, answer) = oneshot::channel();
        let run = task::drive(self.clone(), permit, request, head);
        Carried::new(run, answer).await
    }
}

#[cfg(test)]
mod tests;
