//! Sessions.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, SessionId};
use sallyport_model::entity::Session;

/// Reading sessions.
#[async_trait]
pub trait SessionsRead: Send {
    /// The session whose secret has this hash, or `None`.
    async fn session_by_hash(
        &mut self,
        secret_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError>;
    /// A person's sessions, the newest first.
    async fn sessions_of(&mut self, person: PersonId) -> Result<Vec<Session>, StoreError>;
}

/// Changing sessions. Ending one raises the access version, so that every node forgets it.
#[async_trait]
pub trait SessionsWrite: Send {
    /// Begins a session.
    async fn add_session(&mut self, session: &Session) -> Result<(), StoreError>;
    /// Notes that a session was used.
    async fn touch_session(&mut self, id: SessionId, at: Timestamp) -> Result<(), StoreError>;
    /// Ends a session; nothing happens if it has ended.
    async fn remove_session(&mut self, id: SessionId) -> Result<(), StoreError>;
    /// Ends all sessions of a person.
    async fn remove_sessions_of(&mut self, person: PersonId) -> Result<(), StoreError>;
}
