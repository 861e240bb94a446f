//! The outermost layer: gives a request its id, lets it in, and completes what goes out.

use super::{origin, security};
use crate::problem::{Code, Pending, Problem};
use crate::service::Service;
use axum::extract::{ConnectInfo, Request};
use axum::response::{IntoResponse as _, Response};
use futures::FutureExt as _;
use http::{HeaderValue, StatusCode, header};
use sallyport_kernel::{RequestContext, random};
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

/// The longest user agent that is kept.
const USER_AGENT_CHARACTERS: usize = 256;

pub(crate) async fn around<F: Future<Output = Response>>(
    service: &Service,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let began = Instant::now();
    let context = Arc::new(context(service, &request));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    request.extensions_mut().insert(Arc::clone(&context));
    let response = match origin::check(&service.origin, &request) {
        Ok(()) => AssertUnwindSafe(next(request))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| {
                Problem::new(Code::Internal, "something went wrong on the server")
                    .hint("give the request id to your operator")
                    .into_response()
            }),
        Err(problem) => problem.into_response(),
    };
    let mut response = completed(response, &context.request_id);
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        response.headers_mut().insert("x-request-id", id);
    }
    security::headers(&service.origin, &path, &mut response);
    tracing::info!(
        request_id = %context.request_id,
        %method,
        path,
        status = response.status().as_u16(),
        elapsed_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

fn context(service: &Service, request: &Request) -> RequestContext {
    let id: [u8; 16] = random::array(&*service.random);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    RequestContext {
        request_id: hex::encode(id),
        address: peer.map(|ConnectInfo(peer)| service.proxies.client(peer.ip(), request.headers())),
        user_agent: agent.map(|agent| agent.chars().take(USER_AGENT_CHARACTERS).collect()),
    }
}

/// Writes a problem's body, now that the request's id is known, and makes problems of what axum refuses by itself.
fn completed(mut response: Response, request_id: &str) -> Response {
    if let Some(Pending(problem)) = response.extensions_mut().remove::<Pending>() {
        // What was added to the answer on its way, such as what is left of a limit.
        let mut whole = problem.complete(request_id);
        let added = response.headers().iter();
        for (name, value) in added.filter(|(name, _)| **name != header::CONTENT_LENGTH) {
            whole.headers_mut().append(name, value.clone());
        }
        return whole;
    }
    let status = response.status();
    let bare = (status.is_client_error() || status.is_server_error())
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|kind| !kind.as_bytes().starts_with(b"application/"));
    if bare {
        let problem = if status == StatusCode::INTERNAL_SERVER_ERROR {
            Problem::internal(&"an answer without a problem")
        } else {
            Problem::from(status)
        };
        return problem.complete(request_id);
    }
    response
}
