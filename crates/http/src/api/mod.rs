//! Operations, calls, and the only way to add a route.

mod acts;
mod admission;
mod answer;
mod body;
mod call;
mod endpoint;
mod held;
mod openapi;
mod operation;
mod refusal;

pub(crate) use acts::acts;
pub(crate) use admission::{LEFT, POLICY};
pub use answer::{
    Accepted, Answer, Created, Download, Json, Nothing, Renewed, Streamed, WithCookie,
};
pub use body::{Body, JsonBody, NoBody};
pub use call::Call;
pub use endpoint::Endpoint;
pub use openapi::document;
pub use operation::{Find, Locate, Method, NoParameters, Operation, PublicReason, Route};

use crate::service::Service;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use futures::future::BoxFuture;
use std::sync::Arc;

/// The operations that the server serves, with what is known of each.
pub struct Api {
    router: Router<Service>,
    routes: Vec<Route>,
}

impl Api {
    /// No operations yet.
    pub fn new() -> Self {
        Self {
            router: Router::new(),
            routes: Vec::new(),
        }
    }

    /// Adds an operation for those whom the policies permit it.
    #[must_use]
    pub fn op<O: Operation, E: Endpoint<O>>(self, _operation: O, handler: E) -> Self {
        self.add::<O, E>(handler, None)
    }

    /// Adds an operation that is open to everyone, signed in or not, and says why. Each has a line in
    /// `spec/public-endpoints.txt`.
    #[must_use]
    pub fn public<O: Operation, E: Endpoint<O>>(
        self,
        _operation: O,
        reason: PublicReason,
        handler: E,
    ) -> Self {
        self.add::<O, E>(handler, Some(reason))
    }

    fn add<O: Operation, E: Endpoint<O>>(
        mut self,
        handler: E,
        public: Option<PublicReason>,
    ) -> Self {
        let public_too = public.is_some();
        let serve = move |service, request| -> BoxFuture<'static, Response> {
            let handler = handler.clone();
            if O::Answer::STREAMS {
                Box::pin(call::serve_held::<O, E>(
                    service, request, handler, public_too,
                ))
            } else {
                Box::pin(call::serve::<O, E>(service, request, handler, public_too))
            }
        };
        self.router = routed(self.router, O::METHOD, O::PATH, Arc::new(serve));
        self.routes.push(Route::of::<O>(public));
        self
    }

    /// What is known of every operation, in the order that they were added.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    pub(crate) fn into_router(self) -> Router<Service> {
        self.router
    }
}

/// What serves an operation, whatever its types.
type Serve = Arc<dyn Fn(Service, Request) -> BoxFuture<'static, Response> + Send + Sync>;

fn routed(router: Router<Service>, method: Method, path: &str, serve: Serve) -> Router<Service> {
    let method = match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    };
    let handler =
        async move |State(service): State<Service>, request: Request| serve(service, request).await;
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a route is made"
    )]
    router.route(&format!("/api/v1{path}"), on(method, handler))
}

impl Default for Api {
    fn default() -> Self {
        Self::new()
    }
}
