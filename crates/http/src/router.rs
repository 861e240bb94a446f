//! The whole way in: operations, health, pages.

use crate::assets::{NONCE_PLACEHOLDER, page};
use crate::endpoints;
use crate::layers;
use crate::problem::{Problem, method_not_allowed};
use crate::service::Service;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::handler::Handler as _;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt as _;
use http::{HeaderValue, Method, StatusCode, header};
use sallyport_kernel::random;
use tower::{Layer as _, ServiceExt as _};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};

/// Where every request comes in, and its answer goes out. Cheap to clone.
#[derive(Clone)]
pub struct Entrance {
    service: Service,
    routes: Router,
}

impl Entrance {
    /// The way in to everything that the service serves.
    pub fn new(service: Service) -> Self {
        Self {
            routes: routes(service.clone()),
            service,
        }
    }

    /// Answers a request, whatever it is.
    pub async fn answer(&self, request: Request) -> Response {
        // Around the routes as a whole: as a layer of axum's it would be put around each of them, and made anew for
        // each request.
        layers::around(&self.service, request, |request| {
            let routes = self.routes.clone().oneshot(request);
            routes.map(|answer| answer.unwrap_or_else(|never| match never {}))
        })
        .await
    }
}

fn routes(service: Service) -> Router {
    // Answers hold what people typed beside what others may know: compressing them could tell one by the other's
    // length (BREACH), so only the web part's own files are compressed.
    let files_only =
        SizeAbove::new(1024).and(NotForContentType::const_new("application/problem+json"));
    endpoints::api()
        .into_router()
        .method_not_allowed_fallback(|| async { method_not_allowed() })
        .fallback_service(
            CompressionLayer::new()
                .compress_when(files_only)
                .layer(outside_the_api.with_state(service.clone())),
        )
        .with_state(service)
}

async fn outside_the_api(State(service): State<Service>, request: Request) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return if path.starts_with("/api/") {
            Problem::not_found()
        } else {
            method_not_allowed()
        }
        .into_response();
    }
    match path {
        "/healthz" => StatusCode::NO_CONTENT.into_response(),
        "/readyz" => match service.store.ping().await {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(error) => Problem::from(error).into_response(),
        },
        _ => file(&service, path).unwrap_or_else(|| Problem::not_found().into_response()),
    }
}

fn file(service: &Service, path: &str) -> Option<Response> {
    if path.starts_with("/assets/") || path == "/favicon.svg" {
        let asset = service.assets.get(path.trim_start_matches('/'))?;
        let mut response = Response::new(Body::from(asset.bytes));
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_str(&asset.content_type).ok()?,
        );
        // The name holds the content's hash.
        let cache = if path == "/favicon.svg" {
            "max-age=3600"
        } else {
            "public, max-age=31536000, immutable"
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        // A worker is under the policy that its own script comes with.
        if asset.content_type.contains("javascript") {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy("none")?);
        }
        return Some(response);
    }
    let asset = service.assets.get(page(path)?)?;
    let nonce = STANDARD.encode(random::array::<18>(&*service.random));
    let html = std::str::from_utf8(&asset.bytes)
        .ok()?
        .replace(NONCE_PLACEHOLDER, &nonce);
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&nonce)?);
    Some(response)
}

fn policy(nonce: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&layers::page_policy(nonce)).ok()
}
