//! What the server asks of the operating system, read from a trace of its system calls: no socket goes to the network
//! that the egress broker did not open.

mod trace;

use crate::support::child::{Person, Place, first, rows};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use trace::Observer;

/// Every call that can send something to another machine; and `openat`, since names are looked for in a file first.
const CALLS: &str = "trace=connect,sendto,sendmsg,sendmmsg,openat";

/// A server whose system calls, and its children's, are written to `trace`, and whose broker tells what it does.
fn traced(place: Place) -> Place {
    let trace = place.path("trace");
    let words = [
        "strace",
        // It stands behind the server and not before it, so that it is the server that is killed.
        "-D",
        "-f",
        "-qq",
        "-yy",
        "-xx",
        "-s",
        "512",
        "--seccomp-bpf",
        "-e",
        CALLS,
        "-o",
        trace.to_str().unwrap(),
        // One try for each name server: a name that does not exist need not be asked for again.
        "env",
        "RES_OPTIONS=timeout:1 attempts:1",
    ];
    place
        .with("--log", "warn,sallyport_connectors=debug")
        .started_by(&words)
}

/// An HTTP source that answers `[{"a":1}]`, or sends on to where the path `/to/…` says.
async fn http_source() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else {
                    break;
                };
                request.push(byte);
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let path = request.split(' ').nth(1).unwrap_or_default();
            let head = match path.strip_prefix("/to/") {
                Some(place) => format!(
                    "302 Found\r\nlocation: http://{}/",
                    place
                        .replace("%5B", "[")
                        .replace("%5D", "]")
                        .replace("%3A", ":")
                ),
                None => "200 OK".to_owned(),
            };
            let answer = format!(
                "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: 9\r\n\r\n[{{\"a\":1}}]"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

fn postgres_server() -> url::Url {
    #[allow(clippy::disallowed_methods, reason = "the test's own database server")]
    let server = std::env::var("SALLYPORT_TEST_POSTGRES")
        .expect("SALLYPORT_TEST_POSTGRES must hold the URL of a PostgreSQL superuser: run `cargo xtask test`");
    url::Url::parse(&server).unwrap()
}

fn postgres(host: &str, port: u16) -> Value {
    let url = postgres_server();
    json!({ "settings": {
        "kind": "postgres", "host": host, "port": port, "database": url.path().trim_start_matches('/'),
        "username": url.username(), "tls": "disable",
    } })
}

fn rest(authority: &str) -> Value {
    json!({ "settings": { "kind": "rest", "base_url": format!("http://{authority}/"), "headers": [] } })
}

fn sql(statement: &str) -> Value {
    json!({ "type": "sql", "statement": statement })
}

fn get(path: &str) -> Value {
    json!({ "type": "rest", "method": "GET", "path": path, "query": [], "headers": [], "body": null })
}

impl Person {
    /// Tests a datasource's production: the code of the problem, or an empty text.
    async fn test(&self, source: &str) -> String {
        let path = format!("/api/v1/datasources/{source}/environments/production/test");
        let report = self
            .try_send(http::Method::POST, &path, None)
            .await
            .unwrap()
            .is(200)
            .json();
        report["problem"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Runs a released query: the code of the problem, or an empty text.
    async fn run(&self, app: &str, query: &str, inputs: Value) -> String {
        let path = format!("/api/v1/apps/{app}/queries/{query}/runs");
        self.post(&path, &json!({ "inputs": inputs })).await.code()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_socket_to_the_network_is_opened_by_the_broker() {
    let (source, other) = (http_source().await, http_source().await);
    let url = postgres_server();
    let database: SocketAddr =
        format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432))
            .parse()
            .expect("the test's server by its address");
    let by_name = format!("localhost:{}", source.port());
    let place = traced(
        Place::new()
            .with("--allow-destination", database)
            .with("--allow-destination", source),
    );
    let place = place
        .with("--allow-destination", other)
        .with("--allow-destination", &by_name);
    let server = place.start().await;
    let mut observer = Observer::of(&place);

    let who = first(&server).await;
    let files = who.datasource("sqlite", &rows(&place, &["Ada"])).await;
    let tables = who
        .datasource(
            "postgres",
            &postgres(&database.ip().to_string(), database.port()),
        )
        .await;
    let api = who.datasource("rest", &rest(&source.to_string())).await;
    let named = who.datasource("rest", &rest(&by_name)).await;
    let nobody = who.datasource("rest", &rest("nobody.invalid")).await;
    let app = who.app().await;
    let queries = who
        .release(
            &app,
            &[
                (
                    &files,
                    sql("select name from customer where name <> {{ search.value.trim() }}"),
                ),
                (&tables, sql("select 1 as one")),
                (&tables, sql("select generate_series(1, 100000) as n")),
                (&api, get("/things")),
                (&api, get("/to/{{ place.value }}")),
                (&named, get("/things")),
                (&nobody, get("/things")),
            ],
        )
        .await;
    let [file, one, many, things, elsewhere, by_its_name, unknown] = queries.as_slice() else {
        panic!()
    };
    assert_eq!(
        who.run(&app, file, json!({ "search.value": " x " })).await,
        ""
    );
    let quiet = observer.look();
    assert!(quiet.calls.len() > 20, "nothing is traced: {quiet:?}");
    quiet.is_nothing();

    // PostgreSQL: a test, its schema, statements one after the other until they share connections.
    assert_eq!(who.test(&tables).await, "");
    who.get(&format!(
        "/api/v1/datasources/{tables}/environments/production/schema"
    ))
    .await
    .is(200);
    for _ in 0..8 {
        assert_eq!(who.run(&app, one, json!({})).await, "");
    }
    let seen = observer.look();
    seen.is_the_brokers();
    assert!(
        seen.connected().len() >= 3 && seen.connected().iter().all(|to| *to == database),
        "{:?}",
        seen.connected()
    );
    assert_eq!(seen.read_names(), 0);

    // A result that is cut off: its statement is cancelled, over a connection of its own.
    assert_eq!(who.run(&app, many, json!({})).await, "");
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut cancelled = observer.look();
    while cancelled.connected().is_empty() {
        assert!(Instant::now() < deadline, "nobody cancels the statement");
        tokio::task::yield_now().await;
        cancelled = observer.look();
    }
    cancelled.is_the_brokers();

    // HTTP: a test, a request, one that is sent on to another origin.
    assert_eq!(who.test(&api).await, "");
    assert_eq!(who.run(&app, things, json!({})).await, "");
    assert_eq!(
        who.run(&app, elsewhere, json!({ "place.value": other.to_string() }))
            .await,
        ""
    );
    let seen = observer.look().apart_from(database);
    seen.is_the_brokers();
    let mut expected = [source, source, source, other];
    expected.sort();
    assert_eq!(
        (seen.connected().as_slice(), seen.read_names()),
        (expected.as_slice(), 0)
    );

    // By name: looked up by the broker, once for each connection.
    assert_eq!(who.run(&app, by_its_name, json!({})).await, "");
    assert_eq!(
        who.run(&app, unknown, json!({})).await,
        "datasource_unreachable"
    );
    let seen = observer.look();
    seen.is_the_brokers();
    assert_eq!(seen.looked_up, ["localhost", "nobody.invalid"]);
    assert!(
        seen.connected().contains(&source) && seen.read_names() > 0,
        "{seen:?}"
    );

    // And with nobody asking, nothing.
    for path in [
        "/api/v1/apps",
        "/api/v1/datasources",
        "/api/v1/audit/records",
        "/healthz",
        "/readyz",
    ] {
        assert!(who.get(path).await.status.is_success());
    }
    assert_eq!(
        who.run(&app, file, json!({ "search.value": "y" })).await,
        ""
    );
    observer.look().apart_from(database).is_nothing();
    server.kill().await;
}

/// Places on this machine, beside it and under it, as people write them and as attackers do.
const INNER: [&str; 24] = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "[::ffff:a9fe:a9fe]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.100.100.200",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_destination_is_not_even_reached_for() {
    let inner = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = inner.local_addr().unwrap().port();
    let source = http_source().await;
    let place = traced(Place::new().with("--allow-destination", source));
    let server = place.start().await;
    let mut observer = Observer::of(&place);
    let who = first(&server).await;
    let made = |kind: &'static str| {
        let who = who.clone();
        async move {
            let body = json!({ "name": crate::support::unique(), "kind": kind });
            who.post("/api/v1/datasources", &body).await.is(201).json()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        }
    };
    let (api, tables) = (made("rest").await, made("postgres").await);
    let honest = who.datasource("rest", &rest(&source.to_string())).await;
    let app = who.app().await;
    let configure = async |id: &str, settings: &Value| {
        who.put(
            &format!("/api/v1/datasources/{id}/environments/production"),
            settings,
        )
        .await
        .is(200);
    };
    configure(&api, &rest(&format!("127.0.0.1:{port}"))).await;
    configure(&tables, &postgres("127.0.0.1", port)).await;
    let queries = [
        (&*api, get("/")),
        (&*tables, sql("select 1")),
        (&*honest, get("/to/{{ place.value }}")),
    ];
    let queries = who.release(&app, &queries).await;

    for host in INNER {
        configure(&api, &rest(&format!("{host}:{port}"))).await;
        configure(&tables, &postgres(host, port)).await;
        for source in [&api, &tables] {
            assert_eq!(who.test(source).await, "destination_refused", "{host}");
        }
        for query in &queries[..2] {
            assert_eq!(
                who.run(&app, query, json!({})).await,
                "destination_refused",
                "{host}"
            );
        }
        let schema = format!("/api/v1/datasources/{tables}/environments/production/schema");
        assert_eq!(
            who.get(&schema).await.code(),
            "destination_refused",
            "{host}"
        );
    }
    observer.look().is_nothing();

    // By a name of this machine: it is looked up, and that is all.
    configure(&api, &rest(&format!("localhost:{port}"))).await;
    assert_eq!(who.test(&api).await, "destination_refused");
    let seen = observer.look();
    seen.is_the_brokers();
    assert_eq!(
        (seen.connected().as_slice(), seen.looked_up.as_slice()),
        ([].as_slice(), ["localhost".to_owned()].as_slice())
    );

    // By way of a source that is allowed.
    for host in INNER.iter().filter(|host| host.is_ascii()) {
        let code = who
            .run(
                &app,
                &queries[2],
                json!({ "place.value": format!("{host}:{port}") }),
            )
            .await;
        assert_eq!(code, "destination_refused", "{host}");
    }
    let seen = observer.look();
    seen.is_the_brokers();
    assert!(
        seen.connected().iter().all(|to| *to == source),
        "{:?}",
        seen.connected()
    );
    server.kill().await;
}
