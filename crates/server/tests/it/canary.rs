//! Unique strings in rows, inputs, credentials and passwords are afterwards found nowhere that the server writes.

mod opened;
mod search;

use crate::support::child::{Person, Place};
use http::Method;
use opened::Opened;
use sallyport_testkit::Cluster;
use search::Canaries;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// An HTTP source that wants a bearer token and answers a row, or fails with one in its words.
async fn rest_source(canaries: &Canaries) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (token, row) = (canaries.credential.clone(), canaries.answer.clone());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
            while !request.windows(4).any(|window| window == b"\r\n\r\n") {
                match stream.read(&mut chunk).await {
                    Ok(read) if read > 0 => request.extend_from_slice(&chunk[..read]),
                    _ => break,
                }
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let status = if request.contains("/fail") || !request.contains(&token) {
                "500 Broken"
            } else {
                "200 OK"
            };
            let body = json!([{ "name": row, "asked": request.lines().next() }]).to_string();
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    address
}

/// What the administrator gives the newcomer, who chooses the canary in its place.
const GIVEN: &str = "a first password that is not kept";

fn postgres_server() -> url::Url {
    #[allow(clippy::disallowed_methods, reason = "the test's own database server")]
    let server = std::env::var("SALLYPORT_TEST_POSTGRES").unwrap();
    url::Url::parse(&server).unwrap()
}

/// Runs everything that can go well and wrong, with canaries in every place that takes a value.
async fn live(place: &Place, canaries: &Canaries, rest: SocketAddr) -> String {
    let server = place.start().await;
    let administrator = server.set_up(&canaries.password).await;
    let email = administrator.get("/api/v1/session").await.json()["person"]["email"].clone();
    let wrong = json!({ "email": email, "password": canaries.wrong_password });
    administrator.post("/api/v1/session", &wrong).await.is(401);
    administrator
        .post(
            "/api/v1/session",
            &json!({ "email": email, "password": canaries.password }),
        )
        .await
        .is(200);
    administrator
        .post(
            "/api/v1/session",
            &json!({ "email": canaries.wrong_password, "password": 1 }),
        )
        .await
        .is(422);

    let sources = sources(place, canaries, rest, &administrator).await;
    let app = administrator.app().await;
    let queries = queries(&sources);
    let asked: Vec<_> = queries
        .iter()
        .map(|query| (query.source, query.body.clone(), query.writes))
        .collect();
    let ids = administrator.release_with(&app, &asked).await;
    let newcomer = json!({
        "email": "newcomer@example.com", "name": "Newcomer", "password": GIVEN, "roles": [], "groups": [],
    });
    administrator
        .post("/api/v1/people", &newcomer)
        .await
        .is(201);
    let credentials = json!({ "email": "newcomer@example.com", "password": GIVEN });
    let stranger = administrator
        .post("/api/v1/session", &credentials)
        .await
        .is(200)
        .cookie();
    let own = json!({ "current": GIVEN, "password": canaries.password });
    let stranger = administrator
        .with_cookie(stranger)
        .post("/api/v1/account/password", &own)
        .await
        .is(204)
        .cookie();
    let stranger = administrator.with_cookie(stranger);

    let mut ended = Vec::new();
    for query in &ids {
        for path in [
            format!("queries/{query}/runs"),
            format!("draft/queries/{query}/runs"),
        ] {
            let path = format!("/api/v1/apps/{app}/{path}");
            let reply = administrator
                .post(
                    &path,
                    &json!({ "inputs": { "search.value": canaries.input } }),
                )
                .await;
            ended.push(reply.status.is_success() && reply.json()["end"]["status"] == "ok");
            let unknown = json!({ "inputs": { "search.value": canaries.input, "user.email": canaries.input } });
            administrator
                .post(&path, &unknown)
                .await
                .is_problem("invalid_inputs");
            stranger
                .post(
                    &path,
                    &json!({ "inputs": { "search.value": canaries.input } }),
                )
                .await
                .is_not_found();
        }
    }
    // Twice each: as released, and as a draft.
    let expected = queries.iter().flat_map(|query| [query.goes_well; 2]);
    assert_eq!(ended, expected.collect::<Vec<_>>(), "{queries:#?}");
    let (records, export) = audit(&administrator).await;
    server.stop().await;
    records + &export
}

async fn sources(
    place: &Place,
    canaries: &Canaries,
    rest: SocketAddr,
    who: &Person,
) -> [String; 3] {
    let rows = crate::support::child::rows(place, &[&canaries.row, "Ada"]);
    let url = postgres_server();
    let postgres = json!({
        "settings": {
            "kind": "postgres", "host": url.host_str().unwrap(), "port": url.port().unwrap_or(5432),
            "database": url.path().trim_start_matches('/'), "username": url.username(), "tls": "disable",
        },
        "credential": { "password": canaries.credential },
    });
    let rest = json!({
        "settings": { "kind": "rest", "base_url": format!("http://{rest}/"), "headers": [] },
        "credential": { "bearer": canaries.credential },
    });
    let made = [
        who.datasource("sqlite", &rows).await,
        who.datasource("postgres", &postgres).await,
        who.datasource("rest", &rest).await,
    ];
    for id in &made {
        let path = format!("/api/v1/datasources/{id}/environments/production/test");
        let report = who
            .try_send(Method::POST, &path, None)
            .await
            .unwrap()
            .is(200)
            .json();
        assert_eq!(report["ok"], true, "{report}");
    }
    made
}

/// A query, and what is known of it.
#[derive(Debug)]
struct Query<'a> {
    source: &'a str,
    body: Value,
    writes: bool,
    goes_well: bool,
}

