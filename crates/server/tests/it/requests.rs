//! What every answer carries, and requests that are refused before anyone asks who sends them.

use crate::support::{TestServer, unique};
use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;
use serde_json::json;

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_from_harm() {
    let t = TestServer::start().await;
    let administrator = t.administrator().await;
    let replies = [
        administrator.get("/api/v1/apps").await.is(200),
        administrator.get("/api/v1/nothing").await.is(404),
        administrator.get("/api/v1/audit/export").await.is(200),
        administrator.put("/api/v1/apps", &json!({})).await.is(405),
        t.anonymous().get("/api/v1/apps").await.is(401),
        t.anonymous().get("/healthz").await.is(204),
        t.anonymous().get("/nothing/at/all.php").await,
    ];

    for reply in replies {
        let header = |name: &str| {
            reply
                .headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap())
                .to_owned()
        };
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("cross-origin-embedder-policy"), "require-corp");
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(!header("content-security-policy").contains("unsafe-inline"));
        assert_eq!(header("x-request-id").len(), 32);
        assert_eq!(header("server"), "");
    }
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let t = TestServer::start().await;
    let administrator = t.administrator().await;
    let body = || Full::from(json!({ "name": format!("Workspace {}", unique()) }).to_string());
    let from = |name: &str, value: &str| {
        let mut request = administrator
            .request(Method::POST, "/api/v1/workspaces")
            .header("content-type", "application/json")
            .body(body())
            .unwrap();
        request.headers_mut().remove("sec-fetch-site");
        request.headers_mut().insert(
            http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
            value.parse().unwrap(),
        );
        request
    };

    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost:1"),
    ] {
        t.send(from(name, value))
            .await
            .is(403)
            .is_problem("cross_site");
    }
    t.send(from("origin", &t.origin.as_url())).await.is(201);
    assert_eq!(
        administrator.get("/api/v1/workspaces").await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_name_that_is_not_the_servers_gets_nothing() {
    let t = TestServer::start().await;
    let administrator = t.administrator().await;
    let to = |host: Option<&str>| {
        let mut request = administrator
            .request(Method::GET, "/api/v1/session")
            .body(Full::new(Bytes::new()))
            .unwrap();
        request.headers_mut().remove("host");
        if let Some(host) = host {
            request.headers_mut().insert("host", host.parse().unwrap());
        }
        request
    };

    for host in ["evil.example", "localhost", "localhost:1", "127.0.0.1", ""] {
        t.send(to(Some(host)))
            .await
            .is(421)
            .is_problem("misdirected_request");
    }
    t.send(to(None))
        .await
        .is(421)
        .is_problem("misdirected_request");
    t.send(to(Some(&t.origin.authority.to_uppercase())))
        .await
        .is(200);
    let elsewhere = format!("http://evil.example{}", "/api/v1/session");
    let absolute = Request::get(elsewhere)
        .header("host", &t.origin.authority)
        .body(Full::new(Bytes::new()));
    t.send(absolute.unwrap()).await.is(421);
}

#[tokio::test]
async fn a_forged_cookie_is_nobody() {
    let t = TestServer::start().await;
    let name = t.origin.cookie_name();
    for value in [
        "",
        "x",
        "AAAA",
        &"A".repeat(64),
        &"A".repeat(5000),
        "%00",
        "\"quoted\"",
        "a b",
    ] {
        let visitor = crate::support::Visitor::with_cookie(&t, format!("{name}={value}"));
        visitor
            .get("/api/v1/session")
            .await
            .is_problem("unauthenticated");
    }
}
