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
