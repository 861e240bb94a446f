//! What the server asks of the operating system, read from a trace of its system calls: no socket goes to the network
//! that the egress broker did not open.

use crate::support::child::{Person, Place, first, rows};
use serde_json::{Value, json};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Every call that can send something to another machine; and `openat`, since names are looked for in a file first.
const CALLS: &str = "trace=connect,sendto,sendmsg,sendmmsg,openat";

/// A server whose system calls, and its children's, are written to `trace`, and whose broker tells what it does.
fn traced(place: Place) -> Place {
    let trace = place.path("trace");
    let words = [
        "strace",
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

/// A call that reached for the network.
#[derive(Debug, Clone)]
struct Call {
    name: String,
    /// `TCP`, `UDPv6`, `UNIX-STREAM`…
    protocol: String,
    /// The address in its arguments.
    to: Option<SocketAddr>,
    /// The texts in its arguments.
    texts: Vec<Vec<u8>>,
}

impl Call {
    /// Reads a line of the trace; a line that only tells a call's end is none.
    fn read(line: &str) -> Option<Self> {
        let call = line.split_once(' ')?.1.trim_start();
        let (name, arguments) = call.split_once('(')?;
        if !name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'4')
        {
            return None;
        }
        let texts: Vec<Vec<u8>> = arguments
            .split('"')
            .skip(1)
            .step_by(2)
            .map(unescaped)
            .collect();
        let protocol = arguments
            .split_once('<')
            .map(|(_, rest)| rest.split(':').next().unwrap());
        let to = ["inet_addr(\"", "inet_pton(AF_INET6, \""]
            .iter()
            .find_map(|before| {
                let address = unescaped(arguments.split_once(before)?.1.split('"').next()?);
                let address: IpAddr = String::from_utf8(address).unwrap().parse().unwrap();
                let port = arguments.split_once("_port=htons(")?.1.split(')').next()?;
                Some(SocketAddr::new(
                    address.to_canonical(),
                    port.parse().unwrap(),
                ))
            });
        Some(Self {
            name: name.to_owned(),
            protocol: protocol.unwrap_or_default().to_owned(),
            to,
            texts,
        })
    }

    fn is_udp(&self) -> bool {
        self.protocol.starts_with("UDP")
    }
}

/// `\x61\x62` is `ab`.
fn unescaped(text: &str) -> Vec<u8> {
    text.split("\\x")
        .skip(1)
        .map(|digits| u8::from_str_radix(&digits[..2], 16).unwrap())
        .collect()
}

/// The name that a question to a name server asks for.
fn question(packet: &[u8]) -> Option<String> {
    let mut labels = Vec::new();
    let mut rest = packet.get(12..)?;
    while let Some((&length, tail)) = rest.split_first().filter(|(length, _)| **length > 0) {
        labels.push(String::from_utf8(tail.get(..length.into())?.to_vec()).ok()?);
        rest = tail.get(length.into()..)?;
    }
    Some(labels.join("."))
}

/// What was seen of a time: the trace, and what the broker said of the same time.
#[derive(Debug)]
struct Seen {
    calls: Vec<Call>,
    opened: Vec<SocketAddr>,
    looked_up: Vec<String>,
}

impl Seen {
    /// Where connections were made to.
    fn connected(&self) -> Vec<SocketAddr> {
        let mut all: Vec<_> = self
            .calls
            .iter()
            .filter(|call| call.name == "connect" && !call.is_udp())
            .filter_map(|call| call.to)
            .collect();
        all.sort();
        all
    }

    /// How often the file of names was read, which is what a lookup begins with.
    fn read_names(&self) -> usize {
        self.calls
            .iter()
            .filter(|call| call.name == "openat" && call.texts.contains(&b"/etc/hosts".to_vec()))
            .count()
    }

    /// Every connection was opened by the broker; no datagram left but questions for names that the broker looked up.
    #[track_caller]
    fn is_the_brokers(&self) {
        let mut opened = self.opened.clone();
        for to in self.connected() {
            let told = opened.iter().position(|address| *address == to);
            opened.swap_remove(told.unwrap_or_else(|| {
                panic!("a connection to {to} that the broker knows nothing of")
            }));
        }
        for call in &self.calls {
            let is_network = call.to.is_some() || call.is_udp();
            if call.name == "connect" && call.is_udp() {
                // To a name server; or to an address at no port, by which the C library sorts addresses. Nothing is sent.
                let port = call.to.map(|to| to.port());
                assert!(
                    matches!(port, Some(53 | 0) | None) && !self.looked_up.is_empty(),
                    "{call:?}"
                );
            } else if call.name.starts_with("send") && is_network {
                assert!(call.is_udp() && call.to.is_none(), "{call:?}");
                for asked in call.texts.iter().filter_map(|text| question(text)) {
                    // A search domain may stand behind it.
                    assert!(
                        self.looked_up.iter().any(|name| asked.starts_with(name)),
                        "somebody asked for `{asked}`"
                    );
                }
            }
        }
    }

    /// Nothing reached for the network, and no name was looked for.
    #[track_caller]
    fn is_nothing(&self) {
        self.is_the_brokers();
        assert_eq!(self.connected(), []);
        assert_eq!((self.read_names(), self.looked_up.len()), (0, 0));
        let datagrams: Vec<_> = self.calls.iter().filter(|call| call.is_udp()).collect();
        assert!(datagrams.is_empty(), "{datagrams:?}");
    }
}

/// Reads on in the trace and in the log, each time from where it was.
struct Observer {
    trace: PathBuf,
    log: PathBuf,
    at: (usize, usize),
}

impl Observer {
    fn of(place: &Place) -> Self {
        Self {
            trace: place.path("trace"),
            log: place.path("log"),
            at: (0, 0),
        }
    }

    /// What happened since the last look. The broker speaks before it acts, so the trace is read first.
    fn look(&mut self) -> Seen {
        let trace = whole_lines(&self.trace);
        let log = whole_lines(&self.log);
        let calls: Vec<Call> = trace[self.at.0..].lines().filter_map(Call::read).collect();
        let said: Vec<&str> = log[self.at.1..]
            .lines()
            .filter(|line| line.contains("sallyport_connectors::egress"))
            .collect();
        let after = |what: &str, field: &str| -> Vec<String> {
            let lines = said.iter().filter(|line| line.contains(what));
            lines
                .map(|line| line.split_once(field).unwrap().1.trim().to_owned())
                .collect()
        };
        let canonical = |text: &String| {
            let address: SocketAddr = text.parse().unwrap();
            SocketAddr::new(address.ip().to_canonical(), address.port())
        };
        let opened = after("a connection is opened", "address=")
            .iter()
            .map(canonical)
            .collect();
        let seen = Seen {
            calls,
            opened,
            looked_up: after("a name is looked up", "name="),
        };
        self.at = (trace.len(), log.len());
        seen
    }
}

/// A file up to its last whole line.
fn whole_lines(file: &PathBuf) -> String {
    let bytes = std::fs::read(file).unwrap();
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    String::from_utf8_lossy(&bytes[..end]).into_owned()
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
    let server = std::env::var("SALLYPORT_TEST_POSTGRES").unwrap();
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
                (&api, get(&format!("/to/{{{{ place.value }}}}"))),
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
    let seen = observer.look();
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
    observer.look().is_nothing();
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
