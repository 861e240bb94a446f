//! Tickets: what a sign-in, or a proof, has come to so far, until an answer of a second factor completes it.
//!
//! A ticket is a single-use secret of ten minutes. Five wrong answers end it: they are counted in the transaction that
//! would have completed it, so that any number at once count as many.

use super::answer::Right;
use super::passkey::{Held, keep_challenge};
use crate::one_time;
use crate::{Identity, IdentityError, warning};
use sallyport_kernel::id::{PersonId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_model::factor::{Factor, FactorMethod};
use sallyport_policy::{Actor, SystemPermit};
use sallyport_store::{Read, StoreError, Transaction};
use serde_json::Value;
use std::time::Duration;

/// How long a ticket lasts.
const LIFETIME: Duration = Duration::from_mins(10);
/// How many wrong answers end it.
pub(crate) const MOST_TRIES: u32 = 5;
/// How long single-use secrets are kept after their end, for whoever asks what became of one.
const REMEMBERED: Duration = Duration::from_hours(30 * 24);
/// Where what a passkey's challenge is judged by stands in a ticket, sealed.
pub(crate) const PASSKEY: &str = "passkey";

/// What somebody has to do next: answer with one of their factors.
#[derive(Debug)]
pub struct Step {
    /// The ticket that the answer goes with.
    pub ticket: Secret<String>,
    /// The ways to answer.
    pub methods: Vec<FactorMethod>,
    /// What to ask a passkey, if the person has one.
    pub passkey: Option<Value>,
    /// When the ticket ends by itself.
    pub expires_at: Timestamp,
}

/// What came of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It is right: the ticket and what it was answered with are spent.
    Right,
    /// It is wrong, or was used before.
    Wrong,
    /// There is no such ticket any more.
    Over,
}

/// Opens a ticket for a person who has these factors.
pub(crate) async fn open(
    identity: &Identity,
    change: &mut dyn Transaction,
    (tenant, person): (TenantId, PersonId),
    purpose: Purpose,
    (factors, mut methods): (Vec<Factor>, Vec<FactorMethod>),
    now: Timestamp,
) -> Result<Step, IdentityError> {
    let held = Held::of(identity, tenant, &factors).await?;
    let challenge = identity.passkeys.ask(&held)?;
    methods.retain(|method| *method != FactorMethod::Passkey || challenge.is_some());
    let (secret, mut kept) = one_time::mint(purpose, LIFETIME, now, &*identity.random);
    kept.person = Some(person);
    let mut passkey = None;
    if let Some(challenge) = challenge {
        keep_challenge(identity, tenant, &mut kept, &challenge.state).await?;
        passkey = Some(challenge.options);
    }
    keep(change, &kept, now).await?;
    Ok(Step {
        ticket: secret,
        methods,
        passkey,
        expires_at: kept.expires_at,
    })
}

/// Keeps a new ticket, and forgets those that ended long ago.
pub(crate) async fn keep(
    change: &mut dyn Transaction,
    ticket: &OneTime,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Ok(old) = now.checked_sub(REMEMBERED) {
        change.remove_one_times_before(old).await?;
    }
    change.add_one_time(ticket).await
}

/// A new ticket that is not kept yet.
pub(crate) fn mint(
    identity: &Identity,
    person: PersonId,
    purpose: Purpose,
    now: Timestamp,
) -> (Secret<String>, OneTime) {
    let (secret, mut kept) = one_time::mint(purpose, LIFETIME, now, &*identity.random);
    kept.person = Some(person);
    (secret, kept)
}

/// The ticket of that secret, if it can still be answered.
pub(crate) async fn find(
    read: &mut (impl Read + ?Sized),
    secret: &Secret<String>,
    purpose: Purpose,
    now: Timestamp,
) -> Result<Option<OneTime>, StoreError> {
    let found = read.one_time(&one_time::hash(secret.expose())).await?;
    Ok(found.filter(|ticket| is_open(ticket, purpose, now)))
}

fn is_open(ticket: &OneTime, purpose: Purpose, now: Timestamp) -> bool {
    ticket.serves(purpose, now) && ticket.tries < MOST_TRIES
}

/// Spends a ticket with its answer, in the transaction of what they are for: of any number at once, one gets through,
/// and no answer counts after the fifth wrong one.
pub(crate) async fn settle(
    change: &mut dyn Transaction,
    ticket: &OneTime,
    right: Option<&Right>,
    now: Timestamp,
) -> Result<Settled, IdentityError> {
    let known = change.one_time(&ticket.secret_hash).await?;
    if !known.is_some_and(|known| is_open(&known, ticket.purpose, now)) {
        return Ok(Settled::Over);
    }
    let Some(right) = right else {
        return Ok(Settled::Wrong);
    };
    if !right.spend(change, now).await? {
        return Ok(Settled::Wrong);
    }
    change.spend_one_time(&ticket.secret_hash, now).await?;
    Ok(Settled::Right)
}

/// Counts a wrong answer. The transaction is the one in which it was found wrong: nobody else has answered since. If it
/// ends a sign-in whose password was right, the owner of the account is told.
pub(crate) async fn count_wrong(
    identity: &Identity,
    mut change: Box<dyn Transaction>,
    ticket: &OneTime,
    actor: &Actor,
) -> Result<(), IdentityError> {
    let (tenant, now) = (actor.tenant(), actor.at());
    let wrong = change.count_try(&ticket.secret_hash).await?;
    if wrong == MOST_TRIES && ticket.purpose == Purpose::SignIn {
        let whose = match ticket.person {
            Some(id) => change.person(id).await?,
            None => None,
        };
        if let Some(person) = whose {
            warning::known_password(identity, &mut *change, &person, actor).await?;
        }
    }
    let permit = SystemPermit::because("a wrong answer counts, though nothing is done for it");
    let receipt = permit
        .receipt(tenant, now, "service.count_wrong_answer", None)
        .with("purpose", ticket.purpose.as_str())
        .with("person", ticket.person.map(|person| person.to_string()))
        .with("wrong", wrong);
    Ok(change.commit(receipt).await?)
}
