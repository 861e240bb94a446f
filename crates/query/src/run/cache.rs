//! Compiled queries, so that a run parses nothing.

use crate::binding::{CompileError, Plan};
use sallyport_kernel::id::{AppId, QueryId};
use sallyport_model::document::QueryBody;
use std::sync::Arc;

/// Which text of an app: these never change, so what was compiled from them stays true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edition {
    /// A release, by its number.
    Release(u64),
    /// A revision of the draft.
    Draft(u64),
}

/// Compiled queries by app, edition and query.
#[derive(Debug, Clone)]
pub struct PlanCache(moka::sync::Cache<(AppId, Edition, QueryId), Arc<Plan>>);

impl Default for PlanCache {
    fn default() -> Self {
        Self(moka::sync::Cache::new(10_000))
    }
}

impl PlanCache {
    /// The compiled query, from the cache or from its text.
    pub fn plan(
        &self,
        app: AppId,
        edition: Edition,
        query: QueryId,
        body: &QueryBody,
    ) -> Result<Arc<Plan>, CompileError> {
        let key = (app, edition, query);
        if let Some(plan) = self.0.get(&key) {
            return Ok(plan);
        }
        let plan = Arc::new(Plan::compile(body)?);
        self.0.insert(key, Arc::clone(&plan));
        Ok(plan)
    }
}
