//! Signing in and out by password.

use crate::begin::{Begun, PASSWORD, begin};
use crate::guessing::Guess;
use crate::{Identity, IdentityError, SessionSecret, email};
use sallyport_kernel::Secret;
use sallyport_model::entity::{Person, PersonStatus};
use sallyport_policy::action::session;
use sallyport_policy::{ActorRef, Permit};
use sallyport_store::StoreError;

/// A sign-in that went well.
#[derive(Debug)]
pub struct SignedIn {
    /// Who it is.
    pub person: Person,
    /// What the browser is to keep.
    pub secret: SessionSecret,
}

/// Signs a person in. A wrong password, an unknown address and a disabled account get the same answer after the
/// same work, and each leaves a record.
pub async fn sign_in(
    identity: &Identity,
    permit: Permit<session::SignIn>,
    address: &str,
    password: &Secret<String>,
) -> Result<SignedIn, IdentityError> {
    let tenant = permit.tenant();
    let attempt = identity
        .attempt(permit.actor(), Guess::Password, Some(address))
        .await?;
    let person = match email::normalize(address) {
        Ok(address) => {
            identity
                .store
                .read(tenant)
                .await?
                .person_by_email(&address)
                .await?
        }
        Err(_) => None,
    };
    let hash = person
        .as_ref()
        .and_then(|person| person.password_hash.as_deref());
    let right = match identity.passwords.verify(password, hash).await {
        Ok(right) => right,
        Err(error) => {
            attempt.withdrawn().await;
            return Err(error);
        }
    };
    let person = person.filter(|person| right && person.status == PersonStatus::Active);
    let Some(person) = person else {
        identity
            .store
            .record(permit.failure().with("reason", "wrong address or password"))
            .await?;
        return Err(IdentityError::SignInFailed);
    };
    let kept = person.password_hash.as_deref().unwrap_or_default();
    let random = &*identity.random;
    let rehashed = identity.passwords.rehash(password, kept, random).await;
    let mut change = identity.store.begin(tenant).await?;
    if let Some(hash) = rehashed {
        match change.rehash_password(person.id, kept, &hash).await {
            // Another password was chosen meanwhile: the one that came is of the past.
            Err(StoreError::Stale(_)) => return Err(IdentityError::SignInFailed),
            done => done?,
        }
    }
    let at = permit.actor().at();
    attempt.note_place(&mut *change, person.id, at).await?;
    let Begun { session, secret } =
        begin(identity, &mut *change, &person, &[PASSWORD], permit.actor()).await?;
    let proved = reference(&person);
    change
        .commit(
            permit
                .receipt()
                .proved(proved)
                .with("session", session.id.to_string()),
        )
        .await?;
    attempt.succeeded().await;
    Ok(SignedIn { person, secret })
}

/// Ends the session that the call came in.
pub async fn sign_out(
    identity: &Identity,
    permit: Permit<session::SignOut>,
) -> Result<(), IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    if let Some(session) = permit.actor().session_id() {
        change.remove_session(session).await?;
    }
    change.commit(permit.receipt()).await?;
    Ok(())
}

/// A person as audit records name actors.
pub(crate) fn reference(person: &Person) -> ActorRef {
    ActorRef {
        kind: "person".to_owned(),
        id: Some(person.id.to_string()),
        name: Some(person.name.clone()),
    }
}
