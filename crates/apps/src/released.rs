//! Current releases in memory, for the path that every query run takes.

use crate::{Apps, AppsError};
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::id::{AppId, QueryId, TenantId};
use sallyport_model::document::Document;
use sallyport_policy::resource;
use std::collections::HashMap;
use std::sync::Arc;

/// The current release of an app, as it was at one access version.
#[derive(Debug)]
pub struct Released {
    /// The app as policies see it.
    pub app: resource::App,
    /// Its name.
    pub name: String,
    /// The release's number.
    pub number: u32,
    /// The release's document.
    pub document: Document,
    queries: HashMap<QueryId, resource::Query>,
}

impl Released {
    /// A query of the release as policies see it.
    pub fn query(&self, id: QueryId) -> Option<&resource::Query> {
        self.queries.get(&id)
    }
}

/// Releases by tenant, app and access version: every change of a release raises the version, so that an entry of
/// an older one is never asked for again.
pub(crate) struct ReleasedCache(Cache<(TenantId, AppId, u64), Arc<Released>>);

impl Default for ReleasedCache {
    fn default() -> Self {
        Self(Cache::with_weighter(16, 500, UnitWeighter))
    }
}

impl Apps {
    /// The current release of an app at an access version; `None` if there is no such app, or no release of it.
    pub async fn released(
        &self,
        tenant: TenantId,
        version: u64,
        id: AppId,
    ) -> Result<Option<Arc<Released>>, AppsError> {
        let key = (tenant, id, version);
        if let Some(released) = self.released.0.get(&key) {
            return Ok(Some(released));
        }
        let mut read = self.store.read(tenant).await?;
        let Some(app) = read.app(id).await? else {
            return Ok(None);
        };
        let Some(number) = app.released else {
            return Ok(None);
        };
        let Some((_, document)) = read.release(id, number).await? else {
            return Ok(None);
        };
        let place = resource::App {
            tenant,
            id,
            workspace: app.workspace,
        };
        let queries = document
            .queries()
            .map(|query| {
                (
                    query.id,
                    resource::Query {
                        app: place,
                        id: query.id,
                        restricted: query.restricted,
                    },
                )
            })
            .collect();
        let released = Arc::new(Released {
            app: place,
            name: app.name,
            number,
            document,
            queries,
        });
        self.released.0.insert(key, Arc::clone(&released));
        Ok(Some(released))
    }
}
