//! `POST /session`

use super::{Whoami, whoami};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, Renewed, WithCookie};
use crate::problem::Problem;
use sallyport_identity::factors::Step;
use sallyport_identity::{SessionSecret, sign_in as identity};
use sallyport_kernel::RequestContext;
use sallyport_kernel::{Secret, SecretText, Timestamp};
use sallyport_model::factor::FactorMethod;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// Signs in by password.
pub struct SignIn;

/// An address and a password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// The address.
    pub email: String,
    /// The password.
    pub password: SecretText,
}

impl Operation for SignIn {
    type Action = action::session::SignIn;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SignInBody>;
    type Answer = Renewed<Json<SignInAnswer>>;
    const ID: &'static str = "sign_in";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session";
    const SUMMARY: &'static str =
        "Sign in by password: it is complete, or a second factor is asked for.";
    const MAX_BODY: usize = 8 * 1024;
}

/// How far a sign-in has come.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SignInAnswer {
    /// The person is signed in.
    SignedIn(Box<Whoami>),
    /// One of their second factors is asked for.
    SecondFactor(SecondStep),
}

/// What is asked for beside the password.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondStep {
    /// What goes with the answer; five wrong answers end it.
    pub ticket: String,
    /// The ways to answer.
    pub methods: Vec<FactorMethod>,
    /// What to ask a passkey (`PublicKeyCredentialRequestOptions`), if the person has one.
    #[schema(value_type = Option<Object>)]
    pub passkey: Option<Value>,
    /// When the ticket ends by itself.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

impl From<Step> for SecondStep {
    fn from(step: Step) -> Self {
        Self {
            ticket: step.ticket.expose().clone(),
            methods: step.methods,
            passkey: step.passkey,
            expires_at: step.expires_at,
        }
    }
}

pub(super) async fn sign_in(call: Call<SignIn>) -> Result<Renewed<Json<SignInAnswer>>, Problem> {
    let Call {
        permit,
        body: JsonBody(SignInBody { email, password }),
        service,
        ..
    } = call;
    let request = Arc::clone(permit.actor().request());
    let password = Secret::clone(&password);
    match identity::sign_in(&service.identity, permit, &email, &password).await? {
        identity::SignIn::Done(signed_in) => whole(&service, &signed_in.secret, request).await,
        identity::SignIn::SecondFactor(step) => Ok(Renewed {
            answer: Json(SignInAnswer::SecondFactor(step.into())),
            cookie: None,
        }),
    }
}

/// The answer of a sign-in that is complete.
pub(super) async fn whole(
    service: &crate::Service,
    secret: &SessionSecret,
    request: Arc<RequestContext>,
) -> Result<Renewed<Json<SignInAnswer>>, Problem> {
    let WithCookie {
        answer: Json(whoami),
        cookie,
    } = answer(service, secret, request).await?;
    Ok(Renewed {
        answer: Json(SignInAnswer::SignedIn(Box::new(whoami))),
        cookie: Some(cookie),
    })
}

/// What a browser gets when somebody has just proved who they are: the cookie, and who they are by it.
pub(crate) async fn answer(
    service: &crate::Service,
    secret: &SessionSecret,
    request: Arc<RequestContext>,
) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let actor = service
        .identity
        .actor(Some(secret), request, service.clock.now())
        .await?;
    Ok(WithCookie {
        answer: Json(whoami(service, &actor).await?),
        cookie: service.origin.set_cookie(secret),
    })
}
