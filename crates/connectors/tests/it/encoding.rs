//! The binary format against the server's own `to_json`.

use crate::support::{postgres, postgres_target, rows, run, sql, writing};
use serde_json::{Value, json};

/// Values whose JSON must be the server's own.
const SAME: [&str; 62] = [
    "true",
    "false",
    "null::int",
    "1::int2",
    "(-32768)::int2",
    "2147483647",
    "9007199254740991::int8",
    "(-9007199254740991)::int8",
    "0.1::float4",
    "1.5e6::float4",
    "3.25::float8",
    "1e-7::float8",
    "(-0.5)::float8",
    "0::numeric",
    "1.10::numeric",
    "-12.5::numeric",
    "12345678901.25::numeric",
    "0.00012::numeric",
    "10000::numeric",
    "123456789012345::numeric",
    "0.1234::numeric",
    "'text'::text",
    "'a\"b\\c' || chr(10) || chr(1)",
    "'x'::char(3)",
    "'v'::varchar",
    "'n'::name",
    "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid",
    "'{\"a\": [1, null]}'::json",
    "'{\"a\": [1, null]}'::jsonb",
    "'2026-02-28'::date",
    "'2000-02-29'::date",
    "'1970-01-01'::date",
    "'0001-01-01'::date",
    "'0044-03-15 BC'::date",
    "'9999-12-31'::date",
    "'12345-01-02'::date",
    "'infinity'::date",
    "'00:00'::time",
    "'23:59:59.999999'::time",
    "'12:30:00.5'::time",
    "'04:05:06+05:30'::timetz",
    "'04:05:06-08'::timetz",
    "'2026-01-02 03:04:05'::timestamp",
    "'1969-12-31 23:59:59.5'::timestamp",
    "'0044-03-15 01:02:03 BC'::timestamp",
    "'-infinity'::timestamp",
    "'2026-06-01 12:00+02'::timestamptz",
    "'1 year 2 mons -3 days 04:05:06.7'::interval",
    "'-1 day'::interval",
    "'-00:00:01.5'::interval",
    "'0'::interval",
    "'1 mon -1 day +01:00'::interval",
    "'10.0.0.0/8'::cidr",
    "'10.1.2.3'::inet",
    "'fe80::1/64'::inet",
    "'08:00:2b:01:02:03'::macaddr",
    "B'10110'",
    "array[1,2,null]",
    "array[['a','b'],['c','d']]",
    "'{}'::text[]",
    "'[1,5)'::int4range",
    "'empty'::int4range",
];

#[tokio::test(flavor = "multi_thread")]
async fn values_are_what_the_server_itself_writes_as_json() {
    let (connector, target) = (postgres(), postgres_target());
    for value in SAME {
        let found = rows(
            &connector,
            &target,
            &format!("select {value}, to_json({value})"),
        )
        .await;
        assert_eq!(found[0][0], found[0][1], "{value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_json_cannot_hold_is_a_string() {
    let (connector, target) = (postgres(), postgres_target());
    for (value, expected) in [
        ("9007199254740992::int8", "9007199254740992"),
        ("(-9223372036854775808)::int8", "-9223372036854775808"),
        ("1234567890123456::numeric", "1234567890123456"),
        ("0.12345678901234567890::numeric", "0.12345678901234567890"),
        ("'NaN'::numeric", "NaN"),
        ("'Infinity'::numeric", "Infinity"),
        ("'NaN'::float8", "NaN"),
        ("'-Infinity'::float4", "-Infinity"),
        ("'\\x00ff'::bytea", "AP8="),
    ] {
        assert_eq!(
            rows(&connector, &target, &format!("select {value}")).await,
            [[Value::from(expected)]],
            "{value}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn enumerations_domains_and_rows_are_read() {
    let (connector, target) = (postgres(), postgres_target());
    let space = format!("kinds_{}", std::process::id());
    for statement in [
        format!("create schema {space}"),
        format!("create type {space}.mood as enum ('sad', 'ok')"),
        format!("create domain {space}.positive as int check (value > 0)"),
        format!("create type {space}.pair as (mood {space}.mood, n {space}.positive, list text[])"),
    ] {
        run(&connector, &target, &writing(&statement, &[]).await)
            .await
            .unwrap();
    }

    let pair = format!("row('ok', 3, array['x'])::{space}.pair");
    let found = rows(
        &connector,
        &target,
        &format!("select 'sad'::{space}.mood, 7::{space}.positive, {pair}, to_json({pair}), array[{pair}], point(1, 2)"),
    )
    .await;

    let row = json!({ "mood": "ok", "n": 3, "list": ["x"] });
    assert_eq!(
        found[0][..5],
        [
            json!("sad"),
            json!(7),
            row.clone(),
            row.clone(),
            json!([row])
        ]
    );
    // No known format: its bytes.
    assert_eq!(found[0][5], json!("\\x3ff00000000000004000000000000000"));
    let bound = sql(
        &format!("select {{{{ arg.value }}}}::{space}.mood"),
        &[("arg", json!("ok"))],
    )
    .await;
    assert_eq!(
        run(&connector, &target, &bound).await.unwrap().rows,
        [[json!("ok")]]
    );
    run(
        &connector,
        &target,
        &writing(&format!("drop schema {space} cascade"), &[]).await,
    )
    .await
    .unwrap();
}
