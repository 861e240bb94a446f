//! API keys: how programs act for a person or a service account.
//!
//! A key may what its owner may at the moment, as far as the key goes: the acts and places that it was made for, and no
//! role that whoever made it had not. The policies hold it to that; here it is made, turned and revoked.

mod fault;
pub(crate) mod held;
pub mod secret;

pub use fault::KeyFault;
pub use secret::KeySecret;

use crate::factors::own;
use crate::people::valid_name;
use crate::{Identity, IdentityError};
use ipnet::IpNet;
use sallyport_kernel::id::{AppId, KeyId, PersonId, WorkspaceId};
use sallyport_kernel::{Cursor, Limit, Secret, Slice, Timestamp};
use sallyport_model::key::{ApiKey, PreviousSecret};
use sallyport_policy::action::{app, key, keys, workspace};
use sallyport_policy::key::acts_for;
use sallyport_policy::{Actor, Need, ObjectRef, Permit, Receipt, Role, resource};
use sallyport_store::{StoreError, Transaction};
use serde_json::json;
use std::net::IpAddr;
use std::time::Duration;

/// How long a key may last.
pub const LONGEST: Duration = Duration::from_hours(366 * 24);

/// How many keys a person or service account may have.
pub const MOST: usize = 100;

/// How many permissions, addresses, apps or workspaces a key may name.
pub const MOST_NAMED: usize = 100;

/// A key is turned at most so often: of several who do it at once, one gets the new secret, and the others learn that it
/// was turned.
const BETWEEN_ROTATIONS: Duration = Duration::from_mins(1);

/// What a key is made from.
#[derive(Debug)]
pub struct NewKey {
    /// What it is called.
    pub name: String,
    /// What it is for: permissions, or names of acts.
    pub permissions: Vec<String>,
    /// The workspaces that it is for.
    pub workspaces: Vec<WorkspaceId>,
    /// The apps that it is for; with no workspaces either, it is for everywhere.
    pub apps: Vec<AppId>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Where it may be used from: ranges of addresses, or single ones.
    pub addresses: Vec<String>,
}

/// A key with its secret, which is shown this once.
#[derive(Debug)]
pub struct MadeKey {
    /// What is kept of it.
    pub key: ApiKey,
    /// Its text.
    pub secret: Secret<String>,
}

/// One's own keys, the newest first.
pub async fn list_own(
    identity: &Identity,
    permit: Permit<keys::ListOwn>,
) -> Result<Vec<ApiKey>, IdentityError> {
    let owner = person(permit.actor())?;
    let mut read = identity.store.read(permit.tenant()).await?;
    Ok(read.keys_of(owner).await?)
}

/// Makes a key of one's own.
pub async fn create_own(
    identity: &Identity,
    permit: Permit<keys::Create>,
    new: NewKey,
) -> Result<MadeKey, IdentityError> {
    let owner = person(permit.actor())?;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let made = make(identity, &mut *change, permit.actor(), owner, new).await?;
    let words = format!("The API key “{}” was made for your account.", made.key.name);
    tell_owner(
        identity,
        &mut *change,
        permit.actor(),
        "A new API key",
        &words,
    )
    .await?;
    change.commit(told(permit.receipt(), &made.key)).await?;
    Ok(made)
}

/// Gives a key of one's own another secret; the one before works for so many minutes more.
pub async fn rotate_own(
    identity: &Identity,
    permit: Permit<key::Rotate>,
    overlap: Duration,
) -> Result<MadeKey, IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let id = permit.on().id;
    let made = turn(identity, &mut *change, permit.actor(), id, overlap).await?;
    let words = format!(
        "The API key “{}” of your account was given another secret.",
        made.key.name
    );
    let subject = "An API key has another secret";
    tell_owner(identity, &mut *change, permit.actor(), subject, &words).await?;
    change.commit(turned(permit.receipt(), &made.key)).await?;
    Ok(made)
}

