//! Compiled queries, so that a run parses nothing.

use crate::binding::{CompileError, Plan};
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::id::{AppId, QueryId};
use sallyport_model::document::QueryBody;
pub use sallyport_model::entity::Edition;
use std::sync::Arc;

/// Compiled queries by app, edition and query.
#[derive(Debug, Clone)]
pub struct PlanCache(Arc<Cache<(AppId, Edition, QueryId), Arc<Plan>>>);

impl Default for PlanCache {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(64, 10_000, UnitWeighter)))
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
        if let Some(plan) = self.known(app, edition, query) {
            return Ok(plan);
        }
        let plan = Arc::new(Plan::compile(body)?);
        self.0.insert((app, edition, query), Arc::clone(&plan));
        Ok(plan)
    }

    /// The compiled query, if it is in the cache.
    pub fn known(&self, app: AppId, edition: Edition, query: QueryId) -> Option<Arc<Plan>> {
        self.0.get(&(app, edition, query))
    }
}
