//! Requests, as they are written.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, header};
use http_body_util::Full;
use sallyport_query::{BoundHttp, RunError};
use url::{Position, Url};

/// A request on its way.
pub(super) struct Outgoing {
    pub(super) url: Url,
    pub(super) method: Method,
    pub(super) body: Option<Bytes>,
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

/// The request with these headers.
pub(super) fn request(
    outgoing: &Outgoing,
    headers: HeaderMap,
) -> Result<Request<Full<Bytes>>, RunError> {
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
        .body(Full::new(body.unwrap_or_default()));
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
