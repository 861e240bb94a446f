//! Invitations: accounts that administrators offer to addresses.

mod accept;
mod create;
mod create_many;
mod list;
mod look;
mod resend;
mod revoke;

use super::list_of;
use crate::api::{Api, Find, Locate, PublicReason};
use crate::problem::Problem;
use sallyport_identity::invitations::{Invitation, Invited};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{GroupId, InvitationId};
use sallyport_policy::{Role, resource};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use accept::{AcceptInvitation, AcceptInvitationBody};
pub use create::{CreateInvitation, CreateInvitationBody};
pub use create_many::{CreateInvitations, CreateInvitationsBody};
pub use list::ListInvitations;
pub use look::{LookAtInvitation, LookAtInvitationBody};
pub use resend::ResendInvitation;
pub use revoke::RevokeInvitation;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListInvitations, list::list)
        .op(CreateInvitation, create::create)
        .op(CreateInvitations, create_many::create_many)
        .op(ResendInvitation, resend::resend)
        .op(RevokeInvitation, revoke::revoke)
        .public(
            LookAtInvitation,
            PublicReason("whoever is invited has no account yet; the link is the proof"),
            look::look,
        )
        .public(
            AcceptInvitation,
            PublicReason("whoever is invited has no account yet; the link is the proof"),
            accept::accept,
        )
}

/// An account that is offered; never its link.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    /// Its id.
    pub id: InvitationId,
    /// The address.
    pub email: String,
    /// The name, if it is known.
    pub name: Option<String>,
    /// The built-in roles that the account will have.
    pub roles: Vec<Role>,
    /// The groups that it will be in.
    pub groups: Vec<GroupId>,
    /// When it was made, or sent last.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

list_of! {
    /// Invitations.
    InvitationList of InvitationView
}

/// An invitation that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitedView {
    /// The invitation.
    pub invitation: InvitationView,
    /// Its link, to be handed over; `null` if it was mailed.
    pub link: Option<String>,
}

/// The invitation in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct InvitationPath {
    /// The invitation.
    pub invitation: InvitationId,
}

/// Who looks after invitations looks after the tenant's: the act finds which.
impl Locate<resource::Tenant> for InvitationPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Tenant, Problem> {
        Ok(resource::Tenant { id: find.tenant })
    }
}

fn shown(invitation: Invitation) -> InvitationView {
    let roles = invitation.roles.iter();
    InvitationView {
        id: invitation.id,
        roles: roles.filter_map(|role| Role::parse(role)).collect(),
        email: invitation.email,
        name: invitation.name,
        groups: invitation.groups,
        created_at: invitation.created_at,
        expires_at: invitation.expires_at,
    }
}

fn invited_view(invited: Invited) -> InvitedView {
    InvitedView {
        invitation: shown(invited.invitation),
        link: invited.link.map(|link| link.expose().clone()),
    }
}
