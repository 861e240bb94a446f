//! Invitations: accounts that administrators offer to addresses.
//!
//! An invitation is a single-use secret that knows the address, the roles and the groups; its id names it to
//! administrators. Sending it again makes another secret, and the one before is good for nothing.

mod accept;

pub use accept::{accept, look};

use crate::people::{names_of, valid_name};
use crate::{Identity, IdentityError, email, letters, mail, one_time};
use sallyport_kernel::id::{GroupId, InvitationId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_policy::action::invitation;
use sallyport_policy::{Action, ObjectRef, Permit, Role};
use sallyport_store::{StoreError, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// How long an invitation lasts.
pub const LIFETIME: Duration = Duration::from_hours(7 * 24);
/// How many can be made at once.
pub const MOST_AT_ONCE: usize = 500;

/// To whom an account is offered, and what it will be.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The address.
    pub email: String,
    /// The name, if it is known; the person may change it.
    pub name: Option<String>,
    /// The roles that the account will have.
    pub roles: Vec<Role>,
    /// The groups that it will be in.
    pub groups: Vec<GroupId>,
}

/// An account that is offered.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The address.
    pub email: String,
    /// The name, if it is known.
    pub name: Option<String>,
    /// The names of the roles.
    pub roles: Vec<String>,
    /// The groups.
    pub groups: Vec<GroupId>,
    /// When it was made, or sent last.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// An invitation that was just made.
#[derive(Debug)]
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// Its link, if no mail carries it: it is shown once.
    pub link: Option<Secret<String>>,
}

/// What is kept with the secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    invitation: InvitationId,
    name: Option<String>,
    roles: Vec<String>,
    groups: Vec<GroupId>,
    mailed: bool,
}

impl Kept {
    fn of(secret: &OneTime) -> Result<Self, StoreError> {
        let detail = Value::Object(secret.detail.clone());
        serde_json::from_value(detail).map_err(|_| StoreError::Corrupt {
            table: "one_time",
            column: "detail",
            row: "invitation".to_owned(),
        })
    }

    fn shown(self, secret: &OneTime) -> Invitation {
        Invitation {
            id: self.invitation,
            email: secret.email.clone().unwrap_or_default(),
            name: self.name,
            roles: self.roles,
            groups: self.groups,
            created_at: secret.created_at,
            expires_at: secret.expires_at,
        }
    }
}

/// The invitations that were neither accepted nor taken back, the newest first; those that have ended too, for a while.
pub async fn list(
    identity: &Identity,
    permit: Permit<invitation::List>,
) -> Result<Vec<Invitation>, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    let open = read.one_times(Purpose::Invitation, u16::MAX).await?;
    let shown = open
        .iter()
        .map(|secret| Ok(Kept::of(secret)?.shown(secret)));
    shown.collect()
}

/// Invites one person. An invitation that the address had is replaced.
pub async fn invite(
    identity: &Identity,
    permit: Permit<invitation::Create>,
    new: NewInvitation,
) -> Result<Invited, IdentityError> {
    let writer = Writer::of(identity, &permit).await?;
    let mut change = writer.begin().await?;
    let invited = writer.offer(&mut *change, new).await?;
    let receipt = permit
        .receipt()
        .made(object(&invited.invitation))
        .with("roles", json!(invited.invitation.roles))
        .with("groups", json!(invited.invitation.groups));
    change.commit(receipt).await?;
    Ok(invited)
}

/// Invites many at once: each for itself, so that one that can't be invited keeps nobody else from it. Only a failure
/// of the store fails them all.
pub async fn invite_all(
    identity: &Identity,
    permit: Permit<invitation::Create>,
    all: Vec<NewInvitation>,
) -> Result<Vec<Result<Invited, IdentityError>>, IdentityError> {
    let writer = Writer::of(identity, &permit).await?;
    let mut change = writer.begin().await?;
    let (mut results, mut invited) = (Vec::with_capacity(all.len()), Vec::new());
    for new in all {
        let address = email::normalize(&new.email).ok();
        if address.is_some_and(|address| invited.contains(&address)) {
            results.push(Err(StoreError::Taken("address").into()));
            continue;
        }
        match writer.offer(&mut *change, new).await {
            Ok(done) => {
                invited.push(done.invitation.email.clone());
                results.push(Ok(done));
            }
            Err(IdentityError::Store(
                error @ (StoreError::Unavailable(_) | StoreError::Corrupt { .. }),
            )) => return Err(error.into()),
            Err(error) => results.push(Err(error)),
        }
    }
    let done: Vec<Value> = results
        .iter()
        .flatten()
        .map(|done| {
            let one = &done.invitation;
            json!({ "email": one.email, "roles": one.roles, "groups": one.groups })
        })
        .collect();
    change
        .commit(permit.receipt().with("invited", done))
        .await?;
    Ok(results)
}

