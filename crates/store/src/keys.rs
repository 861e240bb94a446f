//! API keys, and the service accounts that have nothing else.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{KeyId, PersonId};
use sallyport_model::entity::Person;
use sallyport_model::key::ApiKey;

/// Reading keys and service accounts.
#[async_trait]
pub trait KeysRead: Send {
    /// A key, or `None`.
    async fn key(&mut self, id: KeyId) -> Result<Option<ApiKey>, StoreError>;
    /// The key whose secret has this hash, or whose secret before its last rotation had; or `None`. Whether it still
    /// holds is not looked at.
    async fn key_by_hash(&mut self, secret_hash: &[u8; 32]) -> Result<Option<ApiKey>, StoreError>;
    /// A person's or service account's keys, the newest first.
    async fn keys_of(&mut self, owner: PersonId) -> Result<Vec<ApiKey>, StoreError>;
    /// All keys, the newest first, after `after`, at most `limit`.
    async fn keys(&mut self, after: Option<KeyId>, limit: u16) -> Result<Vec<ApiKey>, StoreError>;
    /// The keys that end after a moment and no later than another, those that end first first.
    async fn keys_ending(
        &mut self,
        after: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<ApiKey>, StoreError>;
    /// All service accounts, by name.
    async fn service_accounts(&mut self) -> Result<Vec<Person>, StoreError>;
}

/// Changing keys. Rotating and revoking raise the access version, so that every node forgets the secret.
#[async_trait]
pub trait KeysWrite: Send {
    /// Keeps a key. `Taken` if there is one of that id or secret, `Missing` if there is no such owner.
    async fn add_key(&mut self, key: &ApiKey) -> Result<(), StoreError>;
    /// Gives a key another secret, in place of `from`, which goes on to work until `overlap`. `Stale` if `from` is
    /// not its secret any more: of any number that try at the same time, one succeeds. `Missing` if there is no such key.
    async fn rotate_key(
        &mut self,
        id: KeyId,
        from: &[u8; 32],
        to: &[u8; 32],
        at: Timestamp,
        overlap: Timestamp,
    ) -> Result<(), StoreError>;
    /// Ends a key. `Missing` if there is none.
    async fn remove_key(&mut self, id: KeyId) -> Result<(), StoreError>;
    /// Deletes a service account with its keys and its grants. `Missing` if there is none; a person is none.
    async fn remove_service_account(&mut self, id: PersonId) -> Result<(), StoreError>;
}
