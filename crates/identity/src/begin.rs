//! How a session begins, gets another secret, and when it is over: the one way for every kind of sign-in.
//!
//! Whatever proves who somebody is (a password, a second factor, a link) comes to [`begin`] with the methods that it
//! went by, in the transaction of its own act. What the sign-in still lacks is decided in [`lacking`] alone.

use crate::factors::requirement;
use crate::{Identity, IdentityError, SessionSecret, arrival};
use sallyport_kernel::id::SessionId;
use sallyport_kernel::{Random, Timestamp};
use sallyport_model::account::{Confinement, SessionPolicy, SignInPolicy};
use sallyport_model::entity::{Person, Session};
use sallyport_policy::Actor;
use sallyport_store::Transaction;
use std::time::Duration;

/// Proved by password.
pub(crate) const PASSWORD: &str = "password";

/// Begins the session of somebody who has just proved who they are by `methods`, and notes the sign-in. If that makes
/// one more than a person may have, the one that was used longest ago ends. `actor` is whoever came, in the request
/// that they came in; where that is a new place for the account, its owner is told.
pub(crate) async fn begin(
    identity: &Identity,
    change: &mut dyn Transaction,
    person: &Person,
    methods: &[&str],
    actor: &Actor,
) -> Result<Begun, IdentityError> {
    arrival::note(identity, change, person, actor).await?;
    begin_anew(identity, change, person, methods, actor).await
}

/// The same for somebody who is signed in, and has just proved more than they had before.
pub(crate) async fn begin_anew(
    identity: &Identity,
    change: &mut dyn Transaction,
    person: &Person,
    methods: &[&str],
    actor: &Actor,
) -> Result<Begun, IdentityError> {
    let (now, random) = (actor.at(), &*identity.random);
    let policy = identity.policy(actor.tenant()).await?;
    make_room(change, person, &policy.sessions, now).await?;
    let due =
        requirement::at_sign_in(identity, change, actor.tenant(), person, methods, now).await?;
    let confined = if due.is_some_and(|due| due <= now) {
        Some(Confinement::SecondFactor)
    } else {
        lacking(person, methods, &policy, now)
    };
    let secret = SessionSecret::random(actor.tenant(), random);
    let lifetime = Duration::from_hours(u64::from(policy.sessions.absolute_hours));
    let mut expires_at = now.checked_add(lifetime).unwrap_or(now);
    if let Some(due) = due.filter(|due| *due > now) {
        // A session does not outlive the time of grace.
        expires_at = expires_at.min(due);
    }
    let request = actor.request();
    let session = Session {
        id: SessionId::random(random),
        secret_hash: secret.hash(),
        person: person.id,
        created_at: now,
        last_used_at: now,
        expires_at,
        proved_at: now,
        methods: methods.iter().map(|method| (*method).to_owned()).collect(),
        confined,
        address: request.address.map(|address| address.to_string()),
        user_agent: request.user_agent.clone(),
    };
    change.add_session(&session).await?;
    change.note_sign_in(person.id, now).await?;
    Ok(Begun { session, secret })
}

/// A session that has just begun.
pub(crate) struct Begun {
    /// What is kept of it.
    pub(crate) session: Session,
    /// What the browser is to keep.
    pub(crate) secret: SessionSecret,
}

/// What a sign-in by `methods` lacks by the tenant's policy, if anything.
pub(crate) fn lacking(
    person: &Person,
    methods: &[&str],
    policy: &SignInPolicy,
    now: Timestamp,
) -> Option<Confinement> {
    let due = password_end(person, policy);
    let expired = due.is_some_and(|due| due <= now);
    // One that somebody else gave is for choosing one's own, and for nothing else (ASVS V6.4.1).
    let given = person.password_hash.is_some() && person.password_set_at.is_none();
    let by_password = methods.contains(&PASSWORD);
    (by_password && (expired || given)).then_some(Confinement::Password)
}

/// When a person's password has to be changed, if the tenant asks for that.
pub(crate) fn password_end(person: &Person, policy: &SignInPolicy) -> Option<Timestamp> {
    let days = policy.passwords.expires_after_days?;
    let days = Duration::from_hours(24 * u64::from(days));
    person.password_set_at?.checked_add(days).ok()
}

/// Gives a session another secret: at every proof of who the person is and every change of what they may do, so that a
/// secret that somebody got hold of before is good for nothing after. The session stays the same one, and ends when it
/// would have ended.
pub(crate) async fn rotate(
    change: &mut dyn Transaction,
    session: Session,
    secret: &SessionSecret,
) -> Result<Session, IdentityError> {
    let session = Session {
        secret_hash: secret.hash(),
        ..session
    };
    change.renew_session(&session).await?;
    Ok(session)
}

/// Gives the session that the actor came in another secret, and ends the person's others: what the actor did to their
/// own account holds for whoever else may be signed in to it. `None` if it has ended meanwhile.
pub(crate) async fn rotate_own(
    change: &mut dyn Transaction,
    actor: &Actor,
    random: &dyn Random,
) -> Result<Option<SessionSecret>, IdentityError> {
    let (Some(id), Some(person)) = (actor.session_id(), actor.person_id()) else {
        return Ok(None);
    };
    let mut own = None;
    for session in change.sessions_of(person).await? {
        if session.id == id {
            own = Some(session);
        } else {
            change.remove_session(session.id).await?;
        }
    }
    let Some(session) = own else {
        return Ok(None);
    };
    let secret = SessionSecret::random(actor.tenant(), random);
    rotate(change, session, &secret).await?;
    Ok(Some(secret))
}

/// The moment since when a session must have been used to hold at `now`.
pub(crate) fn idle_since(policy: &SessionPolicy, now: Timestamp) -> Timestamp {
    let idle = Duration::from_mins(u64::from(policy.idle_minutes));
    now.checked_sub(idle).unwrap_or(now)
}

/// Whether a session that was last used at `used` holds at `now`.
pub(crate) fn holds(
    session: &Session,
    used: Timestamp,
    policy: &SessionPolicy,
    now: Timestamp,
) -> bool {
    session.expires_at > now && used > idle_since(policy, now)
}

/// Ends the sessions used longest ago until there is room for one more.
async fn make_room(
    change: &mut dyn Transaction,
    person: &Person,
    policy: &SessionPolicy,
    now: Timestamp,
) -> Result<(), IdentityError> {
    // A use is noted a moment after it: what is on the edge is left alone.
    let idle_since = idle_since(policy, now)
        .checked_sub(Duration::from_mins(2))
        .unwrap_or(now);
    change
        .forget_ended_sessions_of(person.id, now, idle_since)
        .await?;
    let mut sessions = change.sessions_of(person.id).await?;
    sessions.sort_by_key(|session| session.last_used_at);
    let room = usize::from(policy.most).saturating_sub(1);
    let surplus = sessions.len().saturating_sub(room);
    for session in sessions.iter().take(surplus) {
        change.remove_session(session.id).await?;
    }
    Ok(())
}
