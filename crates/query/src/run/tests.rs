//! The course of a run, with a source and a ledger that tests hold in their hands.

use super::*;
use crate::{BoundQuery, FaultKind, PostgresSettings, TlsMode};
use crate::{Column, ColumnType, Columns, EvaluationError, RowChunk, Rows, SourceFault};
use bytes::Bytes;
use futures::StreamExt as _;
use sallyport_kernel::id::{DatasourceId, PersonId, SessionId, TenantId, WorkspaceId};
use sallyport_kernel::{Environment, RequestContext, Timestamp};
use sallyport_model::document::{QueryBody, SqlBody};
use sallyport_policy::access::Member;
use sallyport_policy::{Access, Actor, Entry, Outcome, Role, Standing};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::sync::{Notify, mpsc};

type Chunk = Result<RowChunk, RunError>;

/// A source that gives the chunks that a test sends it, and tells when it was dropped.
struct Source {
    chunks: Mutex<Option<mpsc::UnboundedReceiver<Chunk>>>,
    dropped: Arc<Notify>,
}

struct TellDrop(Arc<Notify>);

impl Drop for TellDrop {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[async_trait]
impl Connector for Source {
    async fn run(&self, _: &Target, _: &BoundQuery, _: &Limits) -> Result<Rows, RunError> {
        let chunks = self
            .chunks
            .lock()
            .unwrap()
            .take()
            .expect("one run a source");
        let told = TellDrop(Arc::clone(&self.dropped));
        let stream = futures::stream::unfold((chunks, told), |(mut chunks, told)| async move {
            let chunk = chunks.recv().await?;
            Some((chunk, (chunks, told)))
        });
        Ok(Rows {
            columns: Columns::from(vec![Column {
                name: "n".to_owned(),
                kind: ColumnType::Integer,
            }]),
            chunks: stream.boxed(),
        })
    }

    async fn test(&self, _: &Target) -> Result<Vec<Warning>, RunError> {
        Ok(vec![])
    }

    async fn schema(&self, _: &Target) -> Result<Schema, RunError> {
        Ok(Schema::default())
    }
}

/// Keeps entries, or refuses them after some.
struct Book {
    entries: Mutex<Vec<Entry>>,
    room: usize,
    written: Notify,
}

#[async_trait]
impl Ledger for Book {
    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        let mut entries = self.entries.lock().unwrap();
        if entries.len() >= self.room {
            return Err(StoreError::Unavailable("full".into()));
        }
        entries.push(receipt.into_entry());
        self.written.notify_one();
        Ok(())
    }
}

struct NoEvaluator;

#[async_trait]
impl Evaluator for NoEvaluator {
    async fn evaluate(
        &self,
        _: &str,
        _: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        Err(EvaluationError::Threw)
    }
}

struct Scene {
    proxy: Proxy,
    book: Arc<Book>,
    source: mpsc::UnboundedSender<Chunk>,
    dropped: Arc<Notify>,
}

fn scene_with_room(room: usize) -> Scene {
    let (source, chunks) = mpsc::unbounded_channel();
    let dropped = Arc::new(Notify::new());
    let connector: Arc<dyn Connector> = Arc::new(Source {
        chunks: Mutex::new(Some(chunks)),
        dropped: Arc::clone(&dropped),
    });
    let connectors = Connectors {
        postgres: Arc::clone(&connector),
        sqlite: Arc::clone(&connector),
        rest: connector,
    };
    let book = Arc::new(Book {
        entries: Mutex::default(),
        room,
        written: Notify::new(),
    });
    let proxy = Proxy::with_ledger(book.clone(), Arc::new(NoEvaluator), connectors);
    Scene {
        proxy,
        book,
        source,
        dropped,
    }
}

fn scene() -> Scene {
    scene_with_room(usize::MAX)
}

fn tenant() -> TenantId {
    TenantId::from_bytes([1; 16])
}

fn permit() -> Permit<action::query::Run> {
    let person = PersonId::from_bytes([2; 16]);
    let member = Member {
        name: "Ada".to_owned(),
        email: "ada@example.com".to_owned(),
        attributes: serde_json::Map::new(),
        active: true,
        service: false,
        roles: [Role::Administrator].into(),
        groups: [].into(),
    };
    let app = resource::App {
        tenant: tenant(),
        id: AppId::from_bytes([3; 16]),
        workspace: WorkspaceId::from_bytes([4; 16]),
    };
    let level = sallyport_policy::Grant {
        principal: sallyport_policy::Principal::Person(person),
        level: sallyport_policy::Level::Use,
        on: sallyport_policy::ResourceRef::App(app.id),
    };
    let access = Access::new(tenant(), 1, [(person, member)], [], [level]);
    let request = RequestContext {
        request_id: "r1".to_owned(),
        address: None,
        user_agent: None,
    };
    let actor = Actor::person(
        person,
        Standing::full(SessionId::from_bytes([5; 16])),
        Arc::new(access),
        Arc::new(request),
        Timestamp::UNIX_EPOCH,
    );
    let query = resource::Query {
        app,
        id: QueryId::from_bytes([6; 16]),
        restricted: false,
    };
    sallyport_policy::check::<action::query::Run>(&actor, &query).unwrap()
}

