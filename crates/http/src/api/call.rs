//! From a request to a [`Call`]: session, place, policy, body, in that order.

use super::admission::Admission;
use super::held::{Held, until, while_held};
use super::{Answer as _, Body as _, Endpoint, Find, Locate as _, Operation, refusal};
use crate::problem::{Code, FieldFault, Problem};
use crate::service::Service;
use axum::RequestExt as _;
use axum::body::Body;
use axum::extract::{Path, Query, Request};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures::FutureExt as _;
use http::{HeaderMap, Uri, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use sallyport_kernel::{RequestContext, Timestamp};
use sallyport_policy::{Action as _, Actor, Permit, Trait};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// A permitted request: only the way through session, place, policy and body makes one.
pub struct Call<O: Operation> {
    /// The proof that the actor may do this; use cases take it.
    pub permit: Permit<O::Action>,
    /// The ids in the path.
    pub path: O::Path,
    /// The parameters in the query.
    pub query: O::Query,
    /// What was sent.
    pub body: O::Body,
    /// The service that it came to.
    pub service: Service,
}

impl<O: Operation> Call<O> {
    /// Who calls.
    pub fn actor(&self) -> &Actor {
        self.permit.actor()
    }

    /// When the request began.
    pub fn at(&self) -> Timestamp {
        self.permit.actor().at()
    }
}

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Serves an operation whose answer is made at once.
///
/// There are as many of these, and of [`call`] and [`permit`], as there are operations: what does not depend on the
/// operation's types is in functions of its own, which there is one of.
pub(super) async fn serve<O: Operation, E: Endpoint<O>>(
    service: Service,
    request: Request,
    handler: E,
    public: bool,
) -> Response {
    let mut admission = Admission::default();
    let served = match call::<O>(service, request, public, &mut admission).await {
        Ok(call) => handler.serve(call).await.map(O::Answer::into_response),
        Err(problem) => Err(problem),
    };
    respond(served, &admission)
}

/// Serves an operation whose answer may take its time, for as long as the actor may have it.
pub(super) async fn serve_held<O: Operation, E: Endpoint<O>>(
    service: Service,
    request: Request,
    handler: E,
    public: bool,
) -> Response {
    let mut admission = Admission::default();
    let served = async {
        let call = call::<O>(service, request, public, &mut admission).await?;
        let held = Held::<O::Action>::new(&call.service, call.actor(), call.permit.on()).await?;
        let mut lost = held.lost().boxed();
        let answer = while_held(handler.serve(call), &mut lost).await?;
        Ok(until(answer.into_response(), lost))
    };
    let served = served.await;
    respond(served, &admission)
}

fn respond(served: Result<Response, Problem>, admission: &Admission) -> Response {
    let mut response = served.unwrap_or_else(Problem::into_response);
    admission.write(response.headers_mut());
    response
}

async fn call<O: Operation>(
    service: Service,
    mut request: Request,
    public: bool,
    admission: &mut Admission,
) -> Result<Call<O>, Problem> {
    let confined = O::Action::TRAITS.contains(&Trait::Confined);
    let actor = admitted(&service, &mut request, public, confined, admission).await?;
    let path = path::<O::Path>(&mut request).await?;
    let permit = permit::<O>(&service, &actor, &path).await?;
    let (parts, body) = request.into_parts();
    let query = query::<O::Query>(&parts.uri)?;
    let arrived = arrived(body, O::MAX_BODY).await?;
    let body = O::Body::read(&parts.headers, &arrived.bytes)?;
    let permit = if arrived.waited
        && let Some(now) = changed(&service, &parts.headers, &actor).await?
    {
        self::permit::<O>(&service, &now, &path).await?
    } else {
        permit
    };
    Ok(Call {
        permit,
        path,
        query,
        body,
        service,
    })
}

/// Who calls, if they are within the limits and may come to such an operation at all: one that is `public`, or one that
/// goes in a `confined` session.
async fn admitted(
    service: &Service,
    request: &mut Request,
    public: bool,
    confined: bool,
    admission: &mut Admission,
) -> Result<Actor, Problem> {
    if public {
        // Whoever comes to prove who they are is nobody known yet, in the home tenant: a session or key that they hold
        // already, of whatever tenant, has no part in it.
        request.headers_mut().remove(header::COOKIE);
        request.headers_mut().remove(header::AUTHORIZATION);
    }
    let context = request.extensions().get::<Arc<RequestContext>>().cloned();
    let context =
        context.ok_or_else(|| Problem::internal(&"a request came without its context"))?;
    admission.by_address(service, &context).await?;
    let actor = service.actor(request.headers(), context).await?;
    admission.by_actor(service, &actor).await?;
    if !public && actor.person_id().is_none() {
        return Err(Problem::unauthenticated());
    }
    if actor.confined() && !confined {
        // The policies say the same; here nothing is looked up, so that nothing can be told from the answer.
        return Err(Problem::sign_in_incomplete());
    }
    Ok(actor)
}

async fn path<P: DeserializeOwned + Send + 'static>(request: &mut Request) -> Result<P, Problem> {
    match request.extract_parts::<Path<P>>().await {
        Ok(Path(path)) => Ok(path),
        Err(_) => Err(Problem::not_found()),
    }
}

