//! From a request to a [`Call`]: session, place, policy, body, in that order.

use super::absent::absent;
use super::admission::Admission;
use super::held::{Held, until, while_held};
use super::{Answer as _, Body as _, Endpoint, Find, Locate as _, Operation};
use crate::problem::{Code, FieldFault, Problem};
use crate::service::Service;
use axum::RequestExt as _;
use axum::extract::{FromRequestParts as _, Path, Query, Request};
use axum::response::{IntoResponse as _, Response};
use futures::FutureExt as _;
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use sallyport_kernel::{RequestContext, Timestamp};
use sallyport_policy::{Action, Actor, Permit, Trait, Wanting};
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

pub(crate) async fn serve<O: Operation, E: Endpoint<O>>(
    service: Service,
    request: Request,
    handler: E,
    public: bool,
) -> Response {
    let mut admission = Admission::default();
    let served = async {
        let call = call::<O>(service, request, public, &mut admission).await?;
        if O::Answer::STREAMS {
            return streamed(handler, call).await;
        }
        Ok(handler.serve(call).await?.into_response())
    };
    let mut response = served.await.unwrap_or_else(Problem::into_response);
    admission.write(response.headers_mut());
    response
}

/// Serves what may take its time for as long as the actor may have it.
async fn streamed<O: Operation, E: Endpoint<O>>(
    handler: E,
    call: Call<O>,
) -> Result<Response, Problem> {
    let held = Held::<O::Action>::new(&call.service, call.actor(), call.permit.on()).await?;
    let mut lost = held.lost().boxed();
    let answer = while_held(handler.serve(call), &mut lost).await?;
    Ok(until(answer.into_response(), lost))
}

async fn call<O: Operation>(
    service: Service,
    mut request: Request,
    public: bool,
    admission: &mut Admission,
) -> Result<Call<O>, Problem> {
    if public {
        // Whoever comes to prove who they are is nobody known yet, in the home tenant: a session or key that they hold
        // already, of whatever tenant, has no part in it.
        request.headers_mut().remove(header::COOKIE);
        request.headers_mut().remove(header::AUTHORIZATION);
    }
    let context = request.extensions().get::<Arc<RequestContext>>().cloned();
    let context =
        context.ok_or_else(|| Problem::internal(&"a request came without its context"))?;
    admission.by_address(&service, &context).await?;
    let actor = service
        .actor(request.headers(), Arc::clone(&context))
        .await?;
    admission.by_actor(&service, &actor).await?;
    if !public && actor.person_id().is_none() {
        return Err(Problem::unauthenticated());
    }
    if actor.confined() && !O::Action::TRAITS.contains(&Trait::Confined) {
        // The policies say the same; here nothing is looked up, so that nothing can be told from the answer.
        return Err(Problem::sign_in_incomplete());
    }
    let path = request.extract_parts::<Path<O::Path>>().await;
    let path = path.map_err(|_| Problem::not_found())?.0;
    let permit = permit::<O>(&service, &actor, &path).await?;
    let (mut parts, body) = request.into_parts();
    let query = Query::<O::Query>::from_request_parts(&mut parts, &())
        .await
        .map_err(|rejection| invalid_query(&rejection.body_text()))?
        .0;
    let mut coming = std::pin::pin!(Limited::new(body, O::MAX_BODY).collect());
    // Most bodies come with their heads: nothing can have changed since the permit.
    let at_once = coming.as_mut().now_or_never();
    let waited = at_once.is_none();
    let came = match at_once {
        Some(came) => came,
        None => tokio::time::timeout(BODY_TIME, coming)
            .await
            .map_err(|_| too_slow())?,
    };
    let bytes = came.map_err(|error| too_large(&*error, O::MAX_BODY))?;
    let body = O::Body::read(&parts.headers, &bytes.to_bytes())?;
    let permit = if waited {
        still_permitted::<O>(&service, &parts.headers, context, permit, &path).await?
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

/// A body comes in its sender's own time, and meanwhile the session may have ended or a right may be gone: if
/// anything has changed since the permit, everything is decided anew.
async fn still_permitted<O: Operation>(
    service: &Service,
    headers: &HeaderMap,
    context: Arc<RequestContext>,
    permit: Permit<O::Action>,
    path: &O::Path,
) -> Result<Permit<O::Action>, Problem> {
    let now = service.actor(headers, context).await?;
    let then = permit.actor();
    let same_caller = now.session_id() == then.session_id() && now.caller() == then.caller();
    if same_caller && now.access().version() == then.access().version() {
        return Ok(permit);
    }
    if now.person_id().is_none() && then.person_id().is_some() {
        return Err(Problem::unauthenticated());
    }
    self::permit::<O>(service, &now, path).await
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
        Err(problem) => return Err(absent::<O>(service, actor, path, problem).await),
    };
    match sallyport_policy::check::<O::Action>(actor, &on) {
        Ok(permit) => Ok(permit),
        Err(denied) => {
            let (known, wanting) = (denied.may_know(), denied.wanting());
            tracing::info!(action = O::Action::NAME, "denied");
            service
                .store
                .record(denied.receipt().with("operation", O::ID))
                .await?;
            Err(match wanting {
                Some(Wanting::Proof) => Problem::proof_required(),
                Some(Wanting::SignIn) => Problem::sign_in_incomplete(),
                None if known => Problem::forbidden(),
                None => Problem::not_found(),
            })
        }
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
