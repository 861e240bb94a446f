//! `POST /session/second-factor/code`

use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::sign_in;
use sallyport_kernel::SecretText;
use sallyport_model::factor::FactorMethod;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Sends the code of a sign-in.
pub struct SendCode;

/// For which sign-in, and which way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendCodeBody {
    /// The ticket of the sign-in.
    pub ticket: SecretText,
    /// One of its methods by which codes are sent.
    pub method: FactorMethod,
}

impl Operation for SendCode {
    type Action = action::session::SendCode;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SendCodeBody>;
    type Answer = Nothing;
    const ID: &'static str = "send_code";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/second-factor/code";
    const SUMMARY: &'static str =
        "Have the code of a sign-in sent: three times at the most, half a minute apart.";
    const MAX_BODY: usize = 4 * 1024;
}

pub(super) async fn send_code(call: Call<SendCode>) -> Result<Nothing, Problem> {
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    sign_in::send_code(identity, call.permit, &body.ticket, body.method).await?;
    Ok(Nothing)
}