/// Ends a key from the next request on.
pub async fn revoke(identity: &Identity, permit: Permit<key::Revoke>) -> Result<(), IdentityError> {
    let id = permit.on().id;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let key = change.key(id).await?.ok_or(StoreError::Missing("key"))?;
    change.remove_key(id).await?;
    let receipt = permit
        .receipt()
        .named(key.name)
        .with("owner", key.owner.to_string());
    change.commit(receipt).await?;
    Ok(())
}

/// All keys of the tenant, the newest first.
pub async fn list(
    identity: &Identity,
    permit: Permit<keys::List>,
    after: Option<KeyId>,
    limit: Limit,
) -> Result<Slice<ApiKey>, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    let mut items = read.keys(after, limit.get() + 1).await?;
    let more = items.len() > usize::from(limit.get());
    items.truncate(usize::from(limit.get()));
    let next = items.last().filter(|_| more);
    let next = next.map(|key| Cursor(key.id.to_string()));
    Ok(Slice { items, next })
}

/// Tells a person what they, or somebody in their place, did to their keys.
async fn tell_owner(
    identity: &Identity,
    change: &mut dyn Transaction,
    actor: &Actor,
    subject: &str,
    words: &str,
) -> Result<(), IdentityError> {
    let person = own::actor(change, actor).await?;
    let (tenant, now) = (actor.tenant(), actor.at());
    own::tell(identity, change, tenant, &person, now, subject, words).await
}

fn person(actor: &Actor) -> Result<PersonId, IdentityError> {
    Ok(actor.person_id().ok_or(StoreError::Missing("person"))?)
}

/// Makes a key of `owner` in the act's transaction, no wider than `maker` may make it.
pub(crate) async fn make(
    identity: &Identity,
    change: &mut dyn Transaction,
    maker: &Actor,
    owner: PersonId,
    new: NewKey,
) -> Result<MadeKey, IdentityError> {
    let now = maker.at();
    let roles = roles_of(maker);
    let name = valid_name(&new.name)?;
    let permissions = permissions(new.permissions, &roles)?;
    let addresses = addresses(&new.addresses)?;
    let latest = now.checked_add(LONGEST).unwrap_or(now);
    if new.expires_at <= now || new.expires_at > latest {
        return Err(KeyFault::Expiry.into());
    }
    places(change, maker, &new.workspaces, &new.apps).await?;
    if change.keys_of(owner).await?.len() >= MOST {
        return Err(KeyFault::TooMany.into());
    }
    let secret = KeySecret::random(maker.tenant(), &*identity.random);
    let key = ApiKey {
        id: KeyId::random(&*identity.random),
        owner,
        name,
        secret_hash: secret.hash(),
        previous: None,
        permissions,
        workspaces: new.workspaces,
        apps: new.apps,
        roles: roles.iter().map(|role| role.as_str().to_owned()).collect(),
        addresses,
        created_by: person(maker)?,
        created_at: now,
        expires_at: new.expires_at,
        rotated_at: None,
        last_used_at: None,
        last_address: None,
    };
    change.add_key(&key).await?;
    Ok(MadeKey {
        key,
        secret: secret.to_text(),
    })
}

/// Gives a key another secret in the act's transaction.
pub(crate) async fn turn(
    identity: &Identity,
    change: &mut dyn Transaction,
    actor: &Actor,
    id: KeyId,
    overlap: Duration,
) -> Result<MadeKey, IdentityError> {
    let now = actor.at();
    let mut key = change.key(id).await?.ok_or(StoreError::Missing("key"))?;
    if key.expires_at <= now {
        return Err(KeyFault::Ended.into());
    }
    let again = |at: Timestamp| at.checked_add(BETWEEN_ROTATIONS).unwrap_or(at);
    if key.rotated_at.is_some_and(|at| now < again(at)) {
        return Err(StoreError::Stale("key").into());
    }
    let secret = KeySecret::random(actor.tenant(), &*identity.random);
    let until = now.checked_add(overlap).unwrap_or(now);
    let (from, to) = (key.secret_hash, secret.hash());
    change.rotate_key(id, &from, &to, now, until).await?;
    key.previous = Some(PreviousSecret { hash: from, until });
    key.secret_hash = to;
    key.rotated_at = Some(now);
    Ok(MadeKey {
        key,
        secret: secret.to_text(),
    })
}