fn query<Q: DeserializeOwned>(uri: &Uri) -> Result<Q, Problem> {
    match Query::try_from_uri(uri) {
        Ok(Query(query)) => Ok(query),
        Err(rejection) => Err(invalid_query(&rejection.body_text())),
    }
}

/// A body that is there.
struct Arrived {
    bytes: Bytes,
    /// Whether it was waited for: then things can have changed since the permit.
    waited: bool,
}

async fn arrived(body: Body, limit: usize) -> Result<Arrived, Problem> {
    let mut coming = std::pin::pin!(Limited::new(body, limit).collect());
    // Most bodies come with their heads.
    let at_once = coming.as_mut().now_or_never();
    let waited = at_once.is_none();
    let came = match at_once {
        Some(came) => came,
        None => tokio::time::timeout(BODY_TIME, coming)
            .await
            .map_err(|_| too_slow())?,
    };
    let bytes = came.map_err(|error| too_large(&*error, limit))?.to_bytes();
    Ok(Arrived { bytes, waited })
}

/// A body comes in its sender's own time, and meanwhile the session may have ended or a right may be gone: if
/// anything has changed since `then`, this is who calls now, for whom everything is decided anew.
async fn changed(
    service: &Service,
    headers: &HeaderMap,
    then: &Actor,
) -> Result<Option<Actor>, Problem> {
    let now = service.actor(headers, Arc::clone(then.request())).await?;
    let same_caller = now.session_id() == then.session_id() && now.caller() == then.caller();
    if same_caller && now.access().version() == then.access().version() {
        return Ok(None);
    }
    if now.person_id().is_none() && then.person_id().is_some() {
        return Err(Problem::unauthenticated());
    }
    Ok(Some(now))
}

/// Finds the thing and asks the policies. A refusal is recorded; what the actor may not know of looks absent.
async fn permit<O: Operation>(
    service: &Service,
    actor: &Actor,
    path: &O::Path,
) -> Result<Permit<O::Action>, Problem> {
    let find = Find {
        tenant: actor.tenant(),
        version: actor.access().version(),
        service,
    };
    let on = match path.locate(find).await {
        Ok(on) => on,
        Err(problem) => {
            let attempt = sallyport_policy::absent::<O::Action>(actor);
            let ids = serde_json::to_value(path).unwrap_or_default();
            return Err(refusal::not_located(service, attempt, ids, problem, O::ID).await);
        }
    };
    match sallyport_policy::check::<O::Action>(actor, &on) {
        Ok(permit) => Ok(permit),
        Err(denied) => Err(refusal::denied(service, denied, O::Action::NAME, O::ID).await),
    }
}

fn invalid_query(text: &str) -> Problem {
    let message = text
        .strip_prefix("Failed to deserialize query string: ")
        .unwrap_or(text);
    let (path, message) = message.split_once(": ").unwrap_or(("", message));
    Problem::invalid(vec![FieldFault {
        path: path.to_owned(),
        message: message.to_owned(),
    }])
}

fn too_slow() -> Problem {
    let seconds = BODY_TIME.as_secs();
    Problem::new(
        Code::UnreadableBody,
        format!("the body did not arrive within {seconds} seconds"),
    )
    .hint("send the request again")
}

fn too_large(error: &(dyn std::error::Error + 'static), limit: usize) -> Problem {
    if error.downcast_ref::<LengthLimitError>().is_some() {
        Problem::new(
            Code::TooLarge,
            format!("the body is larger than {limit} bytes"),
        )
        .hint("send less at once")
    } else {
        Problem::new(Code::UnreadableBody, "the body ended before it was whole")
    }
}
