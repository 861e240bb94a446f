//! What holds for every connector that takes SQL: the same tests run on each of them.

use crate::support::{self, gather, run, sql, writing};
use futures::StreamExt as _;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sallyport_query::{Connector, FaultKind, Limits, RunError, Target};
use serde_json::json;
use std::fmt::Write as _;

/// A series of `n` numbers in the column `n`, in each dialect.
struct Dialect {
    series: fn(u32) -> String,
    text: &'static str,
}

const POSTGRES: Dialect = Dialect {
    series: |n| format!("select generate_series(1, {n}) as n"),
    text: "::text",
};
const SQLITE: Dialect = Dialect {
    series: |n| {
        format!(
            "with recursive s(n) as (select 1 union all select n + 1 from s where n < {n}) select n from s"
        )
    },
    text: "",
};

async fn any_text_arrives_as_that_text(
    connector: &dyn Connector,
    target: &Target,
    dialect: &Dialect,
) {
    let statement = format!(
        "select {{{{ arg.value }}}}{} as v where 'x' <> '{{'",
        dialect.text
    );
    let mut texts: Vec<String> = [
        "'; drop table t; --",
        "\" or 1=1 --",
        "\\'",
        "$1",
        "?1",
        "{{ arg.value }}",
        "\u{202e}",
        "%",
        "--",
        "/*",
    ]
    .map(str::to_owned)
    .into();
    let mut runner = TestRunner::deterministic();
    for _ in 0..64 {
        let text = any::<String>().new_tree(&mut runner).unwrap().current();
        // PostgreSQL's text cannot hold NUL; it refuses it.
        texts.push(text.replace('\0', ""));
    }
    for text in texts {
        let query = sql(&statement, &[("arg", json!(text))]).await;
        let table = run(connector, target, &query).await.unwrap();
        assert_eq!(table.rows, [[json!(text)]]);
    }
}

async fn the_limit_on_rows_cuts_off_and_says_so(
    connector: &dyn Connector,
    target: &Target,
    dialect: &Dialect,
) {
    for (n, expected, truncated) in [
        (9, 9, false),
        (10, 10, false),
        (11, 10, true),
        (100_000, 10, true),
    ] {
        let limits = Limits {
            max_rows: 10,
            ..Limits::default()
        };
        let query = sql(&(dialect.series)(n), &[]).await;
        let table = gather(connector.run(target, &query, &limits).await.unwrap())
            .await
            .unwrap();
        assert_eq!(
            (table.rows.len(), table.truncated),
            (expected, truncated),
            "{n}"
        );
    }
}

async fn the_limit_on_bytes_cuts_off_and_says_so(
    connector: &dyn Connector,
    target: &Target,
    dialect: &Dialect,
) {
    // Rows `[1]` … `[9]` of three bytes, with commas between them.
    let limits = Limits {
        max_bytes: 11,
        ..Limits::default()
    };
    let query = sql(&(dialect.series)(5), &[]).await;

    let table = gather(connector.run(target, &query, &limits).await.unwrap())
        .await
        .unwrap();

    assert_eq!((table.rows.len(), table.truncated), (3, true));
}

async fn a_long_result_comes_in_pieces(
    connector: &dyn Connector,
    target: &Target,
    dialect: &Dialect,
) {
    let limits = Limits {
        max_rows: 100_000,
        ..Limits::default()
    };
    let query = sql(&(dialect.series)(50_000), &[]).await;
    let mut rows = connector.run(target, &query, &limits).await.unwrap();

    let mut pieces = 0;
    let mut count = 0;
    while let Some(chunk) = rows.chunks.next().await {
        pieces += 1;
        count += chunk.unwrap().rows;
    }

    assert_eq!(count, 50_000);
    assert!(pieces > 5, "{pieces}");
}

