//! Answers that arrive in pieces, or never end, and the connections that they come on.

use crate::support::{self, NoVault, bound, gather, local_egress, run};
use async_trait::async_trait;
use futures::StreamExt as _;
use sallyport_connectors::egress::{Resolve, Tls};
use sallyport_connectors::{Egress, Rest};
use sallyport_model::document::{QueryBody, RestBody, RestMethod};
use sallyport_query::{
    BoundQuery, ColumnType, Connector as _, Limits, RestSettings, RunError, Settings, Target,
};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// What nothing here takes in earnest.
const PATIENCE: Duration = Duration::from_secs(60);

/// The head of an answer that ends with its connection.
const UNTIL_CLOSED: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";

fn target(host: &str, port: u16) -> Target {
    support::target(Settings::Rest(RestSettings {
        base_url: format!("http://{host}:{port}/"),
        headers: vec![],
    }))
}

async fn query(method: RestMethod, path: &str) -> BoundQuery {
    let writes = method != RestMethod::Get;
    let body = RestBody {
        method,
        path: path.to_owned(),
        query: vec![],
        headers: vec![],
        body: None,
    };
    bound(QueryBody::Rest(body), &[], writes).await.unwrap()
}

async fn get() -> BoundQuery {
    query(RestMethod::Get, "/x").await
}

fn rest() -> Rest {
    Rest::new(local_egress(), Arc::new(NoVault))
}

async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Reads a request without a body; `None` if the connection is closed instead.
async fn hear(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8(request).unwrap())
}

fn whole(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A source that answers each connection's requests one after the other, and counts connections. The
/// answer is made from the connection's and the request's number; an empty one closes the connection.
async fn serve(
    answer: impl Fn(usize, usize) -> Vec<u8> + Send + Sync + 'static,
) -> (u16, Arc<AtomicUsize>) {
    let (listener, port) = listen().await;
    let (count, answer) = (Arc::new(AtomicUsize::new(0)), Arc::new(answer));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let connection = counted.fetch_add(1, Ordering::SeqCst);
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                for request in 0.. {
                    if hear(&mut stream).await.is_none() {
                        return;
                    }
                    let answer = answer(connection, request);
                    if answer.is_empty() || stream.write_all(&answer).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, count)
}

/// A source that begins a list and goes on with `row` until nobody listens; then it says how many bytes it sent.
async fn endless(row: String) -> (u16, oneshot::Receiver<u64>) {
    let (listener, port) = listen().await;
    let (tell, told) = oneshot::channel();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        hear(&mut stream).await.unwrap();
        stream.write_all(UNTIL_CLOSED).await.unwrap();
        stream.write_all(b"[{\"v\":0}").await.unwrap();
        let rows = format!(",{row}").repeat(64);
        let mut sent = 0;
        while stream.write_all(rows.as_bytes()).await.is_ok() {
            sent += rows.len() as u64;
        }
        let _ = tell.send(sent);
    });
    (port, told)
}

