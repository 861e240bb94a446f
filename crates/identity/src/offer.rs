//! Accounts that a link makes: what an administrator offered to an address, and what somebody asked for themselves.
//!
//! Both end alike: whoever has the link sees what it is to, chooses a name and a password, and is signed in. The
//! password is chosen by whoever reads the mail of the address, and by nobody before them.

use crate::begin::{Begun, PASSWORD, begin};
use crate::people::{NewPerson, account};
use crate::sign_in::{SignedIn, reference};
use crate::{Identity, IdentityError, one_time};
use sallyport_kernel::Secret;
use sallyport_kernel::id::{GroupId, InvitationId};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_policy::{Action, ObjectRef, Permit};
use serde_json::json;

/// What a link is to.
#[derive(Debug)]
pub struct Offer {
    /// The tenant's name.
    pub tenant: String,
    /// The address that the account will have.
    pub email: String,
    /// The name, if it is known.
    pub name: Option<String>,
}

/// What whoever has the link chooses.
#[derive(Debug)]
pub struct Chosen {
    /// The name.
    pub name: String,
    /// The password.
    pub password: Secret<String>,
}

/// What the account will be, apart from that.
pub(crate) struct Terms {
    /// The names of the roles.
    pub(crate) roles: Vec<String>,
    /// The groups, as far as they are still there.
    pub(crate) groups: Vec<GroupId>,
    /// Whether the link came by mail, so that whoever has it has proved the address.
    pub(crate) mailed: bool,
    /// The invitation, if it was one.
    pub(crate) invitation: Option<InvitationId>,
}

/// Makes the account and signs it in. Of any number that try, one succeeds; what else was open for the address is over.
pub(crate) async fn take<A: Action>(
    identity: &Identity,
    permit: Permit<A>,
    link: &OneTime,
    chosen: Chosen,
    terms: Terms,
) -> Result<SignedIn, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let new = NewPerson {
        email: link.email.clone().unwrap_or_default(),
        name: chosen.name,
        password: chosen.password,
        roles: Vec::new(),
        groups: Vec::new(),
    };
    let mut person = account(identity, tenant, new, now).await?;
    // Roles as they were offered: one that this release does not know gives nothing, here as everywhere.
    person.roles = terms.roles;
    person.email_verified_at = terms.mailed.then_some(now);
    let mut change = identity.store.begin(tenant).await?;
    let late = match one_time::spend(&mut *change, link, now).await {
        Err(IdentityError::LinkSpent) => true,
        spent => {
            spent?;
            // Another link for the same address was quicker, or an administrator.
            change.person_by_email(&person.email).await?.is_some()
        }
    };
    if late {
        drop(change);
        return Err(one_time::refused(identity, permit).await);
    }
    for group in terms.groups {
        // One that was deleted since is no reason to refuse the account.
        if change.group(group).await?.is_some() {
            person.groups.push(group);
        }
    }
    change.add_person(&person).await?;
    for other in [Purpose::Registration, Purpose::Invitation] {
        change.remove_one_times_for(other, &person.email).await?;
    }
    let Begun { session, secret } =
        begin(identity, &mut *change, &person, &[PASSWORD], permit.actor()).await?;
    let made = ObjectRef {
        kind: "person".to_owned(),
        id: person.id.to_string(),
        name: Some(person.name.clone()),
    };
    let mut receipt = permit
        .receipt()
        .proved(reference(&person))
        .made(made)
        .with("roles", json!(person.roles))
        .with("groups", json!(person.groups))
        .with("session", session.id.to_string());
    if let Some(invitation) = terms.invitation {
        receipt = receipt.with("invitation", invitation.to_string());
    }
    change.commit(receipt).await?;
    Ok(SignedIn { person, secret })
}
