//! `POST /setup`

use super::{Whoami, sign_in::answer};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_identity::people::NewPerson;
use sallyport_identity::set_up;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Makes the first administrator.
pub struct SetUp;

/// The link's secret, and the account to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// A password of at least 15 characters.
    pub password: SecretText,
}

impl Operation for SetUp {
    type Action = action::service::SetUp;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SetUpBody>;
    type Answer = WithCookie<Json<Whoami>>;
    const ID: &'static str = "set_up";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/setup";
    const SUMMARY: &'static str = "Become the first administrator by the single-use set-up link.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn set_up(call: Call<SetUp>) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let request = Arc::clone(call.actor().request());
    let JsonBody(body) = call.body;
    let new = NewPerson {
        email: body.email,
        name: body.name,
        password: body.password,
        roles: Vec::new(),
        groups: Vec::new(),
    };
    let identity = &call.service.identity;
    let signed_in = set_up::set_up(identity, call.permit, &body.token, new).await?;
    answer(&call.service, &signed_in.secret, request).await
}
