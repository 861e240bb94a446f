//! `POST /session`

use super::{Whoami, whoami};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_identity::{SessionSecret, sign_in as identity};
use sallyport_kernel::{Secret, SecretText};
use sallyport_policy::action;
use serde::Deserialize;
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
    type Answer = WithCookie<Json<Whoami>>;
    const ID: &'static str = "sign_in";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session";
    const SUMMARY: &'static str = "Sign in by password.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn sign_in(call: Call<SignIn>) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let Call {
        permit,
        body: JsonBody(SignInBody { email, password }),
        service,
        ..
    } = call;
    let request = permit.actor().request().clone();
    let signed_in =
        identity::sign_in(&service.identity, permit, &email, &Secret::clone(&password)).await?;
    answer(&service, &signed_in.secret, request).await
}

/// What a browser gets when somebody has just proved who they are: the cookie, and who they are by it.
pub(crate) async fn answer(
    service: &crate::Service,
    secret: &SessionSecret,
    request: sallyport_kernel::RequestContext,
) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let actor = service
        .identity
        .actor(Some(secret), Arc::new(request), service.clock.now())
        .await?;
    Ok(WithCookie {
        answer: Json(whoami(service, &actor).await?),
        cookie: service.origin.set_cookie(secret),
    })
}
