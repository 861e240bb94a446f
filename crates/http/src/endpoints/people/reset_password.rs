//! `POST /people/{person}/password-reset`

use super::PersonPath;
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::reset;
use sallyport_policy::action;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

/// Makes the link by which a person chooses another password.
pub struct ResetPasswordOfPerson;

/// Nothing is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordOfPersonBody {}

/// How the person gets the link.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetLink {
    /// The link, to be handed over; `null` if it was mailed.
    pub link: Option<String>,
}

impl Operation for ResetPasswordOfPerson {
    type Action = action::person::ResetPassword;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = JsonBody<ResetPasswordOfPersonBody>;
    type Answer = Json<ResetLink>;
    const ID: &'static str = "reset_password_of_person";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/people/{person}/password-reset";
    const SUMMARY: &'static str = "Make the link by which a person chooses another password: it is mailed to them, or shown here once.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn reset_password(
    call: Call<ResetPasswordOfPerson>,
) -> Result<Json<ResetLink>, Problem> {
    let link = reset::by_administrator(&call.service.identity, call.permit).await?;
    Ok(Json(ResetLink {
        link: link.map(|link| link.expose().clone()),
    }))
}
