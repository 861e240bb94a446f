//! `POST /password-reset/confirm`

use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::reset;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Chooses another password by a link.
pub struct ResetPassword;

/// The link, and the password to have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
    /// The new password.
    pub password: SecretText,
}

impl Operation for ResetPassword {
    type Action = action::account::ResetPassword;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ResetPasswordBody>;
    type Answer = Nothing;
    const ID: &'static str = "reset_password";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/password-reset/confirm";
    const SUMMARY: &'static str =
        "Choose another password by a link; all sessions end, and second factors stay as they are.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn reset_password(call: Call<ResetPassword>) -> Result<Nothing, Problem> {
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    reset::choose(identity, call.permit, &body.token, &body.password).await?;
    Ok(Nothing)
}
