//! Another password for somebody who does not know theirs: by a link that is sent to their address, or that an
//! administrator hands over. It signs nobody in, so second factors stand as they were.

use crate::guessing::Guess;
use crate::mail::decoy;
use crate::password::PasswordOwner;
use crate::sign_in::reference;
use crate::{Identity, IdentityError, email, letters, mail, one_time};
use sallyport_kernel::id::PersonId;
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::Purpose;
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_policy::action::{account, person};
use sallyport_policy::{ObjectRef, Permit};
use sallyport_store::{StoreError, Transaction};
use std::time::Duration;

/// How long a link lasts.
pub const LIFETIME: Duration = Duration::from_hours(1);

/// Sends a link to whoever has an account with that address. The answer is the same for all addresses, and so is the
/// work: for an address without an account the same rows are written, and lead nowhere.
pub async fn ask(
    identity: &Identity,
    permit: Permit<account::AskForReset>,
    address: &str,
) -> Result<(), IdentityError> {
    identity.letter_to(permit.actor(), address).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let address = email::normalize(address)?;
    if !identity.sends_mail() {
        // No link can reach anybody: administrators make one.
        identity
            .store
            .record(permit.failure().with("reason", "no mail server"))
            .await?;
        return Ok(());
    }
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    one_time::forget_old(&mut *change, now).await?;
    let found = change.person_by_email(&address).await?;
    let found = found.filter(may_choose);
    let link = prepare(identity, &mut *change, found.as_ref(), now).await?;
    let letter = letters::reset(&address, &name, &link);
    let mut receipt = permit.receipt();
    match &found {
        Some(person) => {
            mail::queue(identity, &mut *change, tenant, now, letter).await?;
            receipt = receipt.made(object(person));
        }
        None => decoy(identity, &mut *change, tenant, now, letter).await?,
    }
    change.commit(receipt).await?;
    identity.blur().await;
    Ok(())
}

/// Makes the link for a person: it is mailed, or returned to be handed over. The password stays until it is used.
pub async fn by_administrator(
    identity: &Identity,
    permit: Permit<person::ResetPassword>,
) -> Result<Option<Secret<String>>, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let found = change.person(permit.on().id).await?;
    // A service account has no password, and nobody reads its mail.
    let found = found.filter(|found| found.kind == PersonKind::Person);
    let found = found.ok_or(StoreError::Missing("person"))?;
    let link = prepare(identity, &mut *change, Some(&found), now).await?;
    let letter = letters::reset(&found.email, &name, &link);
    let mailed = mail::queue(identity, &mut *change, tenant, now, letter).await?;
    let receipt = permit.receipt().named(found.name).with("mailed", mailed);
    change.commit(receipt).await?;
    Ok((!mailed).then_some(link))
}

/// Spends the link: the account has the new password, and all its sessions end. Of any number that try, one succeeds.
pub async fn choose(
    identity: &Identity,
    permit: Permit<account::ResetPassword>,
    secret: &Secret<String>,
    password: &Secret<String>,
) -> Result<(), IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::PasswordReset], now).await?;
    let whose = match known.as_ref().and_then(|known| known.person) {
        Some(id) => identity.store.read(tenant).await?.person(id).await?,
        None => None,
    };
    let whose = whose.filter(may_choose);
    let (Some(known), Some(whose)) = (known, whose) else {
        return Err(one_time::refused(identity, permit).await);
    };
    let owner = PasswordOwner {
        person: Some(whose.id),
        email: &whose.email,
        name: &whose.name,
        second_factor: false,
    };
    let chosen = identity.choose_password(tenant, owner, password).await?;
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    match one_time::spend(&mut *change, &known, now).await {
        Err(IdentityError::LinkSpent) => {
            drop(change);
            return Err(one_time::refused(identity, permit).await);
        }
        spent => spent?,
    }
    let person = change.person(whose.id).await?;
    let mut person = person.ok_or(StoreError::Missing("person"))?;
    if known.detail.contains_key(MAILED) {
        person.email_verified_at = person.email_verified_at.or(Some(now));
    }
    chosen.replace(&mut *change, &mut person, now).await?;
    change.remove_sessions_of(person.id).await?;
    for purpose in [Purpose::PasswordReset, Purpose::SignIn, Purpose::Proof] {
        change.remove_one_times_of(purpose, person.id).await?;
    }
    let letter = letters::password_changed(&person.email, &name);
    mail::queue(identity, &mut *change, tenant, now, letter).await?;
    let receipt = permit
        .receipt()
        .proved(reference(&person))
        .made(object(&person));
    change.commit(receipt).await?;
    attempt.succeeded().await;
    Ok(())
}

/// Whether somebody may choose another password for the account by a link: it may be used, and people sign in to it.
fn may_choose(account: &Person) -> bool {
    account.status == PersonStatus::Active && account.kind == PersonKind::Person
}

/// That the link went to the address: whoever has it reads the mail there.
const MAILED: &str = "mailed";

/// A link for a person, in place of those before; or, for nobody, one that is good for nothing.
async fn prepare(
    identity: &Identity,
    change: &mut dyn Transaction,
    person: Option<&Person>,
    now: Timestamp,
) -> Result<Secret<String>, IdentityError> {
    let (secret, mut token) =
        one_time::mint(Purpose::PasswordReset, LIFETIME, now, &*identity.random);
    token.person = person.map(|person| person.id);
    if identity.sends_mail() {
        token.detail.insert(MAILED.to_owned(), true.into());
    }
    if person.is_none() {
        token.expires_at = now;
    }
    let nobody = PersonId::random(&*identity.random);
    let whose = token.person.unwrap_or(nobody);
    change
        .remove_one_times_of(Purpose::PasswordReset, whose)
        .await?;
    change.add_one_time(&token).await?;
    Ok(identity.link("reset", &secret))
}

fn object(person: &Person) -> ObjectRef {
    ObjectRef {
        kind: "person".to_owned(),
        id: person.id.to_string(),
        name: Some(person.name.clone()),
    }
}
