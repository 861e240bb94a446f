//! `POST /account/password`

use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_identity::password::change;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Chooses another password for oneself.
pub struct ChangePassword;

/// The password of now, and the one to come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordBody {
    /// The password of now.
    pub current: SecretText,
    /// The one to come.
    pub password: SecretText,
}

impl Operation for ChangePassword {
    type Action = action::password::Change;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ChangePasswordBody>;
    type Answer = WithCookie<Nothing>;
    const ID: &'static str = "change_password";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/password";
    const SUMMARY: &'static str =
        "Choose another password; the other sessions end, and this one gets another secret.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn change(call: Call<ChangePassword>) -> Result<WithCookie<Nothing>, Problem> {
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    let secret = change::change(identity, call.permit, &body.current, &body.password).await?;
    Ok(WithCookie {
        answer: Nothing,
        cookie: call.service.origin.set_cookie(&secret),
    })
}
