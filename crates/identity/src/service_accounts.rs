//! Service accounts: roles, groups and grants for programs, which act by keys and sign in by nothing.

use crate::keys::{self, MadeKey, NewKey};
use crate::people::{names_of, valid_name};
use crate::{Identity, IdentityError};
use sallyport_kernel::id::{GroupId, KeyId, PersonId};
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_model::key::ApiKey;
use sallyport_policy::action::{service_account, service_accounts};
use sallyport_policy::{ObjectRef, Permit, Role};
use sallyport_store::{StoreError, Transaction};
use serde_json::{Map, json};
use std::time::Duration;

/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 1_000;

/// What a service account is made from.
#[derive(Debug)]
pub struct NewServiceAccount {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The roles given.
    pub roles: Vec<Role>,
    /// The groups that it is put into.
    pub groups: Vec<GroupId>,
}

/// What changes of a service account; `None` leaves as it is.
#[derive(Debug, Default)]
pub struct ServiceAccountChange {
    /// Another name.
    pub name: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Enabled or disabled. While it is disabled, its keys open nothing.
    pub status: Option<PersonStatus>,
    /// All roles, in place of those before.
    pub roles: Option<Vec<Role>>,
    /// All groups, in place of those before.
    pub groups: Option<Vec<GroupId>>,
}

/// The service accounts, by name.
pub async fn list(
    identity: &Identity,
    permit: Permit<service_accounts::List>,
) -> Result<Vec<Person>, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    Ok(read.service_accounts().await?)
}

/// Makes a service account.
pub async fn create(
    identity: &Identity,
    permit: Permit<service_accounts::Create>,
    new: NewServiceAccount,
) -> Result<Person, IdentityError> {
    let id = PersonId::random(&*identity.random);
    let account = Person {
        id,
        kind: PersonKind::Service,
        // An address that no mail reaches (RFC 2606), for a column that must have one.
        email: format!("{id}@service-account.invalid"),
        name: valid_name(&new.name)?,
        status: PersonStatus::Active,
        roles: names_of(&new.roles),
        groups: new.groups,
        attributes: Map::new(),
        description: described(&new.description)?,
        password_hash: None,
        password_set_at: None,
        email_verified_at: None,
        created_at: permit.actor().at(),
        last_sign_in_at: None,
    };
    let mut change = identity.store.begin(permit.tenant()).await?;
    must_have(&mut *change, &account.groups).await?;
    change.add_person(&account).await?;
    let made = ObjectRef {
        kind: "service_account".to_owned(),
        id: id.to_string(),
        name: Some(account.name.clone()),
    };
    let receipt = permit
        .receipt()
        .made(made)
        .with("roles", json!(account.roles))
        .with("groups", json!(account.groups));
    change.commit(receipt).await?;
    Ok(account)
}

/// Changes a service account; the change holds from its next request on.
pub async fn update(
    identity: &Identity,
    permit: Permit<service_account::Update>,
    wanted: ServiceAccountChange,
) -> Result<Person, IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let before = account(&mut *change, permit.on().id).await?;
    let mut after = before.clone();
    if let Some(name) = wanted.name {
        after.name = valid_name(&name)?;
    }
    if let Some(text) = wanted.description {
        after.description = described(&text)?;
    }
    if let Some(status) = wanted.status {
        after.status = status;
    }
    if let Some(roles) = wanted.roles {
        after.roles = names_of(&roles);
    }
    if let Some(groups) = wanted.groups {
        must_have(&mut *change, &groups).await?;
        after.groups = groups;
    }
    change.put_person(&after).await?;
    let shown = |account: &Person| {
        json!({
            "name": account.name, "status": account.status, "roles": account.roles, "groups": account.groups,
        })
    };
    let changes = json!({ "before": shown(&before), "after": shown(&after) });
    let receipt = permit.receipt().named(after.name.clone());
    change.commit(receipt.with("change", changes)).await?;
    Ok(after)
}

/// Deletes a service account with its keys and its grants. What it did stays in the audit log.
pub async fn delete(
    identity: &Identity,
    permit: Permit<service_account::Delete>,
) -> Result<(), IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let account = account(&mut *change, permit.on().id).await?;
    change.remove_service_account(account.id).await?;
    change.commit(permit.receipt().named(account.name)).await?;
    Ok(())
}

/// The keys of a service account, the newest first.
pub async fn list_keys(
    identity: &Identity,
    permit: Permit<service_account::View>,
) -> Result<Vec<ApiKey>, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    Ok(read.keys_of(permit.on().id).await?)
}

/// Makes a key of a service account.
pub async fn create_key(
    identity: &Identity,
    permit: Permit<service_account::CreateKey>,
    new: NewKey,
) -> Result<MadeKey, IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let owner = account(&mut *change, permit.on().id).await?.id;
    let made = keys::make(identity, &mut *change, permit.actor(), owner, new).await?;
    change
        .commit(keys::told(permit.receipt(), &made.key))
        .await?;
    Ok(made)
}

/// Gives a key of a service account another secret; the one before works for some time more.
pub async fn rotate_key(
    identity: &Identity,
    permit: Permit<service_account::RotateKey>,
    key: KeyId,
    overlap: Duration,
) -> Result<MadeKey, IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let found = change.key(key).await?;
    // Of another owner it is no key of this account.
    if found.is_none_or(|found| found.owner != permit.on().id) {
        return Err(StoreError::Missing("key").into());
    }
    let made = keys::turn(identity, &mut *change, permit.actor(), key, overlap).await?;
    change
        .commit(keys::turned(permit.receipt(), &made.key))
        .await?;
    Ok(made)
}

async fn account(change: &mut dyn Transaction, id: PersonId) -> Result<Person, IdentityError> {
    let found = change.person(id).await?;
    let found = found.filter(|found| found.kind == PersonKind::Service);
    Ok(found.ok_or(StoreError::Missing("service account"))?)
}

async fn must_have(change: &mut dyn Transaction, groups: &[GroupId]) -> Result<(), IdentityError> {
    for group in groups {
        let found = change.group(*group).await?;
        found.ok_or(IdentityError::UnknownGroup)?;
    }
    Ok(())
}

fn described(text: &str) -> Result<String, IdentityError> {
    let text = text.trim();
    let odd = |c: char| c.is_control() && c != '\n';
    if text.chars().count() > LONGEST_DESCRIPTION || text.chars().any(odd) {
        return Err(IdentityError::InvalidDescription);
    }
    Ok(text.to_owned())
}
