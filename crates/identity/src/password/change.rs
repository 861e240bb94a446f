//! Choosing another password for oneself, and having one judged before it is chosen.

use super::{Judgement, PasswordOwner, normal};
use crate::begin::{lacking, rotate_own};
use crate::factors::requirement;
use crate::guessing::Guess;
use crate::password::Fault;
use crate::{Identity, IdentityError, SessionSecret, letters, mail};
use sallyport_kernel::Secret;
use sallyport_model::account::Confinement;
use sallyport_policy::Permit;
use sallyport_policy::action::password;

/// Chooses another password for oneself. It takes the one of now, ends the other sessions, gives this one another
/// secret, and tells the owner.
pub async fn change(
    identity: &Identity,
    permit: Permit<password::Change>,
    current: &Secret<String>,
    new: &Secret<String>,
) -> Result<SessionSecret, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let person = match permit.actor().person_id() {
        Some(id) => identity.store.read(tenant).await?.person(id).await?,
        None => None,
    };
    let person = person.ok_or(IdentityError::SessionEnded)?;
    let attempt = identity
        .attempt(permit.actor(), Guess::Password, Some(&person.email))
        .await?;
    let hash = person.password_hash.as_deref();
    match identity.passwords.verify(current, hash).await {
        Ok(true) => attempt.succeeded().await,
        Ok(false) => {
            let receipt = permit.failure().with("reason", "wrong password");
            identity.store.record(receipt).await?;
            return Err(IdentityError::ProofFailed);
        }
        Err(error) => {
            attempt.withdrawn().await;
            return Err(error);
        }
    }
    if normal(current).expose() == normal(new).expose() {
        return Err(IdentityError::PasswordRefused(vec![Fault::UsedBefore]));
    }
    let owner = PasswordOwner {
        person: Some(person.id),
        email: &person.email,
        name: &person.name,
        second_factor: false,
    };
    let chosen = identity.choose_password(tenant, owner, new).await?;
    let mut change = identity.store.begin(tenant).await?;
    let kept = change.person(person.id).await?;
    // Somebody else has chosen one meanwhile: then the one of now was another.
    let mut kept = kept
        .filter(|kept| kept.password_hash == person.password_hash)
        .ok_or(IdentityError::ProofFailed)?;
    chosen.replace(&mut *change, &mut kept, now).await?;
    let session = match permit.actor().session_id() {
        Some(id) => change.session(id).await?,
        None => None,
    };
    let mut session = session.ok_or(IdentityError::SessionEnded)?;
    let methods: Vec<&str> = session.methods.iter().map(String::as_str).collect();
    let policy = identity.policy(tenant).await?;
    let due = requirement::at_sign_in(identity, &mut *change, tenant, &kept, &methods, now).await?;
    session.confined = if due.is_some_and(|due| due <= now) {
        Some(Confinement::SecondFactor)
    } else {
        lacking(&kept, &methods, &policy, now)
    };
    change.renew_session(&session).await?;
    let secret = rotate_own(&mut *change, permit.actor(), &*identity.random).await?;
    let secret = secret.ok_or(IdentityError::SessionEnded)?;
    let name = identity.tenant_name(tenant).await?;
    let letter = letters::password_changed(&kept.email, &name);
    mail::queue(identity, &mut *change, tenant, now, letter).await?;
    change.commit(permit.receipt()).await?;
    Ok(secret)
}

/// What the rules say of a password before it is chosen, for whoever is typing it.
pub async fn assess(
    identity: &Identity,
    permit: Permit<password::Assess>,
    owner: PasswordOwner<'_>,
    password: &Secret<String>,
) -> Result<Judgement, IdentityError> {
    identity.may_judge(permit.actor()).await?;
    identity
        .judge_password(permit.tenant(), owner, password)
        .await
}
