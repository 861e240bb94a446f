//! `POST /account/email/verify`

use crate::api::{Accepted, Call, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::address;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Has the link sent that proves one's own address.
pub struct VerifyEmail;

/// Nothing is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyEmailBody {}

impl Operation for VerifyEmail {
    type Action = action::account::VerifyEmail;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<VerifyEmailBody>;
    type Answer = Accepted;
    const ID: &'static str = "verify_email";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/email/verify";
    const SUMMARY: &'static str = "Have the link sent that proves one's own address.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn verify_email(call: Call<VerifyEmail>) -> Result<Accepted, Problem> {
    address::ask_to_verify(&call.service.identity, call.permit).await?;
    Ok(Accepted)
}
