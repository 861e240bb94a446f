//! Signing in, in one step or two, and out.
//!
//! A right password is a whole sign-in for whoever has no second factor. For others it opens a ticket, which an answer
//! of one of their factors completes ([`second_factor`]). A passkey needs no password ([`by_passkey`]).

mod alone;
mod second;

pub use alone::{PasskeyChallenge, by_passkey, passkey_challenge};
pub use second::{second_factor, send_code};

use crate::begin::{Begun, PASSWORD, begin};
use crate::factors::{Step, ticket, usable};
use crate::guessing::Guess;
use crate::{Identity, IdentityError, SessionSecret, email};
use sallyport_kernel::Secret;
use sallyport_model::account::Purpose;
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

/// What came of a right password.
#[derive(Debug)]
pub enum SignIn {
    /// The person is signed in.
    Done(Box<SignedIn>),
    /// They have a second factor: it is asked for.
    SecondFactor(Step),
}

/// Signs a person in, or asks for their second factor. A wrong password, an unknown address and a disabled account get the same answer after the
/// same work, and each leaves a record.
pub async fn sign_in(
    identity: &Identity,
    permit: Permit<session::SignIn>,
    address: &str,
    password: &Secret<String>,
) -> Result<SignIn, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
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
        identity.blur().await;
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
    let policy = identity.policy(tenant).await?;
    let usable = usable(&mut *change, person.id, &policy.second_factor).await?;
    if !usable.0.is_empty() {
        let step = ticket::open(
            identity,
            &mut *change,
            (tenant, person.id),
            Purpose::SignIn,
            usable,
            now,
        )
        .await?;
        let receipt = permit.receipt().proved(reference(&person));
        change
            .commit(receipt.with("second_factor", "asked for"))
            .await?;
        attempt.succeeded().await;
        return Ok(SignIn::SecondFactor(step));
    }
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
    Ok(SignIn::Done(Box::new(SignedIn { person, secret })))
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
        key: None,
    }
}
