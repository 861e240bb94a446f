//! The smallest HTTP client: one connection a request, so that nothing of one test's request is left for the next.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// What was asked, for messages.
    asked: String,
}

/// Sends a request; `None` if the connection broke, as it does when the server is killed.
pub(crate) async fn try_send(address: SocketAddr, request: Request<Full<Bytes>>) -> Option<Reply> {
    let asked = format!("{} {}", request.method(), request.uri());
    #[allow(clippy::disallowed_methods, reason = "the test is the client")]
    let stream = TcpStream::connect(address).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .ok()?;
    tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await.ok()?.into_parts();
    let body = body.collect().await.ok()?.to_bytes();
    Some(Reply {
        status: parts.status,
        headers: parts.headers,
        body,
        asked,
    })
}

/// A request as a browser on the server's own pages sends it.
pub(crate) fn request(authority: &str, method: Method, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", authority)
        .header("sec-fetch-site", "same-origin")
}

impl Reply {
    /// The body as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{}: not JSON: {}", self.asked, self.text()))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The `code` of a problem, or an empty text.
    pub(crate) fn code(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        body["code"].as_str().unwrap_or_default().to_owned()
    }

    /// It went well, with that status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}: {}",
            self.asked,
            self.text()
        );
        self
    }

    /// There seems to be nothing.
    #[track_caller]
    pub(crate) fn is_not_found(self) -> Self {
        self.is_problem("not_found")
    }

    /// It is a whole RFC 9457 problem of that code.
    #[track_caller]
    pub(crate) fn is_problem(self, code: &str) -> Self {
        assert_eq!(
            self.code(),
            code,
            "{}: {} {}",
            self.asked,
            self.status,
            self.text()
        );
        let body = self.json();
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{}",
            self.asked
        );
        assert_eq!(body["status"], self.status.as_u16(), "{}", self.asked);
        assert_eq!(body["type"], format!("/problems/{code}"), "{}", self.asked);
        assert_eq!(
            body["request_id"],
            self.headers["x-request-id"].to_str().unwrap(),
            "{}",
            self.asked
        );
        for member in ["title", "detail"] {
            assert!(
                body[member].as_str().is_some_and(|text| !text.is_empty()),
                "{}: no {member}",
                self.asked
            );
        }
        assert!(body["errors"].is_array(), "{}: no errors", self.asked);
        self
    }

    /// Everything that the client could tell two answers apart by, apart from what differs for every request.
    pub(crate) fn without_request_id(&self) -> (StatusCode, Vec<(String, Vec<u8>)>, String) {
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .filter(|(name, _)| {
                // What is left of a limit goes down with every request, whatever it asks.
                *name != "x-request-id" && *name != "date" && *name != "ratelimit"
            })
            .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
            .collect();
        headers.sort();
        let id = self
            .headers
            .get("x-request-id")
            .and_then(|id| id.to_str().ok())
            .unwrap_or_default();
        (self.status, headers, self.text().replace(id, "…"))
    }

    /// The value of the session cookie that the answer sets.
    #[track_caller]
    pub(crate) fn cookie(&self) -> String {
        let header = self
            .headers
            .get("set-cookie")
            .unwrap_or_else(|| panic!("{}: sets no cookie", self.asked));
        header
            .to_str()
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }
}