async fn a_reading_query_changes_nothing(connector: &dyn Connector, target: &Target, table: &str) {
    for statement in [
        format!("insert into {table} values (2)"),
        format!("delete from {table}"),
        format!("create table {table}_2 (n int)"),
        format!("drop table {table}"),
    ] {
        let failure = run(connector, target, &sql(&statement, &[]).await)
            .await
            .unwrap_err();
        let RunError::Source(fault) = &failure else {
            panic!("{statement}: {failure:?}")
        };
        assert_eq!(fault.kind, FaultKind::Forbidden, "{statement}");
    }
    let insert = writing(
        &format!("insert into {table} values ({{{{ arg.value }}}})"),
        &[("arg", json!(7))],
    )
    .await;
    let inserted = run(connector, target, &insert).await.unwrap();
    assert_eq!(inserted.rows, [[json!(1)]]);
    assert_eq!(inserted.columns[0].name, "affected_rows");
    let read = support::rows(
        connector,
        target,
        &format!("select count(*) from {table} where n = 7"),
    )
    .await;
    assert_eq!(read, [[json!(1)]]);
}

async fn no_error_holds_a_value(connector: &dyn Connector, target: &Target, statements: &[String]) {
    for statement in statements {
        let query = writing(statement, &[("arg", json!("canary-7391"))]).await;
        let failure = run(connector, target, &query).await.unwrap_err();
        let mut shown = format!(
            "{failure:?} {failure} {} {}",
            failure.public(),
            failure.for_builder()
        );
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&failure);
        while let Some(error) = cause {
            let _ = write!(shown, "{error:?} {error}");
            cause = error.source();
        }
        assert!(!shown.contains("canary"), "{statement}: {shown}");
    }
}

async fn a_wrong_statement_is_explained_to_its_builder_only(
    connector: &dyn Connector,
    target: &Target,
) {
    let failure = run(connector, target, &sql("select nowhere_column", &[]).await)
        .await
        .unwrap_err();

    assert!(
        failure.for_builder().contains("nowhere_column"),
        "{}",
        failure.for_builder()
    );
    assert!(!failure.public().contains("nowhere_column"));
    assert_eq!(failure.code(), "query_failed");
}

async fn suite(connector: &dyn Connector, target: &Target, dialect: &Dialect) {
    any_text_arrives_as_that_text(connector, target, dialect).await;
    the_limit_on_rows_cuts_off_and_says_so(connector, target, dialect).await;
    the_limit_on_bytes_cuts_off_and_says_so(connector, target, dialect).await;
    a_long_result_comes_in_pieces(connector, target, dialect).await;
    a_wrong_statement_is_explained_to_its_builder_only(connector, target).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_contract() {
    let (connector, target) = (support::postgres(), support::postgres_target());
    suite(&connector, &target, &POSTGRES).await;

    let table = format!("contract_{}", std::process::id());
    let make = writing(&format!("create table {table} (n int primary key)"), &[]).await;
    run(&connector, &target, &make).await.unwrap();
    a_reading_query_changes_nothing(&connector, &target, &table).await;
    no_error_holds_a_value(
        &connector,
        &target,
        &[
            "select {{ arg.value }}::int".to_owned(),
            "select ({{ arg.value }}::text)::date".to_owned(),
            "select {{ arg.value }}::jsonb -> 'x' ->> {{ arg.value }}::int".to_owned(),
            format!("insert into {table} select length({{{{ arg.value }}}}::text) from generate_series(1, 2)"),
        ],
    )
    .await;
    run(
        &connector,
        &target,
        &writing(&format!("drop table {table}"), &[]).await,
    )
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = support::sqlite(
        folder.path(),
        "create table t (n integer primary key);
         create table u (v text check (length(v) < 3)) strict;
         create trigger r before delete on t begin select raise(abort, 'canary row'); end;
         insert into t values (1);",
    );
    suite(&connector, &target, &SQLITE).await;
    a_reading_query_changes_nothing(&connector, &target, "t").await;
    no_error_holds_a_value(
        &connector,
        &target,
        &[
            "insert into u values ({{ arg.value }})".to_owned(),
            "insert into t values ({{ arg.value }})".to_owned(),
            "delete from t where {{ arg.value }} is not null".to_owned(),
            "select json_extract({{ arg.value }}, '$')".to_owned(),
        ],
    )
    .await;
}
