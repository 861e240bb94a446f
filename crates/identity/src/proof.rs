//! Proving anew who one is, in a session that holds: what sensitive acts ask for.

use crate::begin::{PASSWORD, rotate};
use crate::factors::answer::judge;
use crate::factors::own::actor;
use crate::factors::sent::Way;
use crate::factors::ticket::{self, Settled};
use crate::factors::{Answer, Step, usable};
use crate::guessing::Guess;
use crate::{Identity, IdentityError, SessionSecret};
use sallyport_kernel::Secret;
use sallyport_model::account::Purpose;
use sallyport_model::entity::{Person, PersonStatus};
use sallyport_model::factor::FactorMethod;
use sallyport_policy::Permit;
use sallyport_policy::action::session;

/// What somebody shows to prove who they are.
#[derive(Debug)]
pub enum Evidence {
    /// The password of the account.
    Password(Secret<String>),
    /// The answer of a second factor, with the ticket that [`challenge`] gave.
    Factor(Secret<String>, Answer),
}

/// The ways in which the actor can prove who they are, with a ticket for those that are second factors. Whether they
/// also have a password is the second.
pub async fn challenge(
    identity: &Identity,
    permit: Permit<session::AskProof>,
) -> Result<(Step, bool), IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let person = actor(&mut *change, permit.actor()).await?;
    let usable = usable(&mut *change, person.id, &policy.second_factor).await?;
    // Whoever sits at a screen that was left alone has the mailbox before them too, but not the telephone.
    let (factors, mut methods) = usable;
    methods.retain(|method| *method != FactorMethod::Email);
    let usable = (factors, methods);
    let step = ticket::open(
        identity,
        &mut *change,
        (tenant, person.id),
        Purpose::Proof,
        usable,
        now,
    )
    .await?;
    change.commit(permit.receipt()).await?;
    Ok((step, person.password_hash.is_some()))
}

/// Sends the code of a proof to the actor's telephone.
pub async fn send_code(
    identity: &Identity,
    permit: Permit<session::SendProofCode>,
    secret: &Secret<String>,
) -> Result<(), IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let mut read = identity.store.read(tenant).await?;
    let person = actor(&mut *read, permit.actor()).await?;
    let found = ticket::find(&mut *read, secret, Purpose::Proof, now).await?;
    let (factors, _) = usable(&mut *read, person.id, &policy.second_factor).await?;
    drop(read);
    let found = found.filter(|begun| begun.person == Some(person.id));
    let Some(begun) = found else {
        let receipt = permit.failure().with("reason", "ticket spent");
        identity.store.record(receipt).await?;
        return Err(IdentityError::LinkSpent);
    };
    let way = Way::of(identity, tenant, &factors, FactorMethod::Sms).await?;
    let way = way.ok_or(IdentityError::FactorNotAllowed)?;
    let change = way
        .send(identity, permit.actor(), &person, (begun, secret))
        .await?;
    let method = FactorMethod::Sms.as_str();
    Ok(change
        .commit(permit.receipt().with("method", method))
        .await?)
}

impl Evidence {
    /// As what a wrong one is counted.
    fn guess(&self) -> Guess {
        match self {
            Self::Password(_) => Guess::Password,
            Self::Factor(..) => Guess::Code,
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
    let mut change;
    let method = match evidence {
        Evidence::Password(_) => {
            let Some(method) = verify(identity, &person, evidence).await? else {
                return Err(failed(identity, permit, IdentityError::ProofFailed).await);
            };
            change = identity.store.begin(tenant).await?;
            method
        }
        Evidence::Factor(secret, answer) => {
            let mut read = identity.store.read(tenant).await?;
            let found = ticket::find(&mut *read, secret, Purpose::Proof, now).await?;
            drop(read);
            let Some(begun) = found.filter(|begun| begun.person == Some(person.id)) else {
                return Err(failed(identity, permit, IdentityError::LinkSpent).await);
            };
            let right = judge(identity, tenant, person.id, &begun, secret, answer, now).await?;
            change = identity.store.begin(tenant).await?;
            match ticket::settle(&mut *change, &begun, right.as_ref(), now).await? {
                Settled::Right => answer.method.as_str(),
                Settled::Over => {
                    drop(change);
                    return Err(failed(identity, permit, IdentityError::LinkSpent).await);
                }
                Settled::Wrong => {
                    ticket::count_wrong(identity, change, &begun, permit.actor()).await?;
                    return Err(failed(identity, permit, IdentityError::ProofFailed).await);
                }
            }
        }
    };
    attempt.succeeded().await;
    let secret = SessionSecret::random(tenant, &*identity.random);
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

/// Records that nothing was proved, and says why. The caller's transaction must be over.
async fn failed(
    identity: &Identity,
    permit: Permit<session::Prove>,
    why: IdentityError,
) -> IdentityError {
    let receipt = permit.failure().with("reason", "wrong proof");
    match identity.store.record(receipt).await {
        Ok(()) => why,
        Err(error) => error.into(),
    }
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
        // It takes a ticket to be spent: see [`prove`].
        Evidence::Factor(..) => Ok(None),
    }
}
