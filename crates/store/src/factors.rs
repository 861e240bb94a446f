//! Second factors, recovery codes, and when a second factor is due.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{FactorId, PersonId};
use sallyport_model::factor::{Factor, FactorKind};
use std::collections::BTreeSet;

/// Reading second factors.
#[async_trait]
pub trait FactorsRead: Send {
    /// A factor, or `None`.
    async fn factor(&mut self, id: FactorId) -> Result<Option<Factor>, StoreError>;
    /// A person's factors, the oldest first.
    async fn factors_of(&mut self, person: PersonId) -> Result<Vec<Factor>, StoreError>;
    /// Those among these people who have a factor of one of these kinds.
    async fn people_with_factors(
        &mut self,
        among: &[PersonId],
        kinds: &[FactorKind],
    ) -> Result<BTreeSet<PersonId>, StoreError>;
    /// How many of a person's recovery codes can still be used.
    async fn recovery_codes_left(&mut self, person: PersonId) -> Result<u32, StoreError>;
    /// From when on the person may do nothing without a second factor, once that was set.
    async fn second_factor_due(
        &mut self,
        person: PersonId,
    ) -> Result<Option<Timestamp>, StoreError>;
}

/// Changing second factors.
#[async_trait]
pub trait FactorsWrite: Send {
    /// Adds a factor. `Missing` if there is no such person, `Taken` if a passkey of that handle is there.
    async fn add_factor(&mut self, factor: &Factor) -> Result<(), StoreError>;
    /// Replaces a factor's name, what is sealed and what is public of it, and when it was last used. `Missing` if it is not there.
    async fn put_factor(&mut self, factor: &Factor) -> Result<(), StoreError>;
    /// Uses the code of a step of time. `Stale` if that or a later one was used: of any number that use one code at
    /// the same time, one succeeds. `Missing` if there is no such factor.
    async fn use_step(&mut self, id: FactorId, step: u64, at: Timestamp) -> Result<(), StoreError>;
    /// Removes a factor. `Missing` if it is not there.
    async fn remove_factor(&mut self, id: FactorId) -> Result<(), StoreError>;
    /// Removes all factors and recovery codes of a person.
    async fn remove_factors_of(&mut self, person: PersonId) -> Result<(), StoreError>;
    /// Gives a person these recovery codes, by their hashes, in place of all before. `Missing` if there is no such
    /// person.
    async fn put_recovery_codes(
        &mut self,
        person: PersonId,
        hashes: &[[u8; 32]],
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Spends a recovery code. `Stale` if it was spent, `Missing` if the person has none of that hash: of any number
    /// that try at the same time, one succeeds.
    async fn spend_recovery_code(
        &mut self,
        person: PersonId,
        hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Sets from when on the person may do nothing without a second factor; `None` forgets it.
    async fn put_second_factor_due(
        &mut self,
        person: PersonId,
        at: Option<Timestamp>,
    ) -> Result<(), StoreError>;
}
