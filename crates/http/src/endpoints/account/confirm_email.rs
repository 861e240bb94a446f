//! `POST /email/confirm`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::address;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

/// Proves an address, or agrees to its change.
pub struct ConfirmEmail;

/// The link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmEmailBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
}

/// What the link did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agreement {
    /// Whether all is done; a change of address waits for the other address to agree.
    pub done: bool,
}

impl Operation for ConfirmEmail {
    type Action = action::account::ConfirmEmail;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ConfirmEmailBody>;
    type Answer = Json<Agreement>;
    const ID: &'static str = "confirm_email";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/email/confirm";
    const SUMMARY: &'static str =
        "Prove an address, or agree to its change, by the link that was sent there.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn confirm_email(call: Call<ConfirmEmail>) -> Result<Json<Agreement>, Problem> {
    let JsonBody(body) = call.body;
    let done = address::confirm(&call.service.identity, call.permit, &body.token).await?;
    Ok(Json(Agreement { done }))
}