/// Sends an invitation again, for another 7 days. The link before it is good for nothing from then on.
pub async fn resend(
    identity: &Identity,
    permit: Permit<invitation::Resend>,
    id: InvitationId,
) -> Result<Invited, IdentityError> {
    let writer = Writer::of(identity, &permit).await?;
    let mut change = writer.begin().await?;
    let (secret, kept) = by_id(&mut *change, id).await?;
    let address = secret.email.unwrap_or_default();
    if change.person_by_email(&address).await?.is_some() {
        return Err(StoreError::Taken("address").into());
    }
    let invited = writer.send(&mut *change, &address, kept).await?;
    let receipt = permit.receipt().made(object(&invited.invitation));
    change.commit(receipt).await?;
    Ok(invited)
}

/// Takes an invitation back.
pub async fn revoke(
    identity: &Identity,
    permit: Permit<invitation::Revoke>,
    id: InvitationId,
) -> Result<(), IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let (secret, kept) = by_id(&mut *change, id).await?;
    let shown = object(&kept.shown(&secret));
    let address = secret.email.unwrap_or_default();
    change
        .remove_one_times_for(Purpose::Invitation, &address)
        .await?;
    change.commit(permit.receipt().made(shown)).await?;
    Ok(())
}

async fn by_id(
    change: &mut dyn Transaction,
    id: InvitationId,
) -> Result<(OneTime, Kept), IdentityError> {
    for secret in change.one_times(Purpose::Invitation, u16::MAX).await? {
        let kept = Kept::of(&secret)?;
        if kept.invitation == id {
            return Ok((secret, kept));
        }
    }
    Err(StoreError::Missing("invitation").into())
}

/// What invitations of one act have in common.
struct Writer<'a> {
    identity: &'a Identity,
    tenant: TenantId,
    now: Timestamp,
    name: String,
}

impl<'a> Writer<'a> {
    async fn of<A: Action>(
        identity: &'a Identity,
        permit: &Permit<A>,
    ) -> Result<Self, IdentityError> {
        let tenant = permit.tenant();
        Ok(Self {
            identity,
            tenant,
            now: permit.actor().at(),
            name: identity.tenant_name(tenant).await?,
        })
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let mut change = self.identity.store.begin(self.tenant).await?;
        one_time::forget_old(&mut *change, self.now).await?;
        Ok(change)
    }

    async fn offer(
        &self,
        change: &mut dyn Transaction,
        new: NewInvitation,
    ) -> Result<Invited, IdentityError> {
        let address = email::normalize(&new.email)?;
        let name = new.name.as_deref().map(valid_name).transpose()?;
        for group in &new.groups {
            let known = change.group(*group).await?;
            known.ok_or(IdentityError::UnknownGroup)?;
        }
        if change.person_by_email(&address).await?.is_some() {
            return Err(StoreError::Taken("address").into());
        }
        let kept = Kept {
            invitation: InvitationId::random(&*self.identity.random),
            name,
            roles: names_of(&new.roles),
            groups: new.groups,
            mailed: false,
        };
        self.send(change, &address, kept).await
    }

    async fn send(
        &self,
        change: &mut dyn Transaction,
        address: &str,
        mut kept: Kept,
    ) -> Result<Invited, IdentityError> {
        let identity = self.identity;
        let (secret, mut token) =
            one_time::mint(Purpose::Invitation, LIFETIME, self.now, &*identity.random);
        let link = identity.link("join", &secret);
        let letter = letters::invitation(address, &self.name, &link);
        kept.mailed = mail::queue(identity, change, self.tenant, self.now, letter).await?;
        let mailed = kept.mailed;
        token.email = Some(address.to_owned());
        token.detail = detail(&kept);
        change
            .remove_one_times_for(Purpose::Invitation, address)
            .await?;
        change.add_one_time(&token).await?;
        Ok(Invited {
            invitation: kept.shown(&token),
            link: (!mailed).then_some(link),
        })
    }
}

fn detail(kept: &Kept) -> Map<String, Value> {
    match serde_json::to_value(kept) {
        Ok(Value::Object(detail)) => detail,
        _ => Map::new(),
    }
}

fn object(invitation: &Invitation) -> ObjectRef {
    ObjectRef {
        kind: "invitation".to_owned(),
        id: invitation.id.to_string(),
        name: Some(invitation.email.clone()),
    }
}
