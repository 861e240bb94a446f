//! `PostgreSQL`: values in text beside the statement, results from the binary format to JSON.
//!
//! A statement runs on a connection of its own from a pool, or, when it only reads and has proved
//! quick, pipelined with others in the express lane ([`lane`]). Queries that are not marked as writing
//! run on connections on which the server itself refuses changes.

mod catalogue;
pub mod encode;
mod fault;
mod lane;
mod numeric;
mod parameter;
mod pool;
mod session;
mod statement;
mod temporal;

use crate::egress::Egress;
use crate::vault::Vault;
use async_trait::async_trait;
use lane::{History, Lane, Ride};
use pool::Pool;
use sallyport_kernel::Environment;
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_query::binding::Nature;
use sallyport_query::{
    BoundBody, BoundQuery, BoundSql, Connector, Limits, Rows, RunError, Schema, Settings, Target,
    Warning,
};
use session::{Mode, Opener};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The connector.
pub struct Postgres {
    egress: Egress,
    vault: Arc<dyn Vault>,
    reached: Mutex<HashMap<Place, (u64, Arc<Reached>)>>,
}

/// What is known of statements by their text. They are long, and looked up several times a run: the hash is a quick
/// one, seeded at random.
type ByText<T> = HashMap<Arc<str>, T, foldhash::fast::RandomState>;

/// A target without its version.
type Place = (TenantId, DatasourceId, Environment);

/// What is kept of a target: its connections and what is known of its statements.
struct Reached {
    reading: Arc<Pool>,
    writing: Arc<Pool>,
    lane: Arc<Lane>,
    history: Arc<History>,
    used: Mutex<Instant>,
}

/// How long the connections to a target are kept that nobody asks.
const FORGOTTEN: Duration = Duration::from_mins(10);

impl Postgres {
    /// A connector that reaches out through that broker, with credentials from that vault.
    pub fn new(egress: Egress, vault: Arc<dyn Vault>) -> Self {
        Self {
            egress,
            vault,
            reached: Mutex::default(),
        }
    }

    fn opener(&self, target: &Target) -> Opener {
        Opener {
            egress: self.egress.clone(),
            vault: Arc::clone(&self.vault),
            target: Arc::new(target.clone()),
        }
    }

    /// The connections of a target. Those of an older version end with their last statement.
    fn reach(&self, target: &Target) -> Arc<Reached> {
        let (tenant, datasource, environment, version) = target.key();
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let known = reached.get(&(tenant, datasource, environment));
        if let Some((at, known)) = known
            && *at == version
        {
            *known.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
            return Arc::clone(known);
        }
        let is_older = known.is_some_and(|(at, _)| *at > version);
        let opener = self.opener(target);
        let history = Arc::new(History::default());
        let new = Arc::new(Reached {
            reading: Pool::new(opener.clone(), Mode::Reading),
            writing: Pool::new(opener.clone(), Mode::Writing),
            lane: Lane::new(opener, Arc::clone(&history)),
            history,
            used: Mutex::new(Instant::now()),
        });
        reached.retain(|_, (_, known)| {
            known
                .used
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .elapsed()
                < FORGOTTEN
        });
        if !is_older {
            reached.insert(
                (tenant, datasource, environment),
                (version, Arc::clone(&new)),
            );
        }
        new
    }
}

/// The statement of a query for this connector.
fn statement<'a>(target: &Target, query: &'a BoundQuery) -> Result<&'a BoundSql, RunError> {
    match (&target.settings, &query.body) {
        (Settings::Postgres(_), BoundBody::Sql(sql)) => Ok(sql),
        _ => Err(RunError::Mismatch),
    }
}

#[async_trait]
impl Connector for Postgres {
    async fn run(
        &self,
        target: &Target,
        query: &BoundQuery,
        limits: &Limits,
    ) -> Result<Rows, RunError> {
        let sql = statement(target, query)?;
        let reached = self.reach(target);
        let is_question = sql.nature == Nature::Question && !query.writes;
        if is_question && reached.history.is_quick(&sql.dollar) {
            match reached.lane.run(sql, limits).await {
                Ride::Done(result) => return result,
                Ride::Elsewhere => {}
            }
        }
        let pool = if query.writes {
            &reached.writing
        } else {
            &reached.reading
        };
        let lease = pool.acquire().await?;
        let sent = Instant::now();
        let (lease, started) = statement::run(lease, sql).await?;
        let (history, text) = (Arc::clone(&reached.history), Arc::clone(&sql.dollar));
        let done = move |bytes| {
            if is_question {
                history.remember(&text, sent.elapsed(), bytes);
            }
        };
        Ok(statement::stream(lease, started, limits, done))
    }

    async fn test(&self, target: &Target) -> Result<Vec<Warning>, RunError> {
        let session = self.opener(target).open(Mode::Reading).await?;
        catalogue::warnings(&session.client, target).await
    }

    async fn schema(&self, target: &Target) -> Result<Schema, RunError> {
        let session = self.opener(target).open(Mode::Reading).await?;
        catalogue::schema(&session.client).await
    }
}
