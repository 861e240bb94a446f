//! `POST /invitations/look`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::endpoints::account::OfferView;
use crate::problem::Problem;
use sallyport_identity::invitations;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Shows what an invitation is to.
pub struct LookAtInvitation;

/// The link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtInvitationBody {
    /// What stands in the link behind `#token=`.
    pub token: SecretText,
}

impl Operation for LookAtInvitation {
    type Action = action::invitation::Look;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<LookAtInvitationBody>;
    type Answer = Json<OfferView>;
    const ID: &'static str = "look_at_invitation";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/invitations/look";
    const SUMMARY: &'static str = "See by its link what an invitation is to.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn look(call: Call<LookAtInvitation>) -> Result<Json<OfferView>, Problem> {
    let JsonBody(body) = call.body;
    let offer = invitations::look(&call.service.identity, call.permit, &body.token).await?;
    Ok(Json(offer.into()))
}