fn request(timeout: Duration) -> Request {
    let body = QueryBody::Sql(SqlBody {
        statement: "select {{ arg.value }}, {{ user.email }}".to_owned(),
    });
    Request {
        plan: Arc::new(Plan::compile(&body).unwrap()),
        inputs: [("arg.value".to_owned(), json!("canary"))]
            .into_iter()
            .collect(),
        trusted: Trusted::default(),
        target: Arc::new(Target {
            tenant: tenant(),
            datasource: DatasourceId::from_bytes([7; 16]),
            environment: Environment::Production,
            version: 1,
            settings: Settings::Postgres(PostgresSettings {
                host: "db.example.com".to_owned(),
                port: 5432,
                database: "d".to_owned(),
                username: "u".to_owned(),
                tls: TlsMode::VerifyFull,
            }),
            credential: None,
        }),
        limits: Limits {
            timeout,
            ..Limits::default()
        },
        writes: false,
        about: About {
            app: AppId::from_bytes([3; 16]),
            app_name: "Support".to_owned(),
            page: None,
            query: QueryId::from_bytes([6; 16]),
            query_name: "customers".to_owned(),
            datasource_name: "crm".to_owned(),
            release: Some(3),
        },
    }
}

const LONG: Duration = Duration::from_mins(1);

#[allow(clippy::unnecessary_wraps, reason = "it is what a source sends")]
fn chunk(json: &str, rows: u32) -> Chunk {
    Ok(RowChunk {
        json: Bytes::from(json.to_owned()),
        rows,
        truncated: false,
    })
}

fn big_chunk() -> Chunk {
    chunk(&format!("[\"{}\"]", "x".repeat(80_000)), 1)
}

