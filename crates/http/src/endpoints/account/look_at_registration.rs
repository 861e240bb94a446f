//! `POST /registration/look`

use super::OfferView;
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::registration;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Shows what account was asked for.
pub struct LookAtRegistration;

/// The link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtRegistrationBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
}

impl Operation for LookAtRegistration {
    type Action = action::account::LookAtRegistration;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<LookAtRegistrationBody>;
    type Answer = Json<OfferView>;
    const ID: &'static str = "look_at_registration";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/registration/look";
    const SUMMARY: &'static str = "See by the link that was sent what account was asked for.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn look_at_registration(
    call: Call<LookAtRegistration>,
) -> Result<Json<OfferView>, Problem> {
    let JsonBody(body) = call.body;
    let offer = registration::look(&call.service.identity, call.permit, &body.token).await?;
    Ok(Json(offer.into()))
}
