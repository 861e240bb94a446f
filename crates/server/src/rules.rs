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
mod tests {
    use super::*;
    use sallyport_kernel::id::{DatasourceId, QueryId};
    use sallyport_model::document::{QuerySettings, SqlBody};
    use std::sync::Arc;

    const EDITION: Edition = Edition::Release(1);

    fn query(statement: &str) -> QueryRecord {
        QueryRecord {
            id: QueryId::from_bytes([1; 16]),
            name: "customers".to_owned(),
            datasource: DatasourceId::from_bytes([2; 16]),
            body: QueryBody::Sql(SqlBody {
                statement: statement.to_owned(),
            }),
            settings: QuerySettings::default(),
            restricted: false,
            on_success: Vec::new(),
            on_error: Vec::new(),
        }
    }

    fn document(statement: &str) -> Document {
        let mut document = Document::named("Console");
        document.insert(sallyport_model::document::Record::Query(query(statement)));
        document
    }

    async fn inputs(rules: &Rules, edition: Edition, statement: &str) -> Vec<String> {
        let app = AppId::from_bytes([3; 16]);
        let found = rules.inputs(app, edition, &document(statement)).await;
        found.into_values().flatten().collect()
    }

    #[tokio::test]
    async fn a_view_compiles_what_no_view_or_run_has_compiled_and_runs_use_the_same() {
        let plans = PlanCache::default();
        let rules = Rules::new(plans.clone());
        let app = AppId::from_bytes([3; 16]);
        let same = query("select {{ search.value }}");

        let first = inputs(&rules, EDITION, "select {{ search.value }}").await;
        let compiled = plans.known(app, EDITION, same.id).unwrap();
        // No text is read any more: another one under the same edition, which there never is, is not noticed.
        let second = inputs(&rules, EDITION, "select {{ other.value }}").await;

        assert_eq!(first, ["search.value"]);
        assert_eq!(second, first);
        let run = plans.plan(app, EDITION, same.id, &same.body).unwrap();
        assert!(Arc::ptr_eq(&compiled, &run));
        let next = inputs(&rules, Edition::Release(2), "select {{ other.value }}").await;
        assert_eq!(next, ["other.value"]);
    }

    #[tokio::test]
    async fn long_texts_are_compiled_alike() {
        let rules = Rules::new(PlanCache::default());
        let long = format!("select {{{{ search.value }}}} -- {}", "x".repeat(AT_ONCE));

        assert_eq!(inputs(&rules, EDITION, &long).await, ["search.value"]);
        assert_eq!(rules.check(vec![query(&long)]).await, []);
        let broken = format!("select {{{{ search. }}}} -- {}", "x".repeat(AT_ONCE));
        let faults = rules.check(vec![query(&broken)]).await;
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].path, format!("{}.body", query("").id));
    }

    #[tokio::test]
    async fn what_cannot_be_compiled_has_no_inputs() {
        let rules = Rules::new(PlanCache::default());

        assert_eq!(
            inputs(&rules, EDITION, "select {{ search. }}").await,
            [""; 0]
        );
    }
}
