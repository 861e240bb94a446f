//! `POST /password-reset`

use crate::api::{Accepted, Call, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::reset;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Asks for a link to choose another password.
pub struct AskForReset;

/// Whose password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForResetBody {
    /// The address of the account.
    pub email: String,
}

impl Operation for AskForReset {
    type Action = action::account::AskForReset;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<AskForResetBody>;
    type Answer = Accepted;
    const ID: &'static str = "ask_for_reset";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/password-reset";
    const SUMMARY: &'static str =
        "Have a link sent to choose another password. The answer is the same for every address.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn ask_for_reset(call: Call<AskForReset>) -> Result<Accepted, Problem> {
    let JsonBody(body) = call.body;
    reset::ask(&call.service.identity, call.permit, &body.email).await?;
    Ok(Accepted)
}
