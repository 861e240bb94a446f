//! The whole way in: operations, health, pages.

use crate::endpoints;
use crate::files;
use crate::layers;
use crate::problem::{Problem, method_not_allowed};
use crate::service::Service;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use futures::FutureExt as _;
use http::{Method, StatusCode};
use tower::ServiceExt as _;

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
    endpoints::api()
        .into_router()
        .method_not_allowed_fallback(|| async { method_not_allowed() })
        .fallback(outside_the_api)
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
        _ => files::answer(&*service.assets, &*service.random, path, request.headers())
            .unwrap_or_else(|| Problem::not_found().into_response()),
    }
}
