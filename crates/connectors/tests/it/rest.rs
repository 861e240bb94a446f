//! Requests to a real HTTP server on this machine.

use crate::support::{self, NoVault, bound, local_egress, run};
use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use sallyport_connectors::{Egress, Rest, Vault};
use sallyport_crypto::{CredentialBinding, CryptoError, SealedCredential as Sealed};
use sallyport_kernel::Secret;
use sallyport_model::document::{Named, QueryBody, RestBody, RestMethod};
use sallyport_query::target::HeaderSetting;
use sallyport_query::{
    ColumnType, Connector, Credential, RestSettings, RunError, SealedCredential, Settings, Target,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What a server saw of a request.
#[derive(Debug, Clone)]
struct Seen {
    line: String,
    authorization: Option<String>,
    headers: http::HeaderMap,
    body: String,
}

type Log = Arc<Mutex<Vec<Seen>>>;

/// A server that answers by `answer` (status, location, body) and remembers what it saw.
async fn serve(
    answer: impl Fn(&str) -> (u16, String, String) + Send + Sync + 'static,
) -> (u16, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let log = Log::default();
    let (seen, answer) = (Arc::clone(&log), Arc::new(answer));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
            let service = service_fn(move |request: Request<Incoming>| {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                async move {
                    let (parts, body) = request.into_parts();
                    let authorization = parts
                        .headers
                        .get("authorization")
                        .map(|value| value.to_str().unwrap().to_owned());
                    let line = format!("{} {}", parts.method, parts.uri);
                    let body =
                        String::from_utf8(body.collect().await?.to_bytes().to_vec()).unwrap();
                    let (status, location, text) = answer(&parts.uri.to_string());
                    seen.lock().unwrap().push(Seen {
                        line,
                        authorization,
                        headers: parts.headers,
                        body,
                    });
                    let mut response = Response::new(Full::new(Bytes::from(text)));
                    *response.status_mut() = StatusCode::from_u16(status).unwrap();
                    if !location.is_empty() {
                        response
                            .headers_mut()
                            .insert("location", location.parse().unwrap());
                    }
                    Ok::<_, hyper::Error>(response)
                }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    (port, log)
}

fn target(port: u16) -> Target {
    support::target(Settings::Rest(RestSettings {
        base_url: format!("http://127.0.0.1:{port}/v1/"),
        headers: vec![HeaderSetting {
            name: "x-tenant".to_owned(),
            value: "acme".to_owned(),
        }],
    }))
}

fn get(path: &str) -> RestBody {
    RestBody {
        method: RestMethod::Get,
        path: path.to_owned(),
        query: vec![],
        headers: vec![],
        body: None,
    }
}

/// A vault whose credential is always the same, whatever it is bound to.
struct Always(Credential);

#[async_trait]
impl Vault for Always {
    async fn open(
        &self,
        _: &CredentialBinding,
        _: &Sealed,
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        Ok(self.0.to_plaintext())
    }
}

fn with_token() -> Rest {
    Rest::new(
        local_egress(),
        Arc::new(Always(Credential::Bearer(Secret::new("s3cret".to_owned())))),
    )
}

fn sealed(mut target: Target) -> Target {
    let mut bytes = vec![0; 100];
    bytes[0] = 1;
    target.credential = Some(SealedCredential(bytes));
    target
}

fn rest() -> Rest {
    Rest::new(local_egress(), Arc::new(NoVault))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_objects_is_a_table() {
    let body = r#"[{"id": 1, "name": "Ada", "n": 12345678901234567890}, {"id": 2.5, "tags": ["x"], "name": null}]"#;
    let (port, log) = serve(move |_| (200, String::new(), body.to_owned())).await;
    let query = RestBody {
        query: vec![Named {
            name: "q".to_owned(),
            value: "{{ arg.value }}".to_owned(),
        }],
        ..get("/people/{{ arg.value }}")
    };

    let query = bound(
        QueryBody::Rest(query),
        &[("arg", json!("a/b?c&d=é"))],
        false,
    )
    .await
    .unwrap();
    let table = run(&rest(), &target(port), &query).await.unwrap();

    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.kind))
        .collect();
    assert_eq!(
        columns,
        [
            ("id", ColumnType::Number),
            ("name", ColumnType::Text),
            ("n", ColumnType::Integer),
            ("tags", ColumnType::Json)
        ]
    );
    assert_eq!(
        table.rows[1],
        [json!(2.5), Value::Null, Value::Null, json!(["x"])]
    );
    let seen = log.lock().unwrap()[0].clone();
    assert_eq!(
        seen.line,
        "GET /v1/people/a%2Fb%3Fc%26d%3D%C3%A9?q=a%2Fb%3Fc%26d%3D%C3%A9"
    );
    assert_eq!(seen.headers["x-tenant"], "acme");
    assert_eq!(seen.headers["host"], format!("127.0.0.1:{port}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn any_other_answer_is_one_row() {
    for (body, expected) in [
        (r#"{"a":1}"#, json!({"a": 1})),
        ("plain", json!("plain")),
        ("", Value::Null),
        ("[1,2]", json!([1, 2])),
    ] {
        let (port, _) = serve(move |_| (200, String::new(), body.to_owned())).await;
        let query = bound(QueryBody::Rest(get("/x")), &[], false).await.unwrap();
        let table = run(&rest(), &target(port), &query).await.unwrap();
        assert_eq!(table.rows, [[expected]]);
        assert_eq!(table.columns[0].name, "body");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_json_with_the_values_in_it() {
    let (port, log) = serve(|_| (201, String::new(), String::new())).await;
    let body = RestBody {
        method: RestMethod::Post,
        body: Some(r#"{"name": {{ arg.value }}}"#.to_owned()),
        ..get("/people")
    };

    let unmarked = bound(QueryBody::Rest(body.clone()), &[("arg", json!("x"))], false)
        .await
        .unwrap();
    assert!(matches!(
        run(&rest(), &target(port), &unmarked).await,
        Err(RunError::Source(_))
    ));
    let query = bound(
        QueryBody::Rest(body),
        &[("arg", json!("\",\"admin\":true,\""))],
        true,
    )
    .await
    .unwrap();
    run(&rest(), &target(port), &query).await.unwrap();

    let seen = log.lock().unwrap();
    assert_eq!(seen.len(), 1);
    let sent: Value = serde_json::from_str(&seen[0].body).unwrap();
    assert_eq!(sent, json!({ "name": "\",\"admin\":true,\"" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_is_sent_home_and_not_to_another_origin() {
    let (other, other_log) = serve(|_| (200, String::new(), "[]".to_owned())).await;
    let (port, log) = serve(move |uri| match uri {
        "/v1/here" => (302, "/v1/there".to_owned(), String::new()),
        "/v1/away" => (302, format!("http://127.0.0.1:{other}/x"), String::new()),
        _ => (200, String::new(), "[]".to_owned()),
    })
    .await;

    for path in ["/here", "/away"] {
        let query = bound(QueryBody::Rest(get(path)), &[], false).await.unwrap();
        run(&with_token(), &sealed(target(port)), &query)
            .await
            .unwrap();
    }

    let log = log.lock().unwrap();
    assert_eq!(log.len(), 3);
    assert!(
        log.iter()
            .all(|seen| seen.authorization.as_deref() == Some("Bearer s3cret")),
        "{log:?}"
    );
    let other_log = other_log.lock().unwrap();
    assert_eq!(other_log[0].authorization, None);
    assert!(!other_log[0].headers.contains_key("x-tenant"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_checked_like_any_destination() {
    for place in [
        "http://169.254.169.254/latest",
        "http://[::ffff:a9fe:a9fe]/",
        "http://0xa9fea9fe/",
        "ftp://127.0.0.1/",
        "http://10.0.0.1/",
    ] {
        let (port, _) = serve(move |_| (302, place.to_owned(), String::new())).await;
        let query = bound(QueryBody::Rest(get("/x")), &[], false).await.unwrap();
        let failure = run(&rest(), &target(port), &query).await.unwrap_err();
        assert_eq!(
            failure.code(),
            "destination_refused",
            "{place}: {failure:?}"
        );
    }
    let (port, log) = serve(|_| (302, "/v1/again".to_owned(), String::new())).await;
    let query = bound(QueryBody::Rest(get("/x")), &[], false).await.unwrap();
    assert!(run(&rest(), &target(port), &query).await.is_err());
    assert_eq!(log.lock().unwrap().len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_does_not_open_stops_the_run() {
    let (port, log) = serve(|_| (200, String::new(), "[]".to_owned())).await;
    let query = bound(QueryBody::Rest(get("/x")), &[], false).await.unwrap();

    let failure = run(&rest(), &sealed(target(port)), &query)
        .await
        .unwrap_err();

    assert_eq!(failure.code(), "credential_unusable");
    assert!(log.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_too_large_or_a_refusal_is_an_error() {
    let (port, _) = serve(|uri| {
        if uri == "/v1/no" {
            (404, String::new(), "canary".to_owned())
        } else {
            (200, String::new(), "x".repeat(1000))
        }
    })
    .await;
    let limits = sallyport_query::Limits {
        max_bytes: 100,
        ..Default::default()
    };

    let large = bound(QueryBody::Rest(get("/large")), &[], false)
        .await
        .unwrap();
    assert!(matches!(
        rest().run(&target(port), &large, &limits).await,
        Err(RunError::Malformed { .. })
    ));
    let absent = bound(QueryBody::Rest(get("/no")), &[], false)
        .await
        .unwrap();
    let failure = run(&rest(), &target(port), &absent).await.unwrap_err();
    assert!(
        matches!(&failure, RunError::Source(fault) if fault.code == "404"),
        "{failure:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_allowance_this_machine_is_not_reached() {
    let (port, log) = serve(|_| (200, String::new(), "[]".to_owned())).await;
    let query = bound(QueryBody::Rest(get("/x")), &[], false).await.unwrap();
    let closed = Rest::new(Egress::new(vec![]), Arc::new(NoVault));

    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "①②⑦.⓪.⓪.①",
    ] {
        let settings = RestSettings {
            base_url: format!("http://{host}:{port}/"),
            headers: vec![],
        };
        let failure = run(&closed, &support::target(Settings::Rest(settings)), &query)
            .await
            .unwrap_err();
        assert_eq!(failure.code(), "destination_refused", "{host}: {failure:?}");
    }
    assert!(log.lock().unwrap().is_empty());
}
