//! `POST /registration/confirm`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, WithCookie};
use crate::endpoints::session::{Whoami, answer};
use crate::problem::Problem;
use sallyport_identity::offer::Chosen;
use sallyport_identity::registration;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Makes the account that was asked for.
pub struct ConfirmRegistration;

/// The link, and the account to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRegistrationBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
    /// The name.
    pub name: String,
    /// The password.
    pub password: SecretText,
}

impl Operation for ConfirmRegistration {
    type Action = action::account::ConfirmRegistration;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ConfirmRegistrationBody>;
    type Answer = WithCookie<Json<Whoami>>;
    const ID: &'static str = "confirm_registration";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/registration/confirm";
    const SUMMARY: &'static str =
        "Make the account that one asked for, by the link that was sent, and sign in to it.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn confirm_registration(
    call: Call<ConfirmRegistration>,
) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let request = Arc::clone(call.actor().request());
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    let chosen = Chosen {
        name: body.name,
        password: body.password,
    };
    let signed_in = registration::confirm(identity, call.permit, &body.token, chosen).await?;
    answer(&call.service, &signed_in.secret, request).await
}
