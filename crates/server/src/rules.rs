//! What apps must know of queries, told by the crate that knows.

use async_trait::async_trait;
use sallyport_apps::{Inputs, QueryRules};
use sallyport_kernel::id::AppId;
use sallyport_model::document::{Document, Fault, QueryBody, QueryRecord};
use sallyport_model::entity::Edition;
use sallyport_query::{Plan, PlanCache};

/// How much text is compiled where it is asked for: some tens of microseconds' worth. More goes to a thread of its own.
const AT_ONCE: usize = 4 * 1024;

/// The rules of the query proxy.
#[derive(Debug, Clone)]
pub struct Rules {
    plans: PlanCache,
}

impl Rules {
    /// Rules that share what was compiled with those who run queries.
    pub fn new(plans: PlanCache) -> Self {
        Self { plans }
    }
}

#[async_trait]
impl QueryRules for Rules {
    async fn check(&self, queries: Vec<QueryRecord>) -> Vec<Fault> {
        let length = queries.iter().map(|query| length(&query.body)).sum();
        aside(length, move || queries.iter().filter_map(fault).collect()).await
    }

    async fn inputs(&self, app: AppId, edition: Edition, document: &Document) -> Inputs {
        let unknown = |query: &&QueryRecord| self.plans.known(app, edition, query.id).is_none();
        let new: Vec<_> = document.queries().filter(unknown).cloned().collect();
        if !new.is_empty() {
            let (plans, text) = (
                self.plans.clone(),
                new.iter().map(|query| length(&query.body)).sum(),
            );
            let compile = move || {
                for query in new {
                    // What can't be compiled has no inputs; whoever runs it is told why.
                    let _ = plans.plan(app, edition, query.id, &query.body);
                }
            };
            aside(text, compile).await;
        }
        let known = document.queries().filter_map(|query| {
            let plan = self.plans.known(app, edition, query.id)?;
            Some((query.id, plan.inputs().map(str::to_owned).collect()))
        });
        known.collect()
    }
}

/// Does work that takes as long as the text is: a little at once, much where it holds nobody up.
async fn aside<T: Send + 'static>(length: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    if length <= AT_ONCE {
        return work();
    }
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The server is going down, and nobody waits any more.
            Err(_) => std::future::pending().await,
        },
    }
}

/// How much there is to compile.
fn length(body: &QueryBody) -> usize {
    match body {
        QueryBody::Sql(sql) => sql.statement.len(),
        QueryBody::Rest(rest) => {
            let parts = rest.query.iter().chain(&rest.headers);
            let body = rest.body.as_deref().unwrap_or_default().len();
            rest.path.len() + body + parts.map(|part| part.value.len()).sum::<usize>()
        }
    }
}

/// Why the query can't be compiled.
fn fault(query: &QueryRecord) -> Option<Fault> {
    let error = Plan::compile(&query.body).err()?;
    let message = match error.hint() {
        Some(hint) => format!("{error}: {hint}"),
        None => error.to_string(),
    };
    Some(Fault {
        path: format!("{}.body", query.id),
        message,
    })
}

#[cfg(test)]
mod tests;
