//! What is kept against the guessing of passwords: the earlier ones, and where people sign in from.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::PersonId;

/// How many places, and how many devices, are remembered of an account; the one seen longest ago is forgotten for another.
pub const PLACES: u16 = 20;

/// Reading earlier passwords and known places.
#[async_trait]
pub trait GuessingRead: Send {
    /// The hashes of a person's earlier passwords, the latest first, at most `most`.
    async fn earlier_passwords(
        &mut self,
        person: PersonId,
        most: u16,
    ) -> Result<Vec<String>, StoreError>;
    /// Whether the account was signed in to from that place since a moment. Both are hashes: it can be asked of
    /// accounts that are not there, and takes as long.
    async fn knows_place(
        &mut self,
        account: &[u8; 32],
        place: &[u8; 32],
        since: Timestamp,
    ) -> Result<bool, StoreError>;
    /// What a person signed in with since a moment, in words, the latest first.
    async fn known_devices(
        &mut self,
        person: PersonId,
        since: Timestamp,
    ) -> Result<Vec<String>, StoreError>;
}

/// Changing earlier passwords and known places.
#[async_trait]
pub trait GuessingWrite: Send {
    /// Adds the hash of a password that was replaced. `Missing` if there is no such person.
    async fn add_earlier_password(
        &mut self,
        person: PersonId,
        hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Forgets a person's earlier passwords but the latest `most`.
    async fn keep_earlier_passwords(
        &mut self,
        person: PersonId,
        most: u16,
    ) -> Result<(), StoreError>;
    /// Puts a hash of the same password in the place of a cheaper one. `Stale` if another password is there by now.
    async fn rehash_password(
        &mut self,
        person: PersonId,
        before: &str,
        hash: &str,
    ) -> Result<(), StoreError>;
    /// Notes that a person signed in to the account from the place. `Missing` if there is no such person.
    async fn note_place(
        &mut self,
        person: PersonId,
        account: &[u8; 32],
        place: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Notes that a person signed in with the device. `Missing` if there is no such person.
    async fn note_device(
        &mut self,
        person: PersonId,
        device: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;
}
