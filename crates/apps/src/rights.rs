//! What a change of an app's queries takes beyond the right to edit the app.
//!
//! Whoever may edit an app arranges it. What its queries ask of a datasource is decided by people who may try
//! queries there, and who may run a restricted one by those who may share it. Both hold for what is saved, and
//! again for what is released, which may be another person's draft or an earlier release.

use crate::{Apps, AppsError};
use sallyport_kernel::Environment;
use sallyport_kernel::id::{DatasourceId, QueryId};
use sallyport_model::document::{Document, QueryRecord};
use sallyport_policy::action::{destination, query};
use sallyport_policy::{Actor, Denied, check, resource};
use sallyport_store::Transaction;
use std::collections::HashSet;

/// A right that a change of queries takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// To try queries on the datasource in development.
    TryQueries,
    /// To share the query that was restricted.
    ShareQuery,
}

impl std::fmt::Display for Right {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TryQueries => "a query on this datasource takes the right to try queries there",
            Self::ShareQuery => {
                "letting everyone run a query that was restricted takes the right to share it"
            }
        })
    }
}

/// The policies' no to a change, still to be recorded by [`refuse`].
pub(crate) struct Refusal {
    denied: Denied,
    right: Right,
    app: resource::App,
    query: QueryId,
}

/// Whether the actor may make `after` of the draft `before`.
pub(crate) fn to_save(
    actor: &Actor,
    app: resource::App,
    before: &Document,
    after: &Document,
) -> Result<(), Refusal> {
    for query in after.queries() {
        let earlier = before.query(query.id);
        if earlier.is_none_or(|earlier| asks_otherwise(earlier, query)) {
            may_try(actor, app, query)?;
        }
        if earlier.is_some_and(|earlier| earlier.restricted) && !query.restricted {
            may_share(actor, app, query.id)?;
        }
    }
    Ok(())
}

/// Whether the actor may put `coming` in the place of the release `current`; `restricted` are the queries that
/// were restricted until now.
pub(crate) fn to_release(
    actor: &Actor,
    app: resource::App,
    current: Option<&Document>,
    restricted: &HashSet<QueryId>,
    coming: &Document,
) -> Result<(), Refusal> {
    let reached: HashSet<DatasourceId> = current
        .into_iter()
        .flat_map(Document::queries)
        .map(|query| query.datasource)
        .collect();
    for query in coming.queries() {
        if !reached.contains(&query.datasource) {
            may_try(actor, app, query)?;
        }
        if restricted.contains(&query.id) && !query.restricted {
            may_share(actor, app, query.id)?;
        }
    }
    Ok(())
}

/// Whether the actor may go back to `coming`: what releasing it takes, and the right to try each query that asks
/// something which neither the current release nor the draft asks. Nobody has decided that it should again.
pub(crate) fn to_roll_back(
    actor: &Actor,
    app: resource::App,
    (current, draft): (Option<&Document>, &Document),
    restricted: &HashSet<QueryId>,
    coming: &Document,
) -> Result<(), Refusal> {
    for query in coming.queries() {
        let asked = current
            .into_iter()
            .chain([draft])
            .filter_map(|known| known.query(query.id))
            .any(|known| !asks_otherwise(known, query));
        if !asked {
            may_try(actor, app, query)?;
        }
    }
    to_release(actor, app, current, restricted, coming)
}

/// The queries of a release that are restricted.
pub(crate) fn restricted(current: Option<&Document>) -> HashSet<QueryId> {
    let queries = current.into_iter().flat_map(Document::queries);
    queries
        .filter(|query| query.restricted)
        .map(|query| query.id)
        .collect()
}

/// The queries that going back to the release `number` must not open: those that are restricted now, and those
/// that are gone now and were restricted when they were last released. Otherwise a release without the query
/// would be a way around.
pub(crate) async fn restricted_since(
    transaction: &mut dyn Transaction,
    app: resource::App,
    current: Option<&Document>,
    number: u32,
    coming: &Document,
) -> Result<HashSet<QueryId>, AppsError> {
    let mut found = restricted(current);
    let mut gone: HashSet<QueryId> = coming
        .queries()
        .map(|query| query.id)
        .filter(|id| current.is_none_or(|current| current.query(*id).is_none()))
        .collect();
    for later in transaction.releases(app.id).await? {
        if gone.is_empty() || later.number <= number {
            break;
        }
        let Some((_, document)) = transaction.release(app.id, later.number).await? else {
            continue;
        };
        for query in document.queries() {
            if gone.remove(&query.id) && query.restricted {
                found.insert(query.id);
            }
        }
    }
    Ok(found)
}

/// Records the refusal, and says it. The caller's transaction must be over: it holds what the record needs.
pub(crate) async fn refuse(apps: &Apps, refusal: Refusal) -> AppsError {
    let receipt = refusal
        .denied
        .receipt()
        .with("app", refusal.app.id.to_string())
        .with("query", refusal.query.to_string());
    match apps.store.record(receipt).await {
        Ok(()) => AppsError::Forbidden(refusal.right),
        Err(error) => error.into(),
    }
}

/// Whether the datasource would be asked something else.
fn asks_otherwise(before: &QueryRecord, after: &QueryRecord) -> bool {
    before.datasource != after.datasource
        || before.body != after.body
        || before.settings.writes != after.settings.writes
}

fn may_try(actor: &Actor, app: resource::App, query: &QueryRecord) -> Result<(), Refusal> {
    let on = resource::Destination {
        datasource: resource::Datasource {
            tenant: app.tenant,
            id: query.datasource,
        },
        environment: Environment::Development,
    };
    check::<destination::Query>(actor, &on)
        .map(drop)
        .map_err(|denied| Refusal {
            denied,
            right: Right::TryQueries,
            app,
            query: query.id,
        })
}

fn may_share(actor: &Actor, app: resource::App, id: QueryId) -> Result<(), Refusal> {
    let on = resource::Query {
        app,
        id,
        restricted: true,
    };
    check::<query::Share>(actor, &on)
        .map(drop)
        .map_err(|denied| Refusal {
            denied,
            right: Right::ShareQuery,
            app,
            query: id,
        })
}
