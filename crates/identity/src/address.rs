//! Proving that an address is one's own, and changing it: both addresses must agree.

use crate::account::{object, own};
use crate::guessing::Guess;
use crate::sign_in::reference;
use crate::{Identity, IdentityError, email, letters, mail, one_time};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_model::entity::Person;
use sallyport_policy::Permit;
use sallyport_policy::action::account;
use sallyport_store::{StoreError, Transaction};
use serde_json::Value;
use std::time::Duration;

/// How long a link lasts.
pub const LIFETIME: Duration = Duration::from_hours(24);

/// Where the other link of a change is, and where the account is to go.
const OTHER: &str = "other";
const NEW: &str = "new";

/// Sends the link that proves one's own address.
pub async fn ask_to_verify(
    identity: &Identity,
    permit: Permit<account::VerifyEmail>,
) -> Result<(), IdentityError> {
    if let Some(member) = permit.actor().member() {
        identity.letter_to(permit.actor(), &member.email).await?;
    }
    let (tenant, now, id) = (permit.tenant(), permit.actor().at(), own(&permit)?);
    can_mail(identity)?;
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let person = change.person(id).await?;
    let person = person.ok_or(StoreError::Missing("person"))?;
    let (secret, mut token) =
        one_time::mint(Purpose::EmailVerification, LIFETIME, now, &*identity.random);
    token.person = Some(id);
    token.email = Some(person.email.clone());
    change
        .remove_one_times_of(Purpose::EmailVerification, id)
        .await?;
    change.add_one_time(&token).await?;
    let letter = letters::verification(&person.email, &name, &identity.link("verify", &secret));
    mail::queue(identity, &mut *change, tenant, now, letter).await?;
    let receipt = permit.receipt().made(object(&person));
    change.commit(receipt).await?;
    Ok(())
}

/// Asks for another address: a link goes to each, and the change happens when both were followed. Whether the new one
/// has an account already is told to its mailbox alone.
pub async fn ask_to_change(
    identity: &Identity,
    permit: Permit<account::ChangeEmail>,
    address: &str,
) -> Result<(), IdentityError> {
    identity.letter_to(permit.actor(), address).await?;
    let (tenant, now, id) = (permit.tenant(), permit.actor().at(), own(&permit)?);
    let address = email::normalize(address)?;
    can_mail(identity)?;
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let person = change.person(id).await?;
    let person = person.ok_or(StoreError::Missing("person"))?;
    if person.email == address {
        return Err(IdentityError::SameEmail);
    }
    let random = &*identity.random;
    let (from_secret, mut from) = one_time::mint(Purpose::EmailChangeFrom, LIFETIME, now, random);
    let (to_secret, mut to) = one_time::mint(Purpose::EmailChangeTo, LIFETIME, now, random);
    from.email = Some(person.email.clone());
    to.email = Some(address.clone());
    let (from_hash, to_hash) = (hex(&from.secret_hash), hex(&to.secret_hash));
    for (token, other) in [(&mut from, to_hash), (&mut to, from_hash)] {
        token.person = Some(id);
        token.detail.insert(OTHER.to_owned(), other.into());
        token.detail.insert(NEW.to_owned(), address.clone().into());
        change.remove_one_times_of(token.purpose, id).await?;
        change.add_one_time(token).await?;
    }
    let taken = change.person_by_email(&address).await?.is_some();
    let to_letter = if taken {
        letters::address_taken(&address, &name)
    } else {
        letters::change_to(&address, &name, &identity.link("verify", &to_secret))
    };
    let from_link = identity.link("verify", &from_secret);
    let from_letter = letters::change_from(&person.email, &address, &name, &from_link);
    for letter in [from_letter, to_letter] {
        mail::queue(identity, &mut *change, tenant, now, letter).await?;
    }
    let receipt = permit
        .receipt()
        .made(object(&person))
        .with("new_email", address);
    change.commit(receipt).await?;
    Ok(())
}

