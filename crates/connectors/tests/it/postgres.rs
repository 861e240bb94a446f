//! What only `PostgreSQL` has: types of parameters, cancelling, the express lane.

use crate::support::{self, gather, postgres, postgres_target, rows, run, sql, writing};
use futures::StreamExt as _;
use sallyport_query::binding::BindError;
use sallyport_query::{Connector, FaultKind, Limits, RunError, Settings, TlsMode, Warning};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn values_take_the_type_that_the_statement_wants() {
    let (connector, target) = (postgres(), postgres_target());
    for (statement, value, expected) in [
        ("select {{ arg.value }}::int + 1", json!("41"), json!(42)),
        ("select {{ arg.value }}::int + 1", json!(41), json!(42)),
        (
            "select 7 = any({{ arg.value }})",
            json!([1, 7]),
            json!(true),
        ),
        (
            "select {{ arg.value }}::text[]",
            json!(["a,\"b\"", "\\", null, "NULL", ""]),
            json!(["a,\"b\"", "\\", null, "NULL", ""]),
        ),
        (
            "select {{ arg.value }}::int[]",
            json!([[1, 2], [3, 4]]),
            json!([[1, 2], [3, 4]]),
        ),
        (
            "select {{ arg.value }}::jsonb",
            json!({ "a": [1, "\"x"] }),
            json!({ "a": [1, "\"x"] }),
        ),
        (
            "select {{ arg.value }}::jsonb",
            json!("text"),
            json!("text"),
        ),
        ("select {{ arg.value }}::bool", json!(true), json!(true)),
        (
            "select {{ arg.value }}::timestamptz",
            json!("2026-01-02T03:04:05Z"),
            json!("2026-01-02T03:04:05+00:00"),
        ),
        (
            "select {{ arg.value }}::int is null",
            json!(null),
            json!(true),
        ),
        (
            "select {{ arg.value }}::bytea",
            json!("AAEC"),
            json!("AAEC"),
        ),
        (
            "select {{ arg.value }}::numeric * 2",
            json!(1.25),
            json!(2.5),
        ),
        (
            "select coalesce({{ arg.value }}, 'x') || {{ arg.value }}",
            json!("y"),
            json!("yy"),
        ),
    ] {
        let table = run(
            &connector,
            &target,
            &sql(statement, &[("arg", value)]).await,
        )
        .await;
        assert_eq!(table.unwrap().rows, [[expected]], "{statement}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_where_no_list_can_be_is_refused_by_number() {
    let (connector, target) = (postgres(), postgres_target());

    let query = sql(
        "select {{ a.value }}::text, {{ arg.value }}::int",
        &[("a", json!("x")), ("arg", json!([1]))],
    )
    .await;
    let failure = run(&connector, &target, &query).await.unwrap_err();

    assert!(
        matches!(failure, RunError::Bind(BindError::Unfit { number: 2 })),
        "{failure:?}"
    );
}

/// Waits until a condition on the server holds.
async fn until(statement: &str, expected: Value) {
    let (connector, target) = (postgres(), postgres_target());
    let began = Instant::now();
    loop {
        let found = rows(&connector, &target, statement).await;
        if found == [[expected.clone()]] {
            return;
        }
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{statement}: {found:?}"
        );
        tokio::task::yield_now().await;
    }
}

fn running(mark: &str) -> String {
    format!(
        "select count(*) from pg_stat_activity where state = 'active' and query like '%{mark}%' and pid <> pg_backend_pid()"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_leaves_before_the_first_row_cancels_the_statement() {
    let query = sql("select pg_sleep(60) /* leaves_early */", &[]).await;
    let waiting = tokio::spawn(async move {
        let connector = postgres();
        let table = run(&connector, &postgres_target(), &query).await;
        panic!("{table:?}");
    });
    until(&running("leaves_early"), json!(1)).await;

    waiting.abort();

    until(&running("leaves_early"), json!(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_leaves_in_the_middle_cancels_the_statement() {
    let connector = postgres();
    let limits = Limits {
        max_rows: u32::MAX,
        max_bytes: u64::MAX,
        ..Limits::default()
    };
    let query = sql(
        "select generate_series(1, 100000000), repeat('x', 1000) /* leaves_late */",
        &[],
    )
    .await;
    let mut result = connector
        .run(&postgres_target(), &query, &limits)
        .await
        .unwrap();
    result.chunks.next().await.unwrap().unwrap();
    until(&running("leaves_late"), json!(1)).await;

    drop(result);

    until(&running("leaves_late"), json!(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quick_statement_takes_the_lane_and_a_slow_one_holds_nobody_up() {
    let (connector, target) = (postgres(), postgres_target());
    let quick = sql(
        "select {{ arg.value }}::int, pg_backend_pid()",
        &[("arg", json!(5))],
    )
    .await;
    // It is quick as long as it is told to.
    let slow = "select pg_sleep({{ arg.value }}::float8)::text /* lane_hog */";
    let told = |seconds: f64| async move { sql(slow, &[("arg", json!(seconds))]).await };
    let mut pids = std::collections::BTreeSet::new();
    let began = Instant::now();
    // The pool gives the same connection each time; another one is the lane's.
    while pids.len() < 2 {
        let table = run(&connector, &target, &quick).await.unwrap();
        assert_eq!(table.rows[0][0], json!(5));
        pids.insert(table.rows[0][1].as_i64());
        run(&connector, &target, &told(0.0).await).await.unwrap();
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "the lane was never taken"
        );
    }

    let hog = told(3.0).await;
    let mut hogs = std::pin::pin!(futures::future::join_all(
        (0..3).map(|_| run(&connector, &target, &hog))
    ));
    let mut others = std::pin::pin!(futures::future::join_all(
        (0..60).map(|_| run(&connector, &target, &quick))
    ));
    let others = tokio::select! {
        biased;
        others = &mut others => others,
        _ = &mut hogs => panic!("quick statements waited for slow ones"),
    };

    assert!(others.iter().all(Result::is_ok), "{others:?}");
    let hogs = hogs.await;
    assert!(hogs.iter().all(Result::is_ok), "{hogs:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_runs_at_once_all_get_their_own_result() {
    let (connector, target) = (postgres(), postgres_target());
    for _ in 0..3 {
        let all = (0..200).map(|n| {
            let (connector, target) = (&connector, &target);
            async move {
                let query = sql("select {{ arg.value }}::int as n", &[("arg", json!(n))]).await;
                assert_eq!(
                    run(connector, target, &query).await.unwrap().rows,
                    [[json!(n)]]
                );
            }
        });
        futures::future::join_all(all).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_was_changed_is_asked_again() {
    let (connector, target) = (postgres(), postgres_target());
    let table = format!("altered_{}", std::process::id());
    let change = |statement: String| async move {
        run(
            &postgres(),
            &postgres_target(),
            &writing(&statement, &[]).await,
        )
        .await
        .unwrap();
    };
    change(format!("create table {table} as select 1 as a")).await;
    let all = format!("select * from {table}");
    for _ in 0..20 {
        assert_eq!(rows(&connector, &target, &all).await, [[json!(1)]]);
    }

    change(format!("alter table {table} add column b text default 'x'")).await;

    for _ in 0..20 {
        assert_eq!(
            rows(&connector, &target, &all).await,
            [[json!(1), json!("x")]]
        );
    }
    change(format!("drop table {table}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_is_not_marked_as_writing_cannot_switch_that_off() {
    let (connector, target) = (postgres(), postgres_target());
    let table = format!("guarded_{}", std::process::id());
    run(
        &connector,
        &target,
        &writing(&format!("create table {table} (n int)"), &[]).await,
    )
    .await
    .unwrap();

    let trick = format!(
        "with off as (select set_config('transaction_read_only', 'off', true)) insert into {table} select 1 from off"
    );
    let failure = run(&connector, &target, &sql(&trick, &[]).await)
        .await
        .unwrap_err();

    let RunError::Source(fault) = failure else {
        panic!("{failure:?}")
    };
    assert_eq!(fault.kind, FaultKind::Forbidden);
    run(
        &connector,
        &target,
        &writing(&format!("drop table {table}"), &[]).await,
    )
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_query_sets_on_its_connection_is_gone_for_the_next() {
    let (connector, target) = (postgres(), postgres_target());
    let table = format!("settings_{}", std::process::id());
    let make = format!("create table {table} as select 1 as a");
    run(&connector, &target, &writing(&make, &[]).await)
        .await
        .unwrap();
    let path = "select current_setting('search_path')";
    let before = rows(&connector, &target, path).await;
    let setting = sql(
        "select set_config('default_transaction_read_only', 'off', false), \
         set_config('search_path', 'evil', false), pg_try_advisory_lock(7391)",
        &[],
    )
    .await;
    let change = format!("with x as (delete from {table} returning a) select count(*) from x");
    let change = sql(&change, &[]).await;

    // Often enough for a statement to be trusted with a shared connection.
    for _ in 0..30 {
        let _ = run(&connector, &target, &setting).await;
        let failure = run(&connector, &target, &change).await.unwrap_err();
        assert!(
            matches!(&failure, RunError::Source(fault) if fault.code == "25006"),
            "{failure:?}"
        );
        assert_eq!(rows(&connector, &target, path).await, before);
    }

    let left = format!("select count(*) from {table}");
    assert_eq!(rows(&connector, &target, &left).await, [[json!(1)]]);
    until(
        "select count(*) from pg_locks where locktype = 'advisory' and objid = 7391",
        json!(0),
    )
    .await;
    let drop = writing(&format!("drop table {table}"), &[]).await;
    run(&connector, &target, &drop).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_a_query_becomes_and_what_it_makes_for_itself_is_gone_for_the_next() {
    let (connector, target) = (postgres(), postgres_target());
    let (table, role) = (
        format!("shadowed_{}", std::process::id()),
        format!("somebody_{}", std::process::id()),
    );
    let change = async |statement: String| {
        let query = writing(&statement, &[]).await;
        run(&connector, &target, &query).await.unwrap();
    };
    change(format!("create table {table} as select 1 as a")).await;
    change(format!("create role {role}")).await;
    // A `create` of the query's own would cost it the connection; one inside a question does not.
    let make = format!("execute 'create temp table {table} as select 2 as a'");
    change(format!(
        "create function {table}() returns void language plpgsql as 'begin {}; end'",
        make.replace('\'', "''")
    ))
    .await;
    let who = writing("select current_user::text, session_user::text", &[]).await;
    let myself = run(&connector, &target, &who).await.unwrap().rows;
    let all = writing(&format!("select a from {table}"), &[]).await;

    for _ in 0..10 {
        for becoming in ["role", "session_authorization"] {
            change(format!("select set_config('{becoming}', '{role}', false)")).await;
            assert_eq!(
                run(&connector, &target, &who).await.unwrap().rows,
                myself,
                "{becoming} stays"
            );
        }
        change(format!("select {table}()")).await;
        let found = run(&connector, &target, &all).await.unwrap().rows;
        assert_eq!(found, [[json!(1)]], "another's temporary table is read");
    }

    change(format!("drop function {table}()")).await;
    change(format!("drop table {table}")).await;
    change(format!("drop role {role}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_query_cannot_end_its_transaction_to_begin_one_that_writes() {
    let (connector, target) = (postgres(), postgres_target());
    let table = format!("escape_{}", std::process::id());
    let make = format!("create table {table} as select 1 as a");
    run(&connector, &target, &writing(&make, &[]).await)
        .await
        .unwrap();
    let escape = format!(
        "do 'begin perform set_config(''default_transaction_read_only'', ''off'', false); \
         commit; delete from {table}; end'"
    );

    let failure = run(&connector, &target, &sql(&escape, &[]).await).await;

    assert!(matches!(failure, Err(RunError::Source(_))), "{failure:?}");
    let left = format!("select count(*) from {table}");
    assert_eq!(rows(&connector, &target, &left).await, [[json!(1)]]);
    let drop = writing(&format!("drop table {table}"), &[]).await;
    run(&connector, &target, &drop).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_warns_of_a_superuser_and_the_schema_lists_tables() {
    let (connector, target) = (postgres(), postgres_target());
    let table = format!("listed_{}", std::process::id());
    let make = format!("create table {table} (id int, \"a name\" varchar(10))");
    run(&connector, &target, &writing(&make, &[]).await)
        .await
        .unwrap();

    let warnings = connector.test(&target).await.unwrap();
    let schema = connector.schema(&target).await.unwrap();

    assert!(warnings.contains(&Warning::Superuser), "{warnings:?}");
    let found = schema
        .tables
        .iter()
        .find(|found| found.name == table)
        .unwrap();
    let columns: Vec<_> = found
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.kind.as_str()))
        .collect();
    assert_eq!(
        columns,
        [("id", "integer"), ("a name", "character varying(10)")]
    );
    run(
        &connector,
        &target,
        &writing(&format!("drop table {table}"), &[]).await,
    )
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_connection_have_their_own_errors() {
    static VERSION: AtomicU64 = AtomicU64::new(2);
    let connector = postgres();
    let query = sql("select 1", &[]).await;
    let with = |change: fn(&mut sallyport_query::PostgresSettings)| {
        let mut settings = support::postgres_settings();
        change(&mut settings);
        let mut target = support::target(Settings::Postgres(settings));
        // Settings never change under a version.
        target.version = VERSION.fetch_add(1, Ordering::Relaxed);
        target
    };

    let failure = run(&connector, &with(|settings| settings.port = 1), &query)
        .await
        .unwrap_err();
    assert_eq!(failure.code(), "datasource_unreachable");
    let failure = run(
        &connector,
        &with(|settings| settings.host = "169.254.169.254".to_owned()),
        &query,
    )
    .await;
    assert_eq!(failure.unwrap_err().code(), "destination_refused");
    let failure = run(
        &connector,
        &with(|settings| settings.username = "nobody_here".to_owned()),
        &query,
    )
    .await;
    assert_eq!(failure.unwrap_err().code(), "datasource_login_refused");
    let failure = run(
        &connector,
        &with(|settings| settings.tls = TlsMode::VerifyFull),
        &query,
    )
    .await;
    assert_eq!(failure.unwrap_err().code(), "datasource_unreachable");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_in_the_lane_is_cut_off_as_well() {
    let (connector, target) = (postgres(), postgres_target());
    let query = sql("select generate_series(1, 20)", &[]).await;
    let limits = Limits {
        max_rows: 3,
        ..Limits::default()
    };
    for _ in 0..30 {
        let table = gather(connector.run(&target, &query, &limits).await.unwrap())
            .await
            .unwrap();
        assert_eq!((table.rows.len(), table.truncated), (3, true));
    }
}