/// The memory that this process holds, in bytes.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_list_is_cut_off_at_the_limit_on_bytes_and_is_never_held() {
    let (port, told) = endless(json!({ "v": "x".repeat(1000) }).to_string()).await;
    let limits = Limits {
        max_rows: u32::MAX,
        max_bytes: 160 << 20,
        ..Limits::default()
    };
    let before = resident();

    let mut rows = rest()
        .run(&target("127.0.0.1", port), &get().await, &limits)
        .await
        .unwrap();
    let (mut bytes, mut most, mut truncated) = (0, 0, false);
    while let Some(chunk) = rows.chunks.next().await {
        let chunk = chunk.unwrap();
        assert!(!truncated, "nothing follows the chunk that is cut off");
        truncated = chunk.truncated;
        bytes += chunk.json.len() as u64;
        most = most.max(resident().saturating_sub(before));
    }

    assert!(truncated);
    assert!((159 << 20..=160 << 20).contains(&bytes), "{bytes}");
    // Other tests of this process hold something too.
    assert!(most < 80 << 20, "{most} bytes were held of {bytes}");
    drop(rows);
    let sent = tokio::time::timeout(PATIENCE, told).await.unwrap().unwrap();
    assert!(sent < 2 * bytes, "{sent} bytes were taken in for {bytes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_list_is_cut_off_at_the_limit_on_rows() {
    for max_rows in [1, 10, 5_000] {
        let (port, told) = endless(json!({ "v": "x".repeat(100) }).to_string()).await;
        let limits = Limits {
            max_rows,
            ..Limits::default()
        };

        let rows = rest()
            .run(&target("127.0.0.1", port), &get().await, &limits)
            .await
            .unwrap();
        let table = gather(rows).await.unwrap();

        assert_eq!(
            (table.rows.len(), table.truncated),
            (max_rows as usize, true)
        );
        // What was not wanted is not asked for: the connection is closed.
        tokio::time::timeout(PATIENCE, told).await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_or_a_space_without_an_end_is_not_taken_in_for_ever() {
    for (begin, piece, is_cut) in [
        ("[{\"v\":\"", "x", true),
        ("[{\"v\":1},{\"v\":\"", "x", true),
        ("", " ", false),
        ("[", "\n", false),
        ("\"", "x", false),
    ] {
        let (listener, port) = listen().await;
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            hear(&mut stream).await.unwrap();
            stream.write_all(UNTIL_CLOSED).await.unwrap();
            stream.write_all(begin.as_bytes()).await.unwrap();
            while stream
                .write_all(piece.repeat(4096).as_bytes())
                .await
                .is_ok()
            {}
        });
        let limits = Limits {
            max_bytes: 500_000,
            ..Limits::default()
        };

        let (rest, query) = (rest(), get().await);
        let target = target("127.0.0.1", port);
        let told = async { gather(rest.run(&target, &query, &limits).await?).await };
        let told = tokio::time::timeout(PATIENCE, told).await.unwrap();

        match told {
            Ok(table) => assert!(is_cut && table.truncated, "{begin}: {table:?}"),
            Err(error) => assert!(
                !is_cut && matches!(error, RunError::Malformed { .. }),
                "{begin}: {error:?}"
            ),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_rows_arrive_before_the_last_are_sent() {
    let (listener, port) = listen().await;
    let (go_on, goes_on) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        hear(&mut stream).await.unwrap();
        stream.write_all(UNTIL_CLOSED).await.unwrap();
        let row = json!({ "v": "x".repeat(1000) }).to_string();
        let rows = vec![row; 100].join(",");
        stream
            .write_all(format!("[{rows}").as_bytes())
            .await
            .unwrap();
        goes_on.await.unwrap();
        stream.write_all(b",{\"v\":\"the last\"}]").await.unwrap();
    });

    let (rest, query) = (rest(), get().await);
    let mut rows = rest
        .run(&target("127.0.0.1", port), &query, &Limits::default())
        .await
        .unwrap();
    let mut count = 0;
    while count < 100 {
        count += rows.chunks.next().await.unwrap().unwrap().rows;
    }
    go_on.send(()).unwrap();
    let last = rows.chunks.next().await.unwrap().unwrap();

    assert_eq!(&*last.json, b"[\"the last\",null]".as_slice());
    assert!(rows.chunks.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_leaves_closes_the_connection() {
    let (port, told) = endless(json!({ "v": "x".repeat(100) }).to_string()).await;
    let limits = Limits {
        max_rows: u32::MAX,
        max_bytes: u64::MAX,
        ..Limits::default()
    };
    let rest = rest();

    let mut rows = rest
        .run(&target("127.0.0.1", port), &get().await, &limits)
        .await
        .unwrap();
    rows.chunks.next().await.unwrap().unwrap();
    drop(rows);

    tokio::time::timeout(PATIENCE, told).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_one_after_the_other_share_a_connection_until_the_target_changes() {
    let (port, connections) = serve(|connection, request| {
        whole(&json!([{ "connection": connection, "request": request }]).to_string())
    })
    .await;
    let (rest, query) = (rest(), get().await);
    let mut target = target("127.0.0.1", port);

    for request in 0..5 {
        let table = run(&rest, &target, &query).await.unwrap();
        assert_eq!(table.rows, [[json!(0), json!(request)]]);
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);

    target.version += 1;
    let table = run(&rest, &target, &query).await.unwrap();
    assert_eq!(table.rows, [[json!(1), json!(0)]]);
    target.version -= 1;
    let table = run(&rest, &target, &query).await.unwrap();
    assert_eq!(
        table.rows,
        [[json!(2), json!(0)]],
        "an old version has no connections"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_something_is_sent_on_a_connection_of_its_own() {
    let (port, connections) = serve(|_, _| whole("[]")).await;
    let rest = rest();
    let target = target("127.0.0.1", port);

    run(&rest, &target, &get().await).await.unwrap();
    let change = query(RestMethod::Post, "/x").await;
    run(&rest, &target, &change).await.unwrap();

    assert_eq!(connections.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_asked_again_when_its_kept_connection_turns_out_closed() {
    let (port, connections) = serve(|_, request| match request {
        0 => whole("[{\"v\":1}]"),
        // The second request is read and not answered, as by a server that closes what is idle.
        _ => Vec::new(),
    })
    .await;
    let (rest, query) = (rest(), get().await);

    for _ in 0..3 {
        let table = run(&rest, &target("127.0.0.1", port), &query)
            .await
            .unwrap();
        assert_eq!(table.rows, [[json!(1)]]);
    }

    assert_eq!(connections.load(Ordering::SeqCst), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_left_half_read_never_reaches_another_query() {
    let (port, connections) = serve(|connection, _| {
        let row = format!("{{\"of\":{connection}}}");
        whole(&format!("[{}]", vec![row; 50_000].join(",")))
    })
    .await;
    let (rest, query) = (rest(), get().await);
    let target = target("127.0.0.1", port);
    let limits = Limits {
        max_rows: 7,
        ..Limits::default()
    };

    for connection in 0..4 {
        let rows = rest.run(&target, &query, &limits).await.unwrap();
        let table = gather(rows).await.unwrap();
        assert!(table.truncated);
        assert!(
            table.rows.iter().all(|row| row[0] == connection),
            "{table:?}"
        );
    }

    assert_eq!(connections.load(Ordering::SeqCst), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_source_sends_without_being_asked_reaches_nobody() {
    let (port, _) = serve(|_, _| {
        let mut answer = whole("[{\"v\":\"asked for\"}]");
        answer.extend(whole("[{\"v\":\"not asked for\"}]"));
        answer
    })
    .await;
    let (rest, query) = (rest(), get().await);

    for _ in 0..50 {
        let table = run(&rest, &target("127.0.0.1", port), &query)
            .await
            .unwrap();
        assert_eq!(table.rows, [[json!("asked for")]]);
    }
}

/// A name that means this machine at first, and a metadata service ever after.
struct Turning(AtomicUsize);

#[async_trait]
impl Resolve for Turning {
    async fn resolve(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        let turn = self.0.fetch_add(1, Ordering::SeqCst);
        let address = if turn == 0 {
            "127.0.0.1"
        } else {
            "169.254.169.254"
        };
        Ok(vec![address.parse().unwrap()])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_checked_again_for_every_new_connection_and_only_then() {
    let (port, _) = serve(|_, request| if request < 3 { whole("[]") } else { Vec::new() }).await;
    let resolver = Arc::new(Turning(AtomicUsize::new(0)));
    let allowed = format!("api.example.com:{port}").parse().unwrap();
    let egress = Egress::with(resolver.clone(), vec![allowed], Tls::system());
    let rest = Rest::new(egress, Arc::new(NoVault));
    let (target, query) = (target("api.example.com", port), get().await);

    for _ in 0..3 {
        run(&rest, &target, &query).await.unwrap();
    }
    assert_eq!(
        resolver.0.load(Ordering::SeqCst),
        1,
        "a kept connection asks nobody"
    );
    let failure = run(&rest, &target, &query).await.unwrap_err();

    assert_eq!(failure.code(), "destination_refused", "{failure:?}");
    assert_eq!(resolver.0.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_appear_only_late_in_a_long_list_have_a_column_together() {
    let mut objects = vec![json!({ "id": 1, "name": "x".repeat(1000) }); 100];
    objects.push(json!({ "id": 2, "late": { "a": [1] }, "later": "y" }));
    let body = Value::from(objects).to_string();
    let (port, _) = serve(move |_, _| whole(&body)).await;

    let table = run(&rest(), &target("127.0.0.1", port), &get().await)
        .await
        .unwrap();

    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|c| (c.name.as_str(), c.kind))
        .collect();
    assert_eq!(
        columns,
        [
            ("id", ColumnType::Integer),
            ("name", ColumnType::Text),
            ("other_fields", ColumnType::Json)
        ]
    );
    assert_eq!(table.rows.len(), 101);
    assert_eq!(table.rows[0][2], Value::Null);
    assert_eq!(
        table.rows[100],
        [
            json!(2),
            Value::Null,
            json!({ "late": { "a": [1] }, "later": "y" })
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_none_behind_its_first_rows_is_an_error_behind_them() {
    for end in [",1]", ",{\"v\":}]", "] and more", "", ",{\"v\":1}"] {
        let row = json!({ "v": "x".repeat(1000) }).to_string();
        let body = format!("[{}{end}", vec![row; 100].join(","));
        let (port, _) = serve(move |_, _| whole(&body)).await;

        let rows = rest()
            .run(&target("127.0.0.1", port), &get().await, &Limits::default())
            .await
            .unwrap();
        let told: Vec<_> = rows.chunks.collect().await;

        let (last, before) = told.split_last().unwrap();
        assert!(
            matches!(last, Err(RunError::Malformed { .. })),
            "{end}: {last:?}"
        );
        let count: u32 = before
            .iter()
            .map(|chunk| chunk.as_ref().unwrap().rows)
            .sum();
        assert!(count >= 100, "{end}: {count}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_will_not_be_told_are_not_waited_for() {
    let (listener, port) = listen().await;
    let (_held, hold) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        hear(&mut stream).await.unwrap();
        stream.write_all(UNTIL_CLOSED).await.unwrap();
        let _ = stream.write_all(b"[{\"v\":1},{\"v\":2},{\"v\":3},").await;
        let _ = hold.await;
    });
    let limits = Limits {
        max_rows: 2,
        ..Limits::default()
    };

    let (rest, query, target) = (rest(), get().await, target("127.0.0.1", port));
    let told = async { gather(rest.run(&target, &query, &limits).await.unwrap()).await };
    let table = tokio::time::timeout(PATIENCE, told).await.unwrap().unwrap();

    assert_eq!(table.rows, [[json!(1)], [json!(2)]]);
    assert!(table.truncated);
}
