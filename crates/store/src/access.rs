//! Who may do what: the snapshot that decisions are made on, and the grants in it.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_policy::{Access, Grant, Principal, ResourceRef};

/// Reading who may do what.
#[async_trait]
pub trait AccessRead: Send {
    /// The tenant's people, groups and grants, as one snapshot with its version.
    async fn access(&mut self) -> Result<Access, StoreError>;
}

/// Changing who may do what. Each change raises the access version in the same transaction.
#[async_trait]
pub trait AccessWrite: Send {
    /// Sets a principal's grant on a resource, in place of any before.
    async fn put_grant(&mut self, grant: &Grant) -> Result<(), StoreError>;
    /// Takes a principal's grant on a resource away, if there is one.
    async fn remove_grant(
        &mut self,
        principal: Principal,
        on: ResourceRef,
    ) -> Result<(), StoreError>;
}
