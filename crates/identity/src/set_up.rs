//! The first administrator, by the single-use set-up link.

use crate::begin::{PASSWORD, begin};
use crate::guessing::Guess;
use crate::one_time;
use crate::people::{NewPerson, account, administers};
use crate::sign_in::{SignedIn, reference};
use crate::{Identity, IdentityError};
use sallyport_kernel::{Limit, Secret, Timestamp};
use sallyport_model::account::Purpose;
use sallyport_policy::action::service;
use sallyport_policy::{Permit, Role, SystemPermit};
use sallyport_store::Transaction;
use std::time::Duration;

/// Makes the right to become the first administrator, and returns the link's secret: it is kept nowhere.
pub async fn issue(identity: &Identity, now: Timestamp) -> Result<Secret<String>, IdentityError> {
    let (secret, token) = one_time::mint(Purpose::SetUp, LIFETIME, now, &*identity.random);
    let permit = SystemPermit::because("a new instance needs a first administrator");
    let mut change = identity.store.begin(identity.home()).await?;
    change.add_one_time(&token).await?;
    change
        .commit(permit.receipt(identity.home(), now, "service.issue_setup_link", None))
        .await?;
    Ok(secret)
}

/// Spends the link: makes the administrator's account and signs it in. Of any number that try, one succeeds.
pub async fn set_up(
    identity: &Identity,
    permit: Permit<service::SetUp>,
    token: &Secret<String>,
    new: NewPerson,
) -> Result<SignedIn, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let hash = one_time::hash(token.expose());
    let known = identity.store.read(tenant).await?.one_time(&hash).await?;
    let Some(known) = known.filter(|token| token.serves(Purpose::SetUp, now)) else {
        return Err(one_time::refused(identity, permit).await);
    };
    let person = account(
        identity,
        tenant,
        NewPerson {
            roles: vec![Role::Administrator],
            ..new
        },
        now,
    )
    .await?;
    let mut change = identity.store.begin(tenant).await?;
    let late = made_since(&mut *change, known.created_at).await?
        || match one_time::spend(&mut *change, &known, now).await {
            Err(IdentityError::LinkSpent) => true,
            done => done.map(|()| false)?,
        };
    if late {
        drop(change);
        return Err(one_time::refused(identity, permit).await);
    }
    change.add_person(&person).await?;
    let begun = begin(identity, &mut *change, &person, &[PASSWORD], permit.actor()).await?;
    change
        .commit(permit.receipt().proved(reference(&person)))
        .await?;
    attempt.succeeded().await;
    Ok(SignedIn {
        person,
        secret: begun.secret,
    })
}

/// How long a link lasts.
const LIFETIME: Duration = Duration::from_hours(24);

/// Whether somebody has become an administrator since: then the link has done its work, or another link has.
async fn made_since(change: &mut dyn Transaction, since: Timestamp) -> Result<bool, IdentityError> {
    let mut after = None;
    loop {
        let people = change.people(after, Limit::MAX).await?;
        if people
            .iter()
            .any(|person| administers(person) && person.created_at > since)
        {
            return Ok(true);
        }
        match people.last() {
            Some(last) if people.len() == usize::from(Limit::MAX) => after = Some(last.id),
            _ => return Ok(false),
        }
    }
}
