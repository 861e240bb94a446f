//! `DELETE /invitations/{invitation}`

use super::InvitationPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::invitations;
use sallyport_policy::action;

/// Takes an invitation back.
pub struct RevokeInvitation;

impl Operation for RevokeInvitation {
    type Action = action::invitation::Revoke;
    type Path = InvitationPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "revoke_invitation";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/invitations/{invitation}";
    const SUMMARY: &'static str =
        "Take an invitation back; its link is good for nothing from then on.";
}

pub(super) async fn revoke(call: Call<RevokeInvitation>) -> Result<Nothing, Problem> {
    let (identity, id) = (&call.service.identity, call.path.invitation);
    invitations::revoke(identity, call.permit, id).await?;
    Ok(Nothing)
}