fn queries<'a>([sqlite, postgres, rest]: &'a [String; 3]) -> Vec<Query<'a>> {
    let sql = |source: &'a str, text: &str, goes_well: bool| Query {
        source,
        body: json!({ "type": "sql", "statement": text }),
        writes: text.starts_with("insert"),
        goes_well,
    };
    let post = |path: &str, goes_well: bool| Query {
        source: rest,
        body: json!({
            "type": "rest", "method": "POST", "path": path,
            "query": [{ "name": "search", "value": "{{ search.value }}" }],
            "headers": [{ "name": "x-search", "value": "{{ search.value }}" }],
            "body": "{{ search.value }}",
        }),
        writes: true,
        goes_well,
    };
    let find = "select id, name from customer where name <> {{ search.value }}";
    let add = "insert into customer (id, name) select max(id) + 1, {{ search.value.trim() }} from customer";
    vec![
        sql(sqlite, find, true),
        sql(sqlite, add, true),
        sql(
            sqlite,
            "insert into customer (id, name) values (1, {{ search.value }})",
            false,
        ),
        sql(
            sqlite,
            "select * from nothing where name = {{ search.value }}",
            false,
        ),
        sql(
            sqlite,
            "select json_extract({{ search.value }}, '$.a') from customer",
            false,
        ),
        sql(
            postgres,
            "select cast({{ search.value }} as text) as given",
            true,
        ),
        sql(
            postgres,
            "select cast(cast({{ search.value }} as text) as integer)",
            false,
        ),
        sql(postgres, "select {{ search.value.nothing.at.all }}", false),
        post("/things/{{ search.value }}", true),
        post("/fail/{{ search.value }}", false),
    ]
}

/// The records and the export, once the last run of a query has its place.
async fn audit(who: &Person) -> (String, String) {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        // Each search is a record itself, and would be the last one.
        let runs = "/api/v1/audit/records?limit=1&action=query.";
        let last = who.get(runs).await.is(200).json()["items"][0]["leaf_index"].clone();
        if last.is_u64() {
            let records = who.get("/api/v1/audit/records?limit=200").await.is(200);
            return (
                records.text(),
                who.get("/api/v1/audit/export").await.is(200).text(),
            );
        }
        assert!(Instant::now() < deadline, "the last record gets no place");
        tokio::task::yield_now().await;
    }
}

/// A place whose server logs all it can, and may reach the sources.
fn place(rest: SocketAddr) -> Place {
    let database = postgres_server();
    let host = format!(
        "{}:{}",
        database.host_str().unwrap(),
        database.port().unwrap_or(5432)
    );
    Place::new()
        .with("--log", "trace")
        .with("--allow-destination", rest)
        .with("--allow-destination", host)
}

/// What every store must not show, and what it must, so that the search is known to have looked.
#[track_caller]
fn nothing_shows(canaries: &Canaries, place: &Place, audit: &str, opened: &Opened) {
    let log = place.log();
    assert!(
        log.lines().count() > 50 && log.contains("request_id="),
        "nothing is logged: {log:.2000}"
    );
    canaries.are_not_in("the log", log.as_bytes());
    assert!(audit.contains("query.run") && audit.contains("query.try"));
    canaries.are_not_in("the audit log", audit.as_bytes());
    assert!(
        opened.shows("select * from nothing") && opened.shows("newcomer@example.com"),
        "the store was not opened"
    );
    canaries.are_not_in("the opened store", &opened.values);
    assert_eq!(
        opened.credentials.len(),
        4,
        "two sources in two environments"
    );
    for credential in &opened.credentials {
        let credential = String::from_utf8_lossy(credential);
        assert!(
            credential.contains(&canaries.credential),
            "another credential is sealed"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn canaries_are_found_in_no_file_no_log_no_record_and_no_table() {
    let canaries = Canaries::hatch();
    let rest = rest_source(&canaries).await;
    let place = place(rest);

    let audit = live(&place, &canaries, rest).await;

    nothing_shows(&canaries, &place, &audit, &opened::embedded(&place));
    canaries.are_in_no_file_of(&place.path("data"));
    canaries.are_in_no_file_of(&place.path("keys"));
}

/// The cluster logs every statement with its parameters, so that its log shows all that ever reached it. Its
/// files are searched as well, although PostgreSQL may compress long values there: those are in the dump.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn canaries_are_found_in_nothing_that_the_postgres_store_is_sent_keeps_or_logs() {
    let canaries = Canaries::hatch();
    let rest = rest_source(&canaries).await;
    let settings = [
        "log_statement=all",
        "log_min_messages=debug1",
        "log_parameter_max_length_on_error=-1",
    ];
    let mut cluster = Cluster::start(&settings);
    let superuser = cluster.connect("postgres").await;
    superuser
        .batch_execute("CREATE DATABASE store")
        .await
        .unwrap();
    let place = place(rest).with("--store", cluster.url("store"));

    let audit = live(&place, &canaries, rest).await;

    let opened = opened::postgres(&place, &cluster, "store").await;
    nothing_shows(&canaries, &place, &audit, &opened);
    drop(superuser);
    cluster.stop();
    let sent = cluster.log();
    assert!(
        String::from_utf8_lossy(&sent).contains("newcomer@example.com"),
        "the parameters are not logged"
    );
    canaries.are_not_in("what the database was sent", &sent);
    canaries.are_in_no_file_of(&cluster.data());
    canaries.are_in_no_file_of(&place.path("keys"));
    assert!(
        !place.path("data").exists(),
        "the store is in files as well"
    );
}
