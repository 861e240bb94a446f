//! `PUT /sign-in-policy`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sign_in_policy;
use sallyport_model::account::SignInPolicy;
use sallyport_policy::action;

/// Sets what the tenant asks of sign-ins, accounts and sessions.
pub struct SetSignInPolicy;

impl Operation for SetSignInPolicy {
    type Action = action::tenant::SetSignInPolicy;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SignInPolicy>;
    type Answer = Json<SignInPolicy>;
    const ID: &'static str = "set_sign_in_policy";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/sign-in-policy";
    const SUMMARY: &'static str = "Set what is asked of sign-ins, accounts and sessions, as a whole; what is left out gets its default.";
    const MAX_BODY: usize = 32 * 1024;
}

pub(super) async fn set(call: Call<SetSignInPolicy>) -> Result<Json<SignInPolicy>, Problem> {
    let JsonBody(policy) = call.body;
    let policy = sign_in_policy::set(&call.service.identity, call.permit, policy).await?;
    Ok(Json(policy))
}
