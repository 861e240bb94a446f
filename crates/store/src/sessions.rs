//! Sessions.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{KeyId, PersonId, SessionId};
use sallyport_model::entity::Session;
use std::net::IpAddr;

/// Reading sessions.
#[async_trait]
pub trait SessionsRead: Send {
    /// The session whose secret has this hash, or `None`.
    async fn session_by_hash(
        &mut self,
        secret_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError>;
    /// The session with this id, or `None`.
    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError>;
    /// A person's sessions, the newest first.
    async fn sessions_of(&mut self, person: PersonId) -> Result<Vec<Session>, StoreError>;
    /// Everybody's sessions that end after `now` and were used after `idle_since`, the newest first.
    async fn sessions(
        &mut self,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Session>, StoreError>;
}

/// Changing sessions. Ending one raises the access version, so that every node forgets it.
#[async_trait]
pub trait SessionsWrite: Send {
    /// Begins a session.
    async fn add_session(&mut self, session: &Session) -> Result<(), StoreError>;
    /// Gives a session another secret, and what else may have changed with it: when it was proved, how, and what it
    /// is confined for. The secret before it is good for nothing from then on. `Missing` if the session has ended.
    async fn renew_session(&mut self, session: &Session) -> Result<(), StoreError>;
    /// Ends a session; nothing happens if it has ended.
    async fn remove_session(&mut self, id: SessionId) -> Result<(), StoreError>;
    /// Ends all sessions of a person.
    async fn remove_sessions_of(&mut self, person: PersonId) -> Result<(), StoreError>;
    /// Ends everybody's sessions but one, and returns how many there were.
    async fn remove_sessions_but(&mut self, kept: Option<SessionId>) -> Result<u64, StoreError>;
    /// Forgets the sessions of a person that have ended by themselves: at `now`, or because they were not used after
    /// `idle_since`. Nothing is raised: they are good for nothing anywhere.
    async fn forget_ended_sessions_of(
        &mut self,
        person: PersonId,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<(), StoreError>;
}

/// Something that says when it was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Used {
    /// A session.
    Session(SessionId),
    /// An API key, from that address.
    Key(KeyId, Option<IpAddr>),
}
