//! The real binary as a child process, which can be killed and started again on the same data.

use super::client::{self, Reply};
use super::{PASSWORD, unique};
use bytes::Bytes;
use http::Method;
use http_body_util::Full;
use sallyport_server::audit_cli::verify_export;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// The longest that a start may take on a machine that does many things at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where one instance lives: data, root key, sources, log.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    arguments: Vec<String>,
    /// The largest file that the process may write, in KiB.
    largest_file: Option<u64>,
    /// A program, with its arguments, that the server is started by.
    starter: Vec<String>,
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) person: Person,
    /// The secret of the set-up link, on a start without an administrator.
    pub(crate) setup: Option<String>,
}

/// Someone who speaks to the server; can be handed to tasks.
#[derive(Clone)]
pub(crate) struct Person {
    address: SocketAddr,
    pub(crate) cookie: Arc<str>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sources")).unwrap();
        Self {
            folder,
            arguments: Vec::new(),
            largest_file: None,
            starter: Vec::new(),
        }
    }

    /// Started by another program, which gets the server's command line behind these words.
    pub(crate) fn started_by(mut self, words: &[&str]) -> Self {
        self.starter = words.iter().map(|&word| word.to_owned()).collect();
        self
    }

    /// With another argument for `serve`.
    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments.extend([name.to_owned(), value.to_string()]);
        self
    }

    /// From the next start on, no file can grow beyond this: what a process sees of a full disk.
    pub(crate) fn full_at(&mut self, kibibytes: Option<u64>) {
        self.largest_file = kibibytes;
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that was logged in all starts.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.path("log")).unwrap()).into_owned()
    }

    /// Starts the server, and waits until it says that it is ready.
    pub(crate) async fn start(&self) -> Server {
        let address = free_address();
        let mut command = self.command();
        let text = |name: &str| self.path(name).to_str().unwrap().to_owned();
        command.args([
            "serve",
            "--listen",
            &address.to_string(),
            "--data",
            &text("data"),
        ]);
        command.args([
            "--root-key",
            &text("keys/root.key"),
            "--sqlite-folder",
            &text("sources"),
        ]);
        command.args(&self.arguments).kill_on_drop(true);
        let log: File = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.path("log"))
            .unwrap();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut setup = None;
        let told = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if let Some((_, token)) = line.split_once("#token=") {
                    setup = Some(token.trim().to_owned());
                }
                if line.starts_with("Ready") {
                    return true;
                }
            }
            false
        };
        let ready = tokio::time::timeout(PATIENCE, told)
            .await
            .expect("the server does not become ready");
        assert!(ready, "the server did not start: {}", self.log());
        Server {
            child,
            setup,
            person: Person {
                address,
                cookie: "".into(),
            },
        }
    }

    fn command(&self) -> Command {
        let program = env!("CARGO_BIN_EXE_sallyport");
        if let [starter, words @ ..] = self.starter.as_slice() {
            let mut command = Command::new(starter);
            command.args(words).arg(program);
            return command;
        }
        let Some(kibibytes) = self.largest_file else {
            return Command::new(program);
        };
        let mut shell = Command::new("bash");
        shell.args([
            "-c",
            "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"",
            &kibibytes.to_string(),
            program,
        ]);
        shell
    }
}

impl Server {
    /// Ends it as a power cut would.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Ends it as an operator would.
    pub(crate) async fn stop(mut self) {
        let id = self.child.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .arg(&id)
                .status()
                .await
                .unwrap()
                .success()
        );
        let ended = tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .expect("the server does not stop");
        assert!(ended.unwrap().success());
    }

    /// Becomes the first administrator.
    pub(crate) async fn set_up(&self, password: &str) -> Person {
        let email = format!("{}@example.com", unique());
        let body =
            json!({ "token": self.setup, "name": "First", "email": email, "password": password });
        let reply = self.person.post("/api/v1/setup", &body).await.is(200);
        self.person.with_cookie(reply.cookie())
    }

    /// Someone by their cookie of an earlier start.
    pub(crate) fn back(&self, person: &Person) -> Person {
        Person {
            cookie: Arc::clone(&person.cookie),
            ..self.person.clone()
        }
    }
}

impl Person {
    /// Whoever a sign-in's cookie belongs to.
    pub(crate) fn with_cookie(&self, cookie: String) -> Self {
        Self {
            cookie: cookie.into(),
            ..self.clone()
        }
    }

