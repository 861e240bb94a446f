//! `POST /session/proof`

use super::Whoami;
use super::sign_in::answer;
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_identity::proof::{self, Evidence};
use sallyport_kernel::{Secret, SecretText};
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Proves anew who one is, as sensitive acts ask for.
pub struct ProveSession;

/// What proves it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProveSessionBody {
    /// The password.
    pub password: SecretText,
}

impl Operation for ProveSession {
    type Action = action::session::Prove;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ProveSessionBody>;
    type Answer = WithCookie<Json<Whoami>>;
    const ID: &'static str = "prove_session";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/proof";
    const SUMMARY: &'static str = "Prove anew who one is: the session gets another secret, and sensitive acts go for a while.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn prove(call: Call<ProveSession>) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let request = call.actor().request().clone();
    let JsonBody(body) = call.body;
    let evidence = Evidence::Password(Secret::clone(&body.password));
    let secret = proof::prove(&call.service.identity, call.permit, &evidence).await?;
    answer(&call.service, &secret, request).await
}
