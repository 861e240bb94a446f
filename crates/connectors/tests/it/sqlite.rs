//! What only `SQLite` has: files, folders, and what a statement must not do to the machine.

use crate::support::{gather, rows, run, sql, sqlite, target, writing};
use sallyport_connectors::Sqlite;
use sallyport_query::{Connector, FaultKind, Limits, RunError, Settings, SqliteSettings};
use serde_json::json;

fn at(path: &std::path::Path) -> sallyport_query::Target {
    target(Settings::Sqlite(SqliteSettings {
        path: path.to_str().unwrap().to_owned(),
        read_only: true,
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_outside_the_folders_is_not_opened_by_any_way() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let secret = outside.path().join("secret.sqlite");
    rusqlite::Connection::open(&secret)
        .unwrap()
        .execute_batch("create table t (n)")
        .unwrap();
    let link = folder.path().join("link.sqlite");
    std::os::unix::fs::symlink(&secret, &link).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("sub")).unwrap();
    let connector = Sqlite::new(vec![folder.path().to_owned()]);
    let query = sql("select 1", &[]).await;

    let climb = folder
        .path()
        .join("../")
        .join(outside.path().file_name().unwrap())
        .join("secret.sqlite");
    for path in [
        secret,
        link,
        climb,
        folder.path().join("sub/secret.sqlite"),
        "secret.sqlite".into(),
        "file:/etc/passwd".into(),
        ":memory:".into(),
        folder.path().to_owned(),
    ] {
        let failure = run(&connector, &at(&path), &query).await.unwrap_err();
        assert_eq!(failure.code(), "destination_refused", "{}", path.display());
    }
    let absent = run(
        &connector,
        &at(&folder.path().join("absent.sqlite")),
        &query,
    )
    .await
    .unwrap_err();
    assert_eq!(absent.code(), "datasource_unreachable");
    assert!(!folder.path().join("absent.sqlite").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_reaches_no_other_file_and_no_setting() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(folder.path(), "create table t (n)");
    for statement in [
        "select load_extension('/tmp/x.so')",
        "select * from pragma_table_info('t')",
        "select sqlcipher_export('x')",
        "select fts3_tokenizer('x')",
        "create virtual table v using fts5(a)",
        "create temp table x (n)",
        // One step that takes minutes for two large objects.
        "select json_patch('{}', '{}')",
        "select jsonb_patch('{}', '{}')",
    ] {
        for query in [sql(statement, &[]).await, writing(statement, &[]).await] {
            let failure = run(&connector, &target, &query).await.unwrap_err();
            assert!(
                matches!(failure, RunError::Source(_)),
                "{statement}: {failure:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_long_texts_is_over_in_a_moment_though_it_cannot_be_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(folder.path(), "create table t (n)");
    let long = "with t(a, b) as (select replace(hex(zeroblob(60000)), '0', 'a'), replace(hex(zeroblob(60000)), '0', 'b') || 'a')";

    for call in [
        "length(ltrim(a, b))",
        "length(rtrim(a, b))",
        "length(trim(a, b))",
        "instr(a, substr(a, 1, 60000) || 'b')",
        "length(replace(a, substr(a, 1, 60000) || 'b', 'c'))",
        "length(unhex(replace(a, 'a', '-'), b || '-'))",
    ] {
        // A minute and more, with SQLite's own functions, and hours at the limit on values.
        let query = sql(&format!("{long} select {call} from t"), &[]).await;
        let limit = std::time::Duration::from_secs(30);
        let told = tokio::time::timeout(limit, run(&connector, &target, &query)).await;
        assert_eq!(told.expect(call).unwrap().rows.len(), 1, "{call}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_files_own_views_indexes_and_checks_use_the_functions_on_texts_as_ever() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(
        folder.path(),
        "create table t (v text check (instr(v, '!') = 0), w text as (replace(v, 'a', 'b')));
         create index i on t (trim(v));
         create view tidy as select trim(v) as v, w from t;
         create trigger r after insert on t begin update t set v = rtrim(v, '.') where v like '%.'; end;
         insert into t (v) values (' a ');",
    );

    let insert = writing(
        "insert into t (v) values ({{ arg.value }})",
        &[("arg", json!("  ca..."))],
    )
    .await;
    run(&connector, &target, &insert).await.unwrap();
    let refused = writing("insert into t (v) values ('!')", &[]).await;
    assert!(run(&connector, &target, &refused).await.is_err());

    let found = rows(&connector, &target, "select v, w from tidy order by v").await;
    assert_eq!(
        found,
        [[json!("a"), json!(" b ")], [json!("ca"), json!("  cb")]]
    );
    let by_index = rows(
        &connector,
        &target,
        "select count(*) from t indexed by i where trim(v) = 'ca'",
    )
    .await;
    assert_eq!(by_index, [[json!(1)]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_keep_their_kind() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(
        folder.path(),
        "create table t (i integer, r real, s text, b blob, f boolean, j json, d date);
         insert into t values (9007199254740993, 1.5, 'x', x'00ff', 1, '{\"a\":1}', '2026-01-02'),
                              (null, 9e999, '', null, 0, 'no json', null);",
    );

    let found = rows(&connector, &target, "select * from t").await;

    assert_eq!(
        found[0],
        [
            json!("9007199254740993"),
            json!(1.5),
            json!("x"),
            json!("AP8="),
            json!(true),
            json!({"a": 1}),
            json!("2026-01-02")
        ]
    );
    assert_eq!(
        found[1],
        [
            json!(null),
            json!("Infinity"),
            json!(""),
            json!(null),
            json!(false),
            json!("no json"),
            json!(null)
        ]
    );
    let list = sql(
        "select value from json_each({{ arg.value }})",
        &[("arg", json!([1, "x"]))],
    )
    .await;
    assert_eq!(
        run(&connector, &target, &list).await.unwrap().rows,
        [[json!(1)], [json!("x")]]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_leaves_stops_the_statement() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(folder.path(), "create table t (n)");
    let endless =
        "with recursive s(n) as (select 1 union all select n + 1 from s) select count(*) from s";
    let query = sql(endless, &[]).await;

    // More than may run at a time: they can only all be left if each of them is stopped.
    for _ in 0..20 {
        let limits = Limits::default();
        let left = tokio::time::timeout(
            std::time::Duration::from_millis(30),
            connector.run(&target, &query, &limits),
        )
        .await;
        assert!(left.is_err());
    }

    assert_eq!(rows(&connector, &target, "select 1").await, [[json!(1)]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_step_of_a_statement_cannot_take_all_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(folder.path(), "create table t (n)");
    let began = std::time::Instant::now();
    for statement in [
        "select hex(zeroblob(300000000))",
        "select zeroblob(300000000)",
        "select replace(hex(zeroblob(900000)), '0', 'xxxxxxxxxxxxxxxx')",
        "with recursive s(n) as (select 1 union all select n + 1 from s where n < 500) \
         select group_concat(hex(zeroblob(10000))) from s",
    ] {
        let failure = run(&connector, &target, &sql(statement, &[]).await)
            .await
            .unwrap_err();
        assert!(
            matches!(&failure, RunError::Source(fault) if fault.kind == FaultKind::Value),
            "{statement}: {failure:?}"
        );
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(5));

    let limits = Limits {
        max_bytes: 1_000,
        ..Limits::default()
    };
    let large = sql("select 1, hex(zeroblob(60000))", &[]).await;
    let table = gather(connector.run(&target, &large, &limits).await.unwrap())
        .await
        .unwrap();
    assert!(table.rows.is_empty() && table.truncated);
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_leave_room_for_writers() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(folder.path(), "create table t (n)");
    let many = "with recursive s(n) as (select 1 union all select n + 1 from s) select n from s";
    let query = sql(many, &[]).await;
    let limits = Limits {
        max_rows: u32::MAX,
        max_bytes: u64::MAX,
        ..Limits::default()
    };
    let mut readers = vec![];
    for _ in 0..8 {
        readers.push(connector.run(&target, &query, &limits).await.unwrap());
    }

    let insert = writing("insert into t values (1)", &[]).await;
    let inserted = tokio::time::timeout(
        std::time::Duration::from_secs(10),
        run(&connector, &target, &insert),
    )
    .await;

    assert_eq!(inserted.unwrap().unwrap().rows, [[json!(1)]]);
    drop(readers);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_of_a_statement_does_not_show_in_the_names_of_columns() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, target) = sqlite(folder.path(), "create table t (n)");
    let query = sql(
        "select n as \"a name\", 'canary', n = 'canary', count(*) as größe_1 from t",
        &[],
    )
    .await;

    let table = run(&connector, &target, &query).await.unwrap();

    let names: Vec<_> = table.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["a name", "column_2", "column_3", "größe_1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_datasource_takes_no_writing_query() {
    let folder = tempfile::tempdir().unwrap();
    let (connector, mut target) = sqlite(folder.path(), "create table t (n)");
    if let Settings::Sqlite(settings) = &mut target.settings {
        settings.read_only = true;
    }

    let failure = run(
        &connector,
        &target,
        &writing("insert into t values (1)", &[]).await,
    )
    .await
    .unwrap_err();

    assert_eq!(failure.code(), "query_failed");
    assert_eq!(
        rows(&connector, &target, "select count(*) from t").await,
        [[json!(0)]]
    );
    let schema = connector.schema(&target).await.unwrap();
    assert_eq!(schema.tables[0].name, "t");
}
