//! What somebody does with an invitation's link.

use super::{Kept, no_invitation};
use crate::begin::{Begun, PASSWORD, begin};
use crate::guessing::Guess;
use crate::people::{NewPerson, account};
use crate::sign_in::{SignedIn, reference};
use crate::{Identity, IdentityError, one_time};
use sallyport_kernel::Secret;
use sallyport_model::account::Purpose;
use sallyport_policy::action::invitation;
use sallyport_policy::{ObjectRef, Permit};
use serde_json::json;

/// What an invitation is to.
#[derive(Debug)]
pub struct Offer {
    /// The tenant's name.
    pub tenant: String,
    /// The address that the account will have.
    pub email: String,
    /// The name, if it is known.
    pub name: Option<String>,
}

/// Shows what a link is to, without spending it.
pub async fn look(
    identity: &Identity,
    permit: Permit<invitation::Look>,
    secret: &Secret<String>,
) -> Result<Offer, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::Invitation], now).await?;
    let Some(known) = known else {
        return Err(no_invitation(identity, permit).await);
    };
    attempt.succeeded().await;
    let name = Kept::of(&known)?.name;
    Ok(Offer {
        tenant: identity.tenant_name(tenant).await?,
        email: known.email.unwrap_or_default(),
        name,
    })
}

/// Makes the account that was offered, and signs it in. Of any number that try, one succeeds.
pub async fn accept(
    identity: &Identity,
    permit: Permit<invitation::Accept>,
    secret: &Secret<String>,
    name: String,
    password: Secret<String>,
) -> Result<SignedIn, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::Invitation], now).await?;
    let Some(known) = known else {
        return Err(no_invitation(identity, permit).await);
    };
    let kept = Kept::of(&known)?;
    let new = NewPerson {
        email: known.email.clone().unwrap_or_default(),
        name,
        password,
        roles: Vec::new(),
        groups: Vec::new(),
    };
    let mut person = account(identity, tenant, new, now).await?;
    // Roles as they were offered: one that this release does not know gives nothing, here as everywhere.
    person.roles = kept.roles;
    // Whoever has the link has read the mail that it came in; a link that was handed over proves no address.
    person.email_verified_at = kept.mailed.then_some(now);
    let mut change = identity.store.begin(tenant).await?;
    match one_time::spend(&mut *change, &known, now).await {
        Err(IdentityError::LinkSpent) => {
            drop(change);
            return Err(no_invitation(identity, permit).await);
        }
        spent => spent?,
    }
    for group in kept.groups {
        // One that was deleted since is no reason to refuse the account.
        if change.group(group).await?.is_some() {
            person.groups.push(group);
        }
    }
    change.add_person(&person).await?;
    let Begun { session, secret } =
        begin(identity, &mut *change, &person, &[PASSWORD], permit.actor()).await?;
    let made = ObjectRef {
        kind: "person".to_owned(),
        id: person.id.to_string(),
        name: Some(person.name.clone()),
    };
    let receipt = permit
        .receipt()
        .proved(reference(&person))
        .made(made)
        .with("invitation", kept.invitation.to_string())
        .with("roles", json!(person.roles))
        .with("groups", json!(person.groups))
        .with("session", session.id.to_string());
    change.commit(receipt).await?;
    attempt.succeeded().await;
    Ok(SignedIn { person, secret })
}