/// The record of a key that was made; never its secret.
pub(crate) fn told(receipt: Receipt, key: &ApiKey) -> Receipt {
    let made = ObjectRef {
        kind: "key".to_owned(),
        id: key.id.to_string(),
        name: Some(key.name.clone()),
    };
    receipt
        .made(made)
        .with("owner", key.owner.to_string())
        .with("permissions", json!(key.permissions))
        .with("workspaces", json!(key.workspaces))
        .with("apps", json!(key.apps))
        .with("addresses", json!(key.addresses))
        .with("expires_at", key.expires_at.to_string())
}

/// The record of a key that was turned.
pub(crate) fn turned(receipt: Receipt, key: &ApiKey) -> Receipt {
    let until = key.previous.map(|previous| previous.until.to_string());
    receipt
        .made(ObjectRef {
            kind: "key".to_owned(),
            id: key.id.to_string(),
            name: Some(key.name.clone()),
        })
        .with("owner", key.owner.to_string())
        .with("old_secret_until", json!(until))
}

/// The roles that `maker` can give a key: an administrator all of them, for they may do all of it.
fn roles_of(maker: &Actor) -> Vec<Role> {
    let own = maker.roles();
    if own.contains(&Role::Administrator) {
        Role::ALL.to_vec()
    } else {
        own
    }
}

fn permissions(mut asked: Vec<String>, roles: &[Role]) -> Result<Vec<String>, KeyFault> {
    if asked.is_empty() || asked.len() > MOST_NAMED {
        return Err(KeyFault::Permissions);
    }
    for text in &asked {
        let acts = acts_for(text).ok_or(KeyFault::UnknownPermission)?;
        let beyond = |need: Need| match need {
            Need::Administer => !roles.contains(&Role::Administrator),
            Need::Develop => roles.is_empty(),
            _ => false,
        };
        // To see what takes a role asks for nothing: who has not the role sees less.
        if acts.iter().all(|row| beyond(row.need)) {
            return Err(KeyFault::BeyondOwnRights);
        }
    }
    asked.sort();
    asked.dedup();
    Ok(asked)
}

fn addresses(asked: &[String]) -> Result<Vec<String>, KeyFault> {
    if asked.len() > MOST_NAMED {
        return Err(KeyFault::Addresses);
    }
    let read = |text: &String| {
        let net = text.parse::<IpNet>().ok();
        let net = net.or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        net.map(|net| net.trunc().to_string())
            .ok_or(KeyFault::Addresses)
    };
    asked.iter().map(read).collect()
}

/// Whether whoever makes the key may see all places that it is to be for. What they may not see and what is not there
/// get one answer.
async fn places(
    change: &mut dyn Transaction,
    maker: &Actor,
    workspaces: &[WorkspaceId],
    apps: &[AppId],
) -> Result<(), IdentityError> {
    let tenant = maker.tenant();
    if workspaces.len() > MOST_NAMED || apps.len() > MOST_NAMED {
        return Err(KeyFault::UnknownApp.into());
    }
    for id in workspaces {
        let there = change.workspace(*id).await?.is_some();
        let on = resource::Workspace { tenant, id: *id };
        if !(there && maker.may::<workspace::View>(&on)) {
            return Err(KeyFault::UnknownWorkspace.into());
        }
    }
    for id in apps {
        let found = change.app(*id).await?;
        let on = found.map(|app| resource::App {
            tenant,
            id: app.id,
            workspace: app.workspace,
        });
        if !on.is_some_and(|on| maker.may::<app::View>(&on)) {
            return Err(KeyFault::UnknownApp.into());
        }
    }
    Ok(())
}
