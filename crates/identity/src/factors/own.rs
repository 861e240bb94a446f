//! One's own factors: seeing, naming, removing, and the codes for a bad day.

use super::{allowed, counts, is_single, recovery, requirement};
use crate::mail::Mail;
use crate::{Identity, IdentityError, mail};
use sallyport_kernel::id::{FactorId, PersonId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::entity::Person;
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_policy::action::factor;
use sallyport_policy::{Actor, ObjectRef, Permit};
use sallyport_store::{Read, StoreError, Transaction};

/// Where a factor keeps what is shown of its number.
pub(crate) const SHOWN: &str = "shown";

/// A person's factors, and what is asked of them.
#[derive(Debug)]
pub struct Factors {
    /// The factors, the oldest first.
    pub items: Vec<Factor>,
    /// The address of the account, for what is shown of codes by e-mail.
    pub email: String,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
    /// What is asked of the person.
    pub requirement: requirement::Requirement,
    /// The kinds that can be added.
    pub allowed: Vec<FactorKind>,
}

/// One's own factors.
pub async fn list(
    identity: &Identity,
    permit: Permit<factor::List>,
) -> Result<Factors, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    let person = actor(&mut *read, permit.actor()).await?;
    of(identity, &mut *read, permit.tenant(), person).await
}

/// The factors of a person.
pub(crate) async fn of(
    identity: &Identity,
    read: &mut (impl Read + ?Sized),
    tenant: TenantId,
    person: Person,
) -> Result<Factors, IdentityError> {
    let items = read.factors_of(person.id).await?;
    let mut allowed = allowed(identity, tenant).await?;
    allowed.retain(|kind| !is_single(*kind) || items.iter().all(|f| f.kind != *kind));
    Ok(Factors {
        recovery_codes_left: read.recovery_codes_left(person.id).await?,
        requirement: requirement::of(identity, read, tenant, &person).await?,
        email: person.email,
        items,
        allowed,
    })
}

/// Gives one of one's own factors another name.
pub async fn rename(
    identity: &Identity,
    permit: Permit<factor::Rename>,
    id: FactorId,
    name: &str,
) -> Result<Factor, IdentityError> {
    let name = valid_name(name)?;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let mut factor = found(&mut *change, permit.actor(), id).await?;
    let before = std::mem::replace(&mut factor.name, name);
    change.put_factor(&factor).await?;
    let receipt = permit.receipt().made(reference(&factor));
    change.commit(receipt.with("before", before)).await?;
    Ok(factor)
}

/// Removes one of one's own factors. The last one stays where a second factor is required; where it is not, the
/// recovery codes go with it.
pub async fn remove(
    identity: &Identity,
    permit: Permit<factor::Remove>,
    id: FactorId,
) -> Result<(), IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let factor = found(&mut *change, permit.actor(), id).await?;
    let person = actor(&mut *change, permit.actor()).await?;
    let has = change.factors_of(person.id).await?;
    let others = has.iter().filter(|other| other.id != id);
    let left = others.filter(|other| counts(other.kind, &policy.second_factor));
    if left.count() == 0 {
        let access = identity.directory().access(tenant).await?;
        if requirement::is_required(&policy.second_factor, &access, &person) {
            return Err(IdentityError::FactorRequired);
        }
    }
    if has.len() == 1 {
        change.remove_factors_of(person.id).await?;
    } else {
        change.remove_factor(id).await?;
    }
    let words = format!(
        "A second factor was removed from your account: {} ({}).",
        factor.name,
        self::words(factor.kind)
    );
    let subject = "A second factor was removed";
    tell(
        identity,
        &mut *change,
        tenant,
        &person,
        now,
        subject,
        &words,
    )
    .await?;
    let receipt = permit.receipt().made(reference(&factor));
    change
        .commit(receipt.with("kind", factor.kind.as_str()))
        .await?;
    Ok(())
}

/// New recovery codes, in place of those before; for whoever has a factor.
pub async fn recovery_codes(
    identity: &Identity,
    permit: Permit<factor::RenewCodes>,
) -> Result<Vec<Secret<String>>, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let mut change = identity.store.begin(tenant).await?;
    let person = actor(&mut *change, permit.actor()).await?;
    if change.factors_of(person.id).await?.is_empty() {
        return Err(IdentityError::FactorNotAllowed);
    }
    let codes = new_codes(identity, &mut *change, person.id, now).await?;
    let words =
        "New recovery codes were made for your account. Those from before are no longer good.";
    let subject = "New recovery codes";
    tell(identity, &mut *change, tenant, &person, now, subject, words).await?;
    change.commit(permit.receipt()).await?;
    Ok(codes)
}

/// Makes recovery codes in place of those before.
pub(crate) async fn new_codes(
    identity: &Identity,
    change: &mut dyn Transaction,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Secret<String>>, StoreError> {
    let codes = recovery::codes(&*identity.random);
    let hashes: Vec<_> = codes
        .iter()
        .map(|code| recovery::hash(person, code.expose()))
        .collect();
    change.put_recovery_codes(person, &hashes, now).await?;
    Ok(codes)
}

/// The person who acts.
pub(crate) async fn actor(
    read: &mut (impl Read + ?Sized),
    actor: &Actor,
) -> Result<Person, IdentityError> {
    let person = match actor.person_id() {
        Some(id) => read.person(id).await?,
        None => None,
    };
    person.ok_or(IdentityError::SessionEnded)
}

/// One of the actor's own factors; anybody else's is not there.
async fn found(
    change: &mut dyn Transaction,
    actor: &Actor,
    id: FactorId,
) -> Result<Factor, StoreError> {
    let factor = change.factor(id).await?;
    let own = factor.filter(|factor| Some(factor.person) == actor.person_id());
    own.ok_or(StoreError::Missing("factor"))
}

/// Tells the owner of an account what happened to it, if mail can be sent.
pub(crate) async fn tell(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    person: &Person,
    now: Timestamp,
    subject: &str,
    words: &str,
) -> Result<(), IdentityError> {
    let letter = Mail::notice(&person.email, subject)
        .say(words)
        .say("If this was not you, tell an administrator at once, and change your password.");
    mail::queue(identity, change, tenant, now, letter)
        .await
        .map(drop)
}

/// The kind in words.
pub(crate) fn words(kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Totp => "authenticator app",
        FactorKind::Passkey => "passkey",
        FactorKind::Email => "codes by e-mail",
        FactorKind::Sms => "codes by SMS",
    }
}

/// An address as far as it is shown to whoever has only got so far as a sign-in.
pub(crate) fn masked_address(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}…@{domain}")
}

/// What is shown of where a factor's codes go.
pub fn detail(factor: &Factor, email: &str) -> Option<String> {
    match factor.kind {
        FactorKind::Totp | FactorKind::Passkey => None,
        FactorKind::Email => Some(masked_address(email)),
        FactorKind::Sms => {
            let shown = factor.public.get(SHOWN).and_then(|shown| shown.as_str());
            shown.map(str::to_owned)
        }
    }
}

pub(crate) fn valid_name(name: &str) -> Result<String, IdentityError> {
    let name = name.trim();
    let whole =
        !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    whole
        .then(|| name.to_owned())
        .ok_or(IdentityError::InvalidName)
}

fn reference(factor: &Factor) -> ObjectRef {
    ObjectRef {
        kind: "factor".to_owned(),
        id: factor.id.to_string(),
        name: Some(factor.name.clone()),
    }
}
