//! Unique strings in rows, inputs, credentials and passwords are afterwards found nowhere that the server writes.

use crate::support::child::{Person, Place};
use crate::support::unique;
use http::Method;
use sallyport_crypto::{Keyring, RootKey};
use sallyport_kernel::Secret;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// What must not be found, by what it is.
struct Canaries {
    row: String,
    input: String,
    credential: String,
    password: String,
    wrong_password: String,
    answer: String,
}

impl Canaries {
    fn hatch() -> Self {
        let one = |what: &str| format!("canary-{what}-{}", unique());
        Self {
            row: one("row"),
            input: one("input"),
            credential: one("credential"),
            password: one("password"),
            wrong_password: one("wrong"),
            answer: one("answer"),
        }
    }

    fn all(&self) -> [(&'static str, &str); 6] {
        [
            ("a row", &self.row),
            ("an input", &self.input),
            ("a credential", &self.credential),
            ("a password", &self.password),
            ("a wrong password", &self.wrong_password),
            ("a REST answer", &self.answer),
        ]
    }

    /// Nothing of them stands in these bytes.
    #[track_caller]
    fn are_not_in(&self, place: &str, bytes: &[u8]) {
        for (what, canary) in self.all() {
            let found = bytes
                .windows(canary.len())
                .position(|window| window == canary.as_bytes());
            if let Some(at) = found {
                let from = at.saturating_sub(200);
                let around =
                    String::from_utf8_lossy(&bytes[from..(at + 200).min(bytes.len())]).into_owned();
                panic!("{what} is in {place}: …{around}…");
            }
        }
    }
}

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
    let queries = administrator.release(&app, &statements(&sources)).await;
    let newcomer = json!({
        "email": "newcomer@example.com", "name": "Newcomer", "password": canaries.password, "roles": [], "groups": [],
    });
    administrator
        .post("/api/v1/people", &newcomer)
        .await
        .is(201);
    let credentials = json!({ "email": "newcomer@example.com", "password": canaries.password });
    let stranger = administrator
        .post("/api/v1/session", &credentials)
        .await
        .is(200)
        .cookie();
    let stranger = administrator.with_cookie(stranger);

    let mut ended = Vec::new();
    for query in &queries {
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
    assert!(
        ended.iter().any(|ok| *ok) && ended.iter().any(|ok| !ok),
        "{ended:?}: all alike"
    );
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

fn statements<'a>([sqlite, postgres, rest]: &'a [String; 3]) -> Vec<(&'a str, Value)> {
    let sql = |text: &str| json!({ "type": "sql", "statement": text });
    let get = |path: &str| {
        json!({
            "type": "rest", "method": "POST", "path": path,
            "query": [{ "name": "search", "value": "{{ search.value }}" }],
            "headers": [{ "name": "x-search", "value": "{{ search.value }}" }],
            "body": "{{ search.value }}",
        })
    };
    vec![
        (
            sqlite,
            sql("select id, name from customer where name <> {{ search.value }}"),
        ),
        (
            sqlite,
            sql("select * from nothing where name = {{ search.value }}"),
        ),
        (
            sqlite,
            sql("select json_extract({{ search.value }}, '$.a') from customer"),
        ),
        (
            sqlite,
            sql(
                "insert into customer (id, name) select id, {{ search.value.trim() }} from customer",
            ),
        ),
        (
            postgres,
            sql("select cast({{ search.value }} as text) as given"),
        ),
        (
            postgres,
            sql("select cast(cast({{ search.value }} as text) as integer)"),
        ),
        (postgres, sql("select {{ search.value.nothing.at.all }}")),
        (rest, get("/things/{{ search.value }}")),
        (rest, get("/fail/{{ search.value }}")),
    ]
}

/// The records and the export, once the last record has its place.
async fn audit(who: &Person) -> (String, String) {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let records = who.get("/api/v1/audit/records?limit=200").await.is(200);
        let last = records.json()["items"][0]["leaf_index"].clone();
        if last.is_u64() {
            return (
                records.text(),
                who.get("/api/v1/audit/export").await.is(200).text(),
            );
        }
        assert!(Instant::now() < deadline, "the last record gets no place");
        tokio::task::yield_now().await;
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// Every value of every table of an encrypted file.
fn dump(file: &Path, key: &Secret<[u8; 32]>) -> Vec<u8> {
    let digits: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let opened = rusqlite::Connection::open(file).unwrap();
    opened
        .execute_batch(&format!("PRAGMA key = \"x'{digits}'\""))
        .unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let tables: Vec<String> = opened
        .prepare(names)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut bytes = Vec::new();
    for table in tables {
        let mut statement = opened
            .prepare(&format!("SELECT * FROM \"{table}\""))
            .unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(value)
                    | rusqlite::types::ValueRef::Blob(value) => {
                        bytes.extend_from_slice(value);
                        bytes.push(b'\n');
                    }
                    _ => {}
                }
            }
        }
    }
    bytes
}

/// The opened store: the control file, and every tenant's.
fn opened(place: &Place) -> Vec<u8> {
    let root = std::fs::read_to_string(place.path("keys/root.key")).unwrap();
    let keyring = Keyring::new(RootKey::parse(&root).unwrap());
    let control = place.path("data/control.db");
    let key = keyring.instance_key("control").unwrap();
    let mut bytes = dump(&control, &key);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (id, wrapped) = tenant(&text);
    let keys = keyring
        .open_tenant(id.parse().unwrap(), &wrapped.parse().unwrap())
        .unwrap();
    bytes.extend(dump(
        &place.path(&format!("data/tenants/{id}.db")),
        keys.database(),
    ));
    bytes
}

/// The only tenant's id and wrapped keys, which stand two values after it.
fn tenant(control: &str) -> (String, String) {
    let mut lines = control
        .lines()
        .skip_while(|line| !line.starts_with("tenant_"));
    let id = lines.next().unwrap().to_owned();
    (id, lines.nth(1).unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn canaries_are_found_in_no_file_no_log_no_record_and_no_table() {
    let canaries = Canaries::hatch();
    let rest = rest_source(&canaries).await;
    let database = postgres_server();
    let place = Place::new()
        .with("--log", "trace")
        .with("--allow-destination", rest);
    let host = format!(
        "{}:{}",
        database.host_str().unwrap(),
        database.port().unwrap_or(5432)
    );
    let place = place.with("--allow-destination", host);

    let audit = live(&place, &canaries, rest).await;

    let log = place.log();
    assert!(
        log.lines().count() > 50 && log.contains("request_id="),
        "nothing is logged: {log:.2000}"
    );
    canaries.are_not_in("the log", log.as_bytes());
    assert!(audit.contains("query.run") && audit.contains("query.try"));
    canaries.are_not_in("the audit log", audit.as_bytes());
    for file in files(&place.path("data")) {
        canaries.are_not_in(&file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    let tables = opened(&place);
    let shows = |text: &str| {
        tables
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(
        shows("select * from nothing") && shows("newcomer@example.com"),
        "the store was not opened"
    );
    canaries.are_not_in("the opened store", &tables);
}
