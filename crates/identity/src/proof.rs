//! Proving anew who one is, in a session that holds: what sensitive acts ask for.

use crate::begin::{PASSWORD, rotate};
use crate::guessing::Guess;
use crate::{Identity, IdentityError, SessionSecret};
use sallyport_kernel::Secret;
use sallyport_model::entity::{Person, PersonStatus};
use sallyport_policy::Permit;
use sallyport_policy::action::session;

/// What somebody shows to prove who they are.
#[derive(Debug)]
pub enum Evidence {
    /// The password of the account.
    Password(Secret<String>),
}

impl Evidence {
    /// As what a wrong one is counted.
    fn guess(&self) -> Guess {
        match self {
            Self::Password(_) => Guess::Password,
        }
    }
}

/// Proves anew who the actor is: the session gets another secret, and is good for sensitive acts for a while. What is
/// wrong leaves a record.
pub async fn prove(
    identity: &Identity,
    permit: Permit<session::Prove>,
    evidence: &Evidence,
) -> Result<SessionSecret, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let person = match permit.actor().person_id() {
        Some(id) => identity.store.read(tenant).await?.person(id).await?,
        None => None,
    };
    let person = person.filter(|person| person.status == PersonStatus::Active);
    let person = person.ok_or(IdentityError::SessionEnded)?;
    let attempt = identity
        .attempt(permit.actor(), evidence.guess(), Some(&person.email))
        .await?;
    let Some(method) = verify(identity, &person, evidence).await? else {
        let receipt = permit.failure().with("reason", "wrong proof");
        identity.store.record(receipt).await?;
        return Err(IdentityError::ProofFailed);
    };
    attempt.succeeded().await;
    let secret = SessionSecret::random(tenant, &*identity.random);
    let mut change = identity.store.begin(tenant).await?;
    let session = match permit.actor().session_id() {
        Some(id) => change.session(id).await?,
        None => None,
    };
    let mut session = session.ok_or(IdentityError::SessionEnded)?;
    session.proved_at = now;
    let session = rotate(&mut *change, session, &secret).await?;
    let receipt = permit.receipt().with("method", method);
    change
        .commit(receipt.with("session", session.id.to_string()))
        .await?;
    Ok(secret)
}

/// Whether the evidence proves that it comes from this person, and by which method. The only place where an account's
/// secrets are compared for a proof.
pub(crate) async fn verify(
    identity: &Identity,
    person: &Person,
    evidence: &Evidence,
) -> Result<Option<&'static str>, IdentityError> {
    match evidence {
        Evidence::Password(password) => {
            let hash = person.password_hash.as_deref();
            let right = identity.passwords.verify(password, hash).await?;
            Ok(right.then_some(PASSWORD))
        }
    }
}
