//! `POST /registration/confirm`

use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::registration;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Makes the account that was asked for.
pub struct ConfirmRegistration;

/// The link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRegistrationBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
}

impl Operation for ConfirmRegistration {
    type Action = action::account::ConfirmRegistration;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ConfirmRegistrationBody>;
    type Answer = Nothing;
    const ID: &'static str = "confirm_registration";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/registration/confirm";
    const SUMMARY: &'static str = "Make the account that one asked for, by the link that was sent.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn confirm_registration(
    call: Call<ConfirmRegistration>,
) -> Result<Nothing, Problem> {
    let JsonBody(body) = call.body;
    registration::confirm(&call.service.identity, call.permit, &body.token).await?;
    Ok(Nothing)
}
