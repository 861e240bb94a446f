//! `POST /invitations/{invitation}/resend`

use super::{InvitationPath, InvitedView, invited_view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::invitations;
use sallyport_policy::action;

/// Sends an invitation again.
pub struct ResendInvitation;

impl Operation for ResendInvitation {
    type Action = action::invitation::Resend;
    type Path = InvitationPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<InvitedView>;
    const ID: &'static str = "resend_invitation";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/invitations/{invitation}/resend";
    const SUMMARY: &'static str = "Send an invitation again for another 7 days; the link before it is good for nothing from then on.";
}

pub(super) async fn resend(call: Call<ResendInvitation>) -> Result<Json<InvitedView>, Problem> {
    let (identity, id) = (&call.service.identity, call.path.invitation);
    let invited = invitations::resend(identity, call.permit, id).await?;
    Ok(Json(invited_view(invited)))
}
