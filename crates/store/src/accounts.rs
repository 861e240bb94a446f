//! Single-use secrets, and what the tenant asks of sign-ins.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::PersonId;
use sallyport_model::account::{OneTime, Purpose, SignInPolicy};
use serde_json::{Map, Value};

/// Reading single-use secrets and the policy of sign-ins.
#[async_trait]
pub trait AccountsRead: Send {
    /// The single-use secret with this hash, whatever it is for and whether it can still be used, or `None`.
    async fn one_time(&mut self, secret_hash: &[u8; 32]) -> Result<Option<OneTime>, StoreError>;
    /// Those that are for this and not yet spent, the newest first, at most `limit`.
    async fn one_times(&mut self, purpose: Purpose, limit: u16)
    -> Result<Vec<OneTime>, StoreError>;
    /// What the tenant asks of sign-ins; the default until it was set.
    async fn sign_in_policy(&mut self) -> Result<SignInPolicy, StoreError>;
}

/// Changing single-use secrets and the policy of sign-ins.
#[async_trait]
pub trait AccountsWrite: Send {
    /// Keeps a single-use secret. `Taken` if there is one of that hash.
    async fn add_one_time(&mut self, secret: &OneTime) -> Result<(), StoreError>;
    /// Spends a single-use secret. `Stale` if it was spent already, `Missing` if there is none: of any number that
    /// try at the same time, one succeeds. It looks neither at the purpose nor at the end: see [`OneTime::serves`].
    async fn spend_one_time(
        &mut self,
        secret_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Replaces what a single-use secret keeps with it. `Missing` if there is no such secret.
    async fn put_one_time_detail(
        &mut self,
        secret_hash: &[u8; 32],
        detail: &Map<String, Value>,
    ) -> Result<(), StoreError>;
    /// Counts a wrong code, and returns how many there were with it. `Missing` if there is no such secret.
    async fn count_try(&mut self, secret_hash: &[u8; 32]) -> Result<u32, StoreError>;
    /// Forgets all of that purpose that are a person's.
    async fn remove_one_times_of(
        &mut self,
        purpose: Purpose,
        person: PersonId,
    ) -> Result<(), StoreError>;
    /// Forgets all of that purpose that were made for an address.
    async fn remove_one_times_for(
        &mut self,
        purpose: Purpose,
        email: &str,
    ) -> Result<(), StoreError>;
    /// Forgets what ended before a moment, spent or not.
    async fn remove_one_times_before(&mut self, at: Timestamp) -> Result<(), StoreError>;
    /// Sets what the tenant asks of sign-ins. Raises the access version.
    async fn put_sign_in_policy(&mut self, policy: &SignInPolicy) -> Result<(), StoreError>;
}
