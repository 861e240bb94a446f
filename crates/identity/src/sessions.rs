//! Where people are signed in, and signing them out.

use crate::begin::holds;
use crate::factors::requirement;
use crate::{Identity, IdentityError};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, SessionId, TenantId};
use sallyport_model::entity::Session;
use sallyport_policy::Permit;
use sallyport_policy::action::{person, session};
use sallyport_store::StoreError;

/// The caller's own sessions, the newest first.
pub async fn list_own(
    identity: &Identity,
    permit: Permit<session::List>,
) -> Result<Vec<Session>, IdentityError> {
    let actor = permit.actor();
    let person = actor.person_id().ok_or(IdentityError::SessionEnded)?;
    live(identity, permit.tenant(), person, actor.at()).await
}

/// Ends one of the caller's own sessions. `Missing` if it is not theirs, or has ended.
pub async fn end_own(
    identity: &Identity,
    permit: Permit<session::End>,
    id: SessionId,
) -> Result<(), IdentityError> {
    let own = permit.actor().person_id();
    let mut change = identity.store.begin(permit.tenant()).await?;
    let found = change.session(id).await?;
    if found.is_none_or(|found| Some(found.person) != own) {
        return Err(StoreError::Missing("session").into());
    }
    change.remove_session(id).await?;
    let receipt = permit.receipt().with("session", id.to_string());
    Ok(change.commit(receipt).await?)
}

/// Ends all of the caller's sessions but the one that they came in.
pub async fn end_others(
    identity: &Identity,
    permit: Permit<session::End>,
) -> Result<(), IdentityError> {
    let actor = permit.actor();
    let person = actor.person_id().ok_or(IdentityError::SessionEnded)?;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let mut ended = 0_u64;
    for session in change.sessions_of(person).await? {
        if Some(session.id) != actor.session_id() {
            change.remove_session(session.id).await?;
            ended += 1;
        }
    }
    Ok(change.commit(permit.receipt().with("ended", ended)).await?)
}

/// A person's sessions, the newest first.
pub async fn list_of(
    identity: &Identity,
    permit: Permit<person::ListSessions>,
) -> Result<Vec<Session>, IdentityError> {
    let (person, now) = (permit.on().id, permit.actor().at());
    live(identity, permit.tenant(), person, now).await
}

/// Ends one of a person's sessions. `Missing` if it is not theirs, or has ended.
pub async fn end_of(
    identity: &Identity,
    permit: Permit<person::EndSessions>,
    id: SessionId,
) -> Result<(), IdentityError> {
    let person = permit.on().id;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let found = change.session(id).await?;
    if found.is_none_or(|found| found.person != person) {
        return Err(StoreError::Missing("session").into());
    }
    change.remove_session(id).await?;
    let name = change.person(person).await?.map(|person| person.name);
    let receipt = permit.receipt().named(name.unwrap_or_default());
    let receipt = receipt.with("session", id.to_string());
    Ok(change.commit(receipt).await?)
}

/// Ends all sessions of a person.
pub async fn end_all_of(
    identity: &Identity,
    permit: Permit<person::EndSessions>,
) -> Result<(), IdentityError> {
    let person = permit.on().id;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let ended = change.sessions_of(person).await?.len();
    change.remove_sessions_of(person).await?;
    let name = change.person(person).await?.map(|person| person.name);
    let receipt = permit.receipt().named(name.unwrap_or_default());
    Ok(change.commit(receipt.with("ended", ended)).await?)
}

/// Ends everybody's sessions but the one that the caller came in, and returns how many there were.
pub async fn end_everyones(
    identity: &Identity,
    permit: Permit<session::EndEveryones>,
) -> Result<u64, IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let kept = permit.actor().session_id();
    let ended = change.remove_sessions_but(kept).await?;
    change.commit(permit.receipt().with("ended", ended)).await?;
    Ok(ended)
}

/// The sessions of a person that hold at `now`.
async fn live(
    identity: &Identity,
    tenant: TenantId,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Session>, IdentityError> {
    let policy = identity.policy(tenant).await?;
    let mut sessions = identity
        .store
        .read(tenant)
        .await?
        .sessions_of(person)
        .await?;
    let access = identity.directory().access(tenant).await?;
    let member = access.member(person);
    sessions.retain(|session| {
        let lets = |member| requirement::lets(session, &policy.second_factor, member, now);
        holds(session, session.last_used_at, &policy.sessions, now) && member.is_none_or(lets)
    });
    Ok(sessions)
}