    /// What came; `None` if the server went away meanwhile.
    pub(crate) async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Option<Reply> {
        let authority = format!("localhost:{}", self.address.port());
        let mut builder =
            client::request(&authority, method, path).header("content-type", "application/json");
        if !self.cookie.is_empty() {
            builder = builder.header("cookie", &*self.cookie);
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        client::try_send(
            self.address,
            builder.body(Full::new(Bytes::from(body))).unwrap(),
        )
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.try_send(Method::GET, path, None)
            .await
            .expect("the server does not answer")
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.try_send(Method::POST, path, Some(body))
            .await
            .expect("the server does not answer")
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        self.try_send(Method::PUT, path, Some(body))
            .await
            .expect("the server does not answer")
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.try_send(Method::PATCH, path, Some(body))
            .await
            .expect("the server does not answer")
    }

    /// A datasource configured for production and development.
    pub(crate) async fn datasource(&self, kind: &str, configuration: &Value) -> String {
        let body = json!({ "name": format!("{kind} {}", unique()), "kind": kind });
        let made = self.post("/api/v1/datasources", &body).await.is(201).json();
        let id = made["id"].as_str().unwrap().to_owned();
        for environment in ["production", "development"] {
            let path = format!("/api/v1/datasources/{id}/environments/{environment}");
            self.put(&path, configuration).await.is(200);
        }
        id
    }

    /// An app in a workspace of its own, not released.
    pub(crate) async fn app(&self) -> String {
        let workspace = self
            .post("/api/v1/workspaces", &json!({ "name": unique() }))
            .await
            .is(201)
            .json();
        let path = format!(
            "/api/v1/workspaces/{}/apps",
            workspace["id"].as_str().unwrap()
        );
        let app = self
            .post(&path, &json!({ "name": unique() }))
            .await
            .is(201)
            .json();
        app["id"].as_str().unwrap().to_owned()
    }

    /// Adds queries that only read to an app's draft and releases it; their ids in the same order.
    pub(crate) async fn release(&self, app: &str, queries: &[(&str, Value)]) -> Vec<String> {
        let reading = queries
            .iter()
            .map(|(datasource, body)| (*datasource, body.clone(), false));
        self.release_with(app, &reading.collect::<Vec<_>>()).await
    }

    /// Adds queries, which may write, to an app's draft and releases it; their ids in the same order.
    pub(crate) async fn release_with(
        &self,
        app: &str,
        queries: &[(&str, Value, bool)],
    ) -> Vec<String> {
        let ids: Vec<String> = queries
            .iter()
            .map(|_| format!("query_{}", unique()))
            .collect();
        let records = ids.iter().zip(queries).enumerate().map(|(at, (id, (datasource, body, writes)))| {
            let record = json!({
                "kind": "query", "id": id, "name": format!("q{at}"), "datasource": datasource, "body": body,
                "settings": { "writes": writes }, "restricted": false, "on_success": [], "on_error": [],
            });
            (id.clone(), record)
        });
        let added: serde_json::Map<_, _> = records.collect();
        let change = json!({ "added": added, "updated": {}, "removed": {} });
        let path = format!("/api/v1/apps/{app}");
        let saved = self
            .patch(
                &format!("{path}/draft"),
                &json!({ "revision": 1, "change": change }),
            )
            .await
            .is(200);
        let body = json!({ "revision": saved.json()["revision"], "note": "" });
        self.post(&format!("{path}/releases"), &body).await.is(201);
        ids
    }
}

impl Person {
    /// The export of the log, verified, once these requests' acts are all in it: the sequencer gives the last
    /// records their place a moment later.
    pub(crate) async fn verified_log(&self, place: &Place, requests: &HashSet<String>) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let export = self.get("/api/v1/audit/export").await.is(200);
            let text = export.text();
            let missing = requests
                .iter()
                .filter(|id| !text.contains(id.as_str()))
                .count();
            if missing == 0 {
                let file = place.path("export.ndjson");
                std::fs::write(&file, export.body).unwrap();
                let checkpoint = self.get("/api/v1/audit/checkpoint").await.is(200).json();
                verify_export(&file, checkpoint["public_key"].as_str().unwrap(), None).unwrap();
                return text;
            }
            assert!(
                Instant::now() < deadline,
                "{missing} of {} acknowledged acts are not in the log",
                requests.len()
            );
            tokio::task::yield_now().await;
        }
    }
}

/// An address that nobody listens on at the moment.
fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

/// A small database for a datasource.
pub(crate) fn rows(place: &Place, names: &[&str]) -> Value {
    let file = place.path("sources/rows.db");
    let rows = rusqlite::Connection::open(&file).unwrap();
    rows.execute_batch("CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        .unwrap();
    for name in names {
        rows.execute("INSERT INTO customer (name) VALUES (?1)", [name])
            .unwrap();
    }
    json!({ "settings": { "kind": "sqlite", "path": file.to_str().unwrap(), "read_only": false } })
}

/// The set-up of every test of a child: an administrator.
pub(crate) async fn first(server: &Server) -> Person {
    server.set_up(PASSWORD).await
}

/// The id of a draft's only page.
pub(crate) fn page_of(draft: &Value) -> String {
    let records = draft["document"]["records"].as_object().unwrap();
    records
        .iter()
        .find(|(_, record)| record["kind"] == "page")
        .unwrap()
        .0
        .clone()
}
