//! One's own account.

use crate::people::valid_name;
use crate::{Identity, IdentityError, begin};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, TenantId};
use sallyport_model::entity::Person;
use sallyport_policy::action::account;
use sallyport_policy::{Action, ObjectRef, Permit};
use sallyport_store::StoreError;

/// An account as its owner sees it.
#[derive(Debug)]
pub struct OwnAccount {
    /// The account.
    pub person: Person,
    /// When its password has to be changed, if the tenant asks for that.
    pub password_ends_at: Option<Timestamp>,
}

/// The account of whoever asks.
pub async fn view(
    identity: &Identity,
    permit: Permit<account::View>,
) -> Result<OwnAccount, IdentityError> {
    let id = own(&permit)?;
    let mut read = identity.store.read(permit.tenant()).await?;
    let person = read.person(id).await?;
    let person = person.ok_or(StoreError::Missing("person"))?;
    seen(identity, permit.tenant(), person).await
}

/// Changes one's own name.
pub async fn rename(
    identity: &Identity,
    permit: Permit<account::Rename>,
    name: &str,
) -> Result<OwnAccount, IdentityError> {
    let (id, name) = (own(&permit)?, valid_name(name)?);
    let tenant = permit.tenant();
    let mut change = identity.store.begin(tenant).await?;
    let person = change.person(id).await?;
    let mut person = person.ok_or(StoreError::Missing("person"))?;
    let before = std::mem::replace(&mut person.name, name);
    change.put_person(&person).await?;
    let receipt = permit
        .receipt()
        .made(object(&person))
        .with("before", before);
    change.commit(receipt).await?;
    seen(identity, tenant, person).await
}

async fn seen(
    identity: &Identity,
    tenant: TenantId,
    person: Person,
) -> Result<OwnAccount, IdentityError> {
    let policy = identity.policy(tenant).await?;
    Ok(OwnAccount {
        password_ends_at: begin::password_end(&person, &policy),
        person,
    })
}

/// Whose account it is. Acts on one's own account are for people who are signed in.
pub(crate) fn own<A: Action>(permit: &Permit<A>) -> Result<PersonId, IdentityError> {
    let id = permit.actor().person_id();
    Ok(id.ok_or(StoreError::Missing("person"))?)
}

/// An account as audit records name it.
pub(crate) fn object(person: &Person) -> ObjectRef {
    ObjectRef {
        kind: "person".to_owned(),
        id: person.id.to_string(),
        name: Some(person.name.clone()),
    }
}
