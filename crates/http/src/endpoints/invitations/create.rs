//! `POST /invitations`

use super::{InvitedView, invited_view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::invitations::{self, NewInvitation};
use sallyport_kernel::id::GroupId;
use sallyport_policy::Role;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Invites somebody to make an account.
pub struct CreateInvitation;

/// To whom an account is offered, and what it will be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateInvitationBody {
    /// The address.
    pub email: String,
    /// The name, if it is known; the person may change it.
    pub name: Option<String>,
    /// The built-in roles that the account will have.
    pub roles: Vec<Role>,
    /// The groups that it will be in.
    pub groups: Vec<GroupId>,
}

impl Operation for CreateInvitation {
    type Action = action::invitation::Create;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateInvitationBody>;
    type Answer = Created<InvitedView>;
    const ID: &'static str = "create_invitation";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/invitations";
    const SUMMARY: &'static str =
        "Invite somebody to make an account: the link is mailed, or shown here once.";
    const MAX_BODY: usize = 16 * 1024;
}

pub(super) async fn create(call: Call<CreateInvitation>) -> Result<Created<InvitedView>, Problem> {
    let JsonBody(body) = call.body;
    let invited = invitations::invite(&call.service.identity, call.permit, body.into()).await?;
    Ok(Created(invited_view(invited)))
}

impl From<CreateInvitationBody> for NewInvitation {
    fn from(body: CreateInvitationBody) -> Self {
        Self {
            email: body.email,
            name: body.name,
            roles: body.roles,
            groups: body.groups,
        }
    }
}
