//! `POST /account/email`

use crate::api::{Accepted, Call, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::address;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Asks for another address for one's own account.
pub struct ChangeEmail;

/// The new address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmailBody {
    /// The address that the account is to have.
    pub email: String,
}

impl Operation for ChangeEmail {
    type Action = action::account::ChangeEmail;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ChangeEmailBody>;
    type Answer = Accepted;
    const ID: &'static str = "change_email";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/email";
    const SUMMARY: &'static str = "Ask for another address: a link goes to the old one and to the new one, and both must agree.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn change_email(call: Call<ChangeEmail>) -> Result<Accepted, Problem> {
    let JsonBody(body) = call.body;
    address::ask_to_change(&call.service.identity, call.permit, &body.email).await?;
    Ok(Accepted)
}