/// Spends a link. Returns whether all is done: a change of address waits for the other one's agreement.
pub async fn confirm(
    identity: &Identity,
    permit: Permit<account::ConfirmEmail>,
    secret: &Secret<String>,
) -> Result<bool, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let purposes = [
        Purpose::EmailVerification,
        Purpose::EmailChangeFrom,
        Purpose::EmailChangeTo,
    ];
    let known = one_time::find(identity, tenant, secret, &purposes, now).await?;
    let Some(known) = known else {
        return Err(one_time::refused(identity, permit).await);
    };
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let person = match known.person {
        Some(id) => change.person(id).await?,
        None => None,
    };
    let spent = one_time::spend(&mut *change, &known, now).await;
    let (Some(person), false) = (person, matches!(spent, Err(IdentityError::LinkSpent))) else {
        drop(change);
        return Err(one_time::refused(identity, permit).await);
    };
    spent?;
    let done = match known.purpose {
        Purpose::EmailVerification => verify(&mut *change, person.clone(), &known, now).await?,
        _ => agree(&mut *change, person.clone(), &known, now).await?,
    };
    let Some(done) = done else {
        drop(change);
        return Err(one_time::refused(identity, permit).await);
    };
    if let Done::Changed(new) = &done {
        let letter = letters::address_changed(&person.email, new, &name);
        mail::queue(identity, &mut *change, tenant, now, letter).await?;
    }
    let receipt = permit
        .receipt()
        .proved(reference(&person))
        .made(object(&person))
        .with("purpose", known.purpose.as_str())
        .with("done", !matches!(done, Done::Waits));
    change.commit(receipt).await?;
    attempt.succeeded().await;
    Ok(!matches!(done, Done::Waits))
}

/// What a link did.
enum Done {
    /// The address is proved.
    Verified,
    /// The other address has not agreed yet.
    Waits,
    /// The account has the new address.
    Changed(String),
}

/// `None` if the address is no longer the one that the link went to.
async fn verify(
    change: &mut dyn Transaction,
    mut person: Person,
    known: &OneTime,
    now: Timestamp,
) -> Result<Option<Done>, IdentityError> {
    if known.email.as_ref() != Some(&person.email) {
        return Ok(None);
    }
    person.email_verified_at = Some(now);
    change.put_person(&person).await?;
    Ok(Some(Done::Verified))
}

/// `None` if somebody else has the new address by now.
async fn agree(
    change: &mut dyn Transaction,
    mut person: Person,
    known: &OneTime,
    now: Timestamp,
) -> Result<Option<Done>, IdentityError> {
    let said = |name: &str| known.detail.get(name).and_then(Value::as_str);
    let (Some(other), Some(new)) = (said(OTHER).and_then(unhex), said(NEW)) else {
        return Ok(None);
    };
    let other = change.one_time(&other).await?;
    let Some(other) = other.filter(|other| now < other.expires_at) else {
        return Ok(None);
    };
    if other.used_at.is_none() {
        return Ok(Some(Done::Waits));
    }
    if change.person_by_email(new).await?.is_some() {
        return Ok(None);
    }
    new.clone_into(&mut person.email);
    person.email_verified_at = Some(now);
    change.put_person(&person).await?;
    // Links that went to the address before are good for nothing: it is somebody else's now, perhaps.
    for purpose in [
        Purpose::EmailVerification,
        Purpose::EmailChangeFrom,
        Purpose::EmailChangeTo,
        Purpose::PasswordReset,
    ] {
        change.remove_one_times_of(purpose, person.id).await?;
    }
    Ok(Some(Done::Changed(person.email)))
}

fn can_mail(identity: &Identity) -> Result<(), IdentityError> {
    if identity.sends_mail() {
        Ok(())
    } else {
        Err(IdentityError::NoMail)
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    (text.len() == 64).then_some(bytes)
}
