//! The second step of a sign-in.

use super::{SignedIn, reference};
use crate::begin::{Begun, PASSWORD, begin};
use crate::factors::answer::judge;
use crate::factors::sent::Way;
use crate::factors::ticket::{self, Settled};
use crate::factors::{Answer, usable};
use crate::guessing::Guess;
use crate::{Identity, IdentityError};
use sallyport_kernel::Secret;
use sallyport_model::account::{OneTime, Purpose};
use sallyport_model::entity::{Person, PersonStatus};
use sallyport_model::factor::FactorMethod;
use sallyport_policy::action::session;
use sallyport_policy::{Action, Permit};
use sallyport_store::{Read, StoreError};

/// Completes the sign-in of a ticket, if the answer is right.
pub async fn second_factor(
    identity: &Identity,
    permit: Permit<session::SecondFactor>,
    secret: &Secret<String>,
    answer: &Answer,
) -> Result<SignedIn, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let mut read = identity.store.read(tenant).await?;
    let found = ticket::find(&mut *read, secret, Purpose::SignIn, now).await?;
    let person = match &found {
        Some(begun) => whose(&mut *read, begun).await?,
        None => None,
    };
    drop(read);
    let address = person.as_ref().map(|person| person.email.as_str());
    let attempt = identity
        .attempt(permit.actor(), Guess::Code, address)
        .await?;
    let (Some(begun), Some(person)) = (found, person) else {
        return Err(over(identity, permit).await);
    };
    let right = judge(identity, tenant, person.id, &begun, secret, answer, now).await?;
    let mut change = identity.store.begin(tenant).await?;
    let Some(person) = whose(&mut *change, &begun).await? else {
        drop(change);
        return Err(over(identity, permit).await);
    };
    match ticket::settle(&mut *change, &begun, right.as_ref(), now).await? {
        Settled::Right => {}
        Settled::Over => {
            drop(change);
            return Err(over(identity, permit).await);
        }
        Settled::Wrong => {
            ticket::count_wrong(identity, change, &begun, permit.actor()).await?;
            let receipt = permit.failure().with("reason", "wrong answer");
            let receipt = receipt.with("person", person.id.to_string());
            let receipt = receipt.with("method", answer.method.as_str());
            identity.store.record(receipt).await?;
            return Err(IdentityError::WrongCode);
        }
    }
    let methods = [PASSWORD, answer.method.as_str()];
    let Begun { session, secret } =
        begin(identity, &mut *change, &person, &methods, permit.actor()).await?;
    let receipt = permit.receipt().proved(reference(&person));
    let receipt = receipt.with("session", session.id.to_string());
    change
        .commit(receipt.with("method", answer.method.as_str()))
        .await?;
    attempt.succeeded().await;
    Ok(SignedIn { person, secret })
}

/// Sends the code of a sign-in to the address or the telephone of whoever the ticket is for.
pub async fn send_code(
    identity: &Identity,
    permit: Permit<session::SendCode>,
    secret: &Secret<String>,
    method: FactorMethod,
) -> Result<(), IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let mut read = identity.store.read(tenant).await?;
    let found = ticket::find(&mut *read, secret, Purpose::SignIn, now).await?;
    let person = match &found {
        Some(begun) => whose(&mut *read, begun).await?,
        None => None,
    };
    let (Some(begun), Some(person)) = (found, person) else {
        drop(read);
        return Err(over(identity, permit).await);
    };
    let (factors, _) = usable(&mut *read, person.id, &policy.second_factor).await?;
    drop(read);
    let way = Way::of(identity, tenant, &factors, method).await?;
    let way = way.ok_or(IdentityError::FactorNotAllowed)?;
    let change = way
        .send(identity, permit.actor(), &person, (begun, secret))
        .await?;
    let receipt = permit.receipt().with("person", person.id.to_string());
    Ok(change
        .commit(receipt.with("method", method.as_str()))
        .await?)
}

/// Whose ticket it is, if they may still sign in by what they have proved: a password that was changed meanwhile proves
/// nothing any more.
async fn whose(
    read: &mut (impl Read + ?Sized),
    begun: &OneTime,
) -> Result<Option<Person>, StoreError> {
    let person = match begun.person {
        Some(id) => read.person(id).await?,
        None => None,
    };
    Ok(person.filter(|person| {
        let unchanged = person
            .password_set_at
            .is_none_or(|at| at <= begun.created_at);
        unchanged && person.status == PersonStatus::Active
    }))
}

/// Records that the ticket was no good, and says it. The caller's transaction must be over.
async fn over<A: Action>(identity: &Identity, permit: Permit<A>) -> IdentityError {
    let receipt = permit.failure().with("reason", "ticket spent");
    match identity.store.record(receipt).await {
        Ok(()) => IdentityError::LinkSpent,
        Err(error) => error.into(),
    }
}
