//! `POST /session/proof/code`

use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::proof;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Sends the code of a proof.
pub struct SendProofCode;

/// For which proof.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendProofCodeBody {
    /// The ticket that the challenge gave.
    pub ticket: SecretText,
}

impl Operation for SendProofCode {
    type Action = action::session::SendProofCode;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SendProofCodeBody>;
    type Answer = Nothing;
    const ID: &'static str = "send_proof_code";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/proof/code";
    const SUMMARY: &'static str = "Have the code of a proof sent to one's own telephone.";
    const MAX_BODY: usize = 4 * 1024;
}

pub(super) async fn send_code(call: Call<SendProofCode>) -> Result<Nothing, Problem> {
    let JsonBody(body) = call.body;
    proof::send_code(&call.service.identity, call.permit, &body.ticket).await?;
    Ok(Nothing)
}
