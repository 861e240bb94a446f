//! `GET /invitations`

use super::{InvitationList, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::invitations;
use sallyport_policy::action;

/// Lists the invitations.
pub struct ListInvitations;

impl Operation for ListInvitations {
    type Action = action::invitation::List;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<InvitationList>;
    const ID: &'static str = "list_invitations";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/invitations";
    const SUMMARY: &'static str =
        "The invitations that were neither accepted nor taken back, the newest first.";
}

pub(super) async fn list(call: Call<ListInvitations>) -> Result<Json<InvitationList>, Problem> {
    let items = invitations::list(&call.service.identity, call.permit).await?;
    Ok(Json(InvitationList {
        items: items.into_iter().map(shown).collect(),
        next: None,
    }))
}
