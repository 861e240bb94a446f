//! Telling the owner of an account that somebody else may be at it: once a day of each kind, however often it happens.

use crate::letters::notices;
use crate::{Identity, IdentityError, account, guessing, mail};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_model::entity::Person;
use sallyport_model::mail::Told;
use sallyport_policy::{Actor, SystemPermit};
use sallyport_store::Transaction;
use std::time::Duration;

/// How long one is not told the same again.
const QUIET_FOR: Duration = Duration::from_hours(24);

/// Tells that many wrong passwords were tried for an address. For one without an account the same is written, and
/// nothing is sent.
pub(crate) async fn wrong_passwords(
    identity: &Identity,
    (tenant, address): (TenantId, &str),
    person: Option<&Person>,
    tries: u32,
    now: Timestamp,
) -> Result<(), IdentityError> {
    if !identity.sends_mail() {
        return Ok(());
    }
    let about = about(tenant, address);
    let since = now.checked_sub(QUIET_FOR).unwrap_or(now);
    let mut read = identity.store.read(tenant).await?;
    if read.was_told(Told::WrongPasswords, &about, since).await? {
        return Ok(());
    }
    drop(read);
    let name = identity.tenant_name(tenant).await?;
    let letter =
        notices::wrong_passwords(address, &name, tries, &identity.page("account/security"));
    let mut change = identity.store.begin(tenant).await?;
    if !change
        .note_told(Told::WrongPasswords, &about, since, now)
        .await?
    {
        return Ok(());
    }
    match person {
        Some(_) => {
            mail::queue(identity, &mut *change, tenant, now, letter).await?;
        }
        None => mail::decoy(identity, &mut *change, tenant, now, letter).await?,
    }
    let permit = SystemPermit::because("whoever's password is guessed at is told of it");
    let object = person.map(account::object);
    let receipt = permit.receipt(tenant, now, "service.warn_of_wrong_passwords", object);
    change.commit(receipt).await?;
    Ok(())
}

/// Tells, in the transaction that ended their sign-in, that somebody knows the password and could not show a second
/// factor.
pub(crate) async fn known_password(
    identity: &Identity,
    change: &mut dyn Transaction,
    person: &Person,
    actor: &Actor,
) -> Result<(), IdentityError> {
    let (tenant, now) = (actor.tenant(), actor.at());
    let about = about(tenant, &person.email);
    let since = now.checked_sub(QUIET_FOR).unwrap_or(now);
    if !change
        .note_told(Told::KnownPassword, &about, since, now)
        .await?
    {
        return Ok(());
    }
    let name = identity.tenant_name(tenant).await?;
    let page = identity.page("account/security");
    let from = actor.request().address.map(|address| address.to_string());
    let letter = notices::known_password(&person.email, &name, (now, from.as_deref()), &page);
    mail::queue(identity, change, tenant, now, letter).await?;
    Ok(())
}

/// An address as what was told of it is kept under. Unlike what guesses are counted by it tells spellings apart:
/// otherwise somebody who tries one that is nobody's would keep the owner from hearing of the next.
fn about(tenant: TenantId, address: &str) -> [u8; 32] {
    guessing::hash(&[tenant.as_bytes(), address.as_bytes()])
}
