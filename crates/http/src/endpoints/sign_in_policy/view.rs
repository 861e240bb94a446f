//! `GET /sign-in-policy`

use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sign_in_policy;
use sallyport_model::account::SignInPolicy;
use sallyport_policy::action;

/// Shows what the tenant asks of sign-ins, accounts and sessions.
pub struct ViewSignInPolicy;

impl Operation for ViewSignInPolicy {
    type Action = action::tenant::ViewSignInPolicy;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<SignInPolicy>;
    const ID: &'static str = "view_sign_in_policy";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/sign-in-policy";
    const SUMMARY: &'static str = "What is asked of sign-ins, accounts and sessions.";
}

pub(super) async fn view(call: Call<ViewSignInPolicy>) -> Result<Json<SignInPolicy>, Problem> {
    let policy = sign_in_policy::view(&call.service.identity, call.permit).await?;
    Ok(Json(policy))
}
