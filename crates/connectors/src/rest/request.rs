//! One request over one connection of the broker.

use crate::egress::Egress;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use sallyport_query::target::parse_host;
use sallyport_query::{BoundHttp, RunError};
use tokio::io::{AsyncRead, AsyncWrite};
use url::{Position, Url};

/// Why an answer was not read to its end.
pub(super) const TOO_LARGE: &str = "the answer is larger than the query's limit";

/// A request on its way.
pub(super) struct Outgoing {
    pub(super) url: Url,
    pub(super) method: Method,
    pub(super) body: Option<Vec<u8>>,
}

/// An answer, read to its end.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) location: Option<String>,
    pub(super) body: Bytes,
}

/// The URL of a request: the base, its segments, its pairs. The host is always the base's.
pub(super) fn address(base: &Url, bound: &BoundHttp) -> Result<Url, RunError> {
    let path = base.path().trim_end_matches('/');
    let mut text = format!("{}{path}", &base[..Position::BeforePath]);
    for segment in &bound.segments {
        text.push('/');
        text.push_str(segment);
    }
    let malformed = RunError::Malformed {
        reason: "the query's path makes no URL",
    };
    let Ok(mut url) = Url::parse(&text) else {
        return Err(malformed);
    };
    if url.host() != base.host() || !url.path().starts_with(path) {
        return Err(malformed);
    }
    if !bound.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&bound.query);
    }
    Ok(url)
}

/// Sends a request and reads its answer, up to a size.
pub(super) async fn send(
    egress: &Egress,
    outgoing: &Outgoing,
    headers: HeaderMap,
    max_bytes: u64,
) -> Result<Answer, RunError> {
    let invalid = RunError::DestinationRefused {
        reason: "the address is not valid",
    };
    let (Some(host), Some(port)) = (
        outgoing.url.host_str(),
        outgoing.url.port_or_known_default(),
    ) else {
        return Err(invalid);
    };
    let host = parse_host(host).map_err(|_| invalid)?;
    let stream = egress.connect(&host, port).await?;
    if outgoing.url.scheme() == "https" {
        let stream = egress.tls().verified(&host, stream).await?;
        exchange(stream, outgoing, headers, max_bytes).await
    } else {
        exchange(stream, outgoing, headers, max_bytes).await
    }
}

async fn exchange<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    outgoing: &Outgoing,
    headers: HeaderMap,
    max_bytes: u64,
) -> Result<Answer, RunError> {
    let broken = |_: hyper::Error| RunError::Unreachable {
        stage: "request",
        kind: None,
    };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    // Dropped with the exchange: a reader who leaves closes the connection.
    let _driver = Driver(tokio::spawn(async move {
        let _ = connection.await;
    }));
    let answer = sender
        .send_request(request(outgoing, headers)?)
        .await
        .map_err(broken)?;
    let (parts, mut body) = answer.into_parts();
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(broken)?.into_data() else {
            continue;
        };
        let size = u64::try_from(read.len() + data.len()).unwrap_or(u64::MAX);
        if size > max_bytes {
            return Err(RunError::Malformed { reason: TOO_LARGE });
        }
        read.extend_from_slice(&data);
    }
    let location = parts
        .headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    Ok(Answer {
        status: parts.status,
        location,
        body: read.into(),
    })
}

fn request(outgoing: &Outgoing, headers: HeaderMap) -> Result<Request<Full<Bytes>>, RunError> {
    let malformed = RunError::Malformed {
        reason: "the request cannot be written",
    };
    let host = outgoing.url[Position::BeforeHost..Position::AfterPort].to_owned();
    let path = &outgoing.url[Position::BeforePath..Position::AfterQuery];
    let body = outgoing.body.clone();
    let has_body = body.is_some();
    let built = Request::builder()
        .method(outgoing.method.clone())
        .uri(path)
        .body(Full::new(Bytes::from(body.unwrap_or_default())));
    let (Ok(mut request), Ok(host)) = (built, HeaderValue::try_from(host)) else {
        return Err(malformed);
    };
    *request.headers_mut() = headers;
    let all = request.headers_mut();
    all.insert(header::HOST, host);
    all.entry(header::ACCEPT)
        .or_insert(HeaderValue::from_static("application/json"));
    all.entry(header::USER_AGENT)
        .or_insert(HeaderValue::from_static("sallyport"));
    // What comes is what is counted: no compressed answer that grows when it is opened.
    all.insert(
        header::ACCEPT_ENCODING,
        HeaderValue::from_static("identity"),
    );
    if has_body {
        all.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    Ok(request)
}

struct Driver(tokio::task::JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}