fn statuses(book: &Book) -> Vec<(Outcome, String)> {
    let entries = book.entries.lock().unwrap();
    entries
        .iter()
        .map(|entry| {
            (
                entry.outcome,
                entry.detail["status"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

async fn read(mut answer: Answer) -> Value {
    let mut bytes = Vec::new();
    while let Some(part) = answer.next().await {
        bytes.extend_from_slice(&part);
    }
    serde_json::from_slice(&bytes).unwrap()
}

#[tokio::test]
async fn a_small_result_has_one_record_and_a_whole_body() {
    let scene = scene();
    scene.source.send(chunk("[1],[2]", 2)).unwrap();
    scene.source.send(chunk("[3]", 1)).unwrap();
    drop(scene.source);

    let answer = scene.proxy.run(permit(), request(LONG)).await.unwrap();

    assert!(answer.as_whole().is_some());
    let body = read(answer).await;
    assert_eq!(body["columns"], json!([{ "name": "n", "type": "integer" }]));
    assert_eq!(body["rows"], json!([[1], [2], [3]]));
    assert_eq!(body["end"]["status"], "ok");
    assert_eq!(body["end"]["row_count"], 3);
    assert_eq!(statuses(&scene.book), [(Outcome::Allowed, "ok".to_owned())]);
    let entries = scene.book.entries.lock().unwrap();
    assert_eq!(entries[0].action, "query.run");
    assert_eq!(entries[0].detail["rows"], 3);
    assert_eq!(entries[0].detail["environment"], "production");
    assert_eq!(
        entries[0].object.as_ref().unwrap().name.as_deref(),
        Some("customers")
    );
    assert!(!format!("{entries:?}").contains("canary"));
}

#[tokio::test]
async fn a_large_result_is_recorded_when_it_starts_and_when_it_ends() {
    let scene = scene();
    scene.source.send(big_chunk()).unwrap();

    let answer = scene.proxy.run(permit(), request(LONG)).await.unwrap();
    assert_eq!(
        statuses(&scene.book),
        [(Outcome::Allowed, "started".to_owned())]
    );
    assert!(answer.as_whole().is_none());
    scene.source.send(big_chunk()).unwrap();
    drop(scene.source);
    let body = read(answer).await;

    assert_eq!(body["end"]["row_count"], 2);
    assert_eq!(
        statuses(&scene.book)[1],
        (Outcome::Allowed, "ok".to_owned())
    );
}

#[tokio::test]
async fn nothing_is_released_that_cannot_be_recorded() {
    for first in [chunk("[1]", 1), big_chunk()] {
        let scene = scene_with_room(0);
        scene.source.send(first).unwrap();
        drop(scene.source);

        let answer = scene.proxy.run(permit(), request(LONG)).await;

        assert!(matches!(answer, Err(Failure::Unrecorded(_))), "{answer:?}");
    }
}

#[tokio::test]
async fn a_stream_whose_end_cannot_be_recorded_says_so() {
    let scene = scene_with_room(1);
    scene.source.send(big_chunk()).unwrap();
    drop(scene.source);

    let body = read(scene.proxy.run(permit(), request(LONG)).await.unwrap()).await;

    assert_eq!(body["end"]["status"], "failed");
    assert_eq!(body["end"]["problem"]["code"], "unavailable");
}

#[tokio::test]
async fn a_reader_who_leaves_cancels_and_the_record_says_so() {
    let early = scene();
    let waiting = tokio::spawn({
        let proxy = early.proxy.clone();
        async move { proxy.run(permit(), request(LONG)).await }
    });
    // One row, so that the run is under way and waits for more.
    early.source.send(chunk("[1]", 1)).unwrap();
    tokio::task::yield_now().await;
    waiting.abort();
    early.book.written.notified().await;
    early.dropped.notified().await;
    assert_eq!(
        statuses(&early.book),
        [(Outcome::Failed, "cancelled".to_owned())]
    );

    let late = scene();
    late.source.send(big_chunk()).unwrap();
    let answer = late.proxy.run(permit(), request(LONG)).await.unwrap();
    late.book.written.notified().await;
    drop(answer);
    late.dropped.notified().await;
    late.book.written.notified().await;
    assert_eq!(
        statuses(&late.book)[1],
        (Outcome::Failed, "cancelled".to_owned())
    );
}

#[tokio::test]
async fn a_run_ends_when_its_time_is_over() {
    let scene = scene();

    let answer = scene
        .proxy
        .run(permit(), request(Duration::from_millis(20)))
        .await;

    assert!(
        matches!(answer, Err(Failure::Run(RunError::TimedOut { .. }))),
        "{answer:?}"
    );
    scene.dropped.notified().await;
    assert_eq!(
        statuses(&scene.book),
        [(Outcome::Failed, "timed_out".to_owned())]
    );
}

/// A run that changes something at its source.
fn writing(timeout: Duration) -> Request {
    Request {
        writes: true,
        ..request(timeout)
    }
}

#[tokio::test]
async fn a_change_whose_end_cannot_be_recorded_is_not_said_to_be_undone() {
    let scene = scene_with_room(1);
    scene.source.send(chunk("[1]", 1)).unwrap();
    drop(scene.source);

    let answer = scene.proxy.run(permit(), writing(LONG)).await;

    assert!(matches!(answer, Err(Failure::Unsettled(_))), "{answer:?}");
}

#[tokio::test]
async fn of_a_change_that_was_stopped_the_record_says_that_nobody_knows() {
    let scene = scene();

    let answer = scene
        .proxy
        .run(permit(), writing(Duration::from_millis(20)))
        .await;

    assert!(answer.is_err());
    scene.dropped.notified().await;
    assert_eq!(
        statuses(&scene.book)[1],
        (Outcome::Failed, "unknown".to_owned())
    );
}

#[tokio::test]
async fn a_failure_in_the_middle_is_told_at_the_end_without_the_statement() {
    let scene = scene();
    scene.source.send(big_chunk()).unwrap();
    let fault = SourceFault {
        code: "42703".to_owned(),
        kind: FaultKind::Statement,
        about_statement: Some("column `salary` does not exist".to_owned()),
        position: None,
    };
    scene.source.send(Err(RunError::Source(fault))).unwrap();

    let body = read(scene.proxy.run(permit(), request(LONG)).await.unwrap()).await;

    assert_eq!(body["end"]["status"], "failed");
    assert_eq!(body["end"]["problem"]["code"], "query_failed");
    assert_eq!(body["end"]["problem"]["request_id"], "r1");
    assert!(!body["end"].to_string().contains("salary"));
    assert_eq!(
        statuses(&scene.book)[1],
        (Outcome::Failed, "failed".to_owned())
    );
}

#[tokio::test]
async fn inputs_that_do_not_fit_are_refused_and_recorded() {
    let scene = scene();
    let sent = Request {
        inputs: Inputs::default(),
        ..request(LONG)
    };

    let answer = scene.proxy.run(permit(), sent).await;

    assert!(
        matches!(answer, Err(Failure::Run(RunError::Input(_)))),
        "{answer:?}"
    );
    assert_eq!(
        statuses(&scene.book),
        [(Outcome::Failed, "failed".to_owned())]
    );
}

#[tokio::test]
async fn a_permit_for_another_query_runs_nothing() {
    let scene = scene();
    let mut sent = request(LONG);
    sent.about.query = QueryId::from_bytes([9; 16]);

    let answer = scene.proxy.run(permit(), sent).await;

    assert!(matches!(answer, Err(Failure::Run(RunError::Mismatch))));
}
