//! Who may do what: one engine (Cedar), one set of policies, one way to a [`Permit`].
//!
//! [`check`] asks the policies in `policies/sallyport.cedar` about an [`Actor`], an [`Action`] and the
//! resource that it is done on. Only a yes makes a [`Permit`], use cases take it by value, and only a
//! permit can be turned into the [`Receipt`] without which no transaction commits.
//!
//! This crate knows nothing of storage, HTTP or documents; it is pure and synchronous. What it knows of
//! people and grants is in the [`Access`] snapshot that it is handed.
//!
//! Start reading at [`action`], then [`check`] in `decide.rs`.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod access;
pub mod action;
pub mod actor;
mod decide;
pub mod key;
pub mod matrix;
mod onlooker;
pub mod permit;
pub mod receipt;
pub mod resource;
pub mod scope;

pub use access::{Access, Grant, Level, Member, Principal, Role};
pub use action::{Action, Need, Trait};
pub use actor::{Actor, ActorRef, Caller, KeyRef, Standing};
pub use decide::{Denied, POLICIES, Wanting, absent, check, schema};
pub use key::{KeyLimits, Permission, Places};
pub use onlooker::Onlooker;
pub use permit::{Permit, SystemPermit};
pub use receipt::{Entry, ObjectRef, Outcome, Receipt};
pub use resource::{Resource, ResourceRef};
pub use scope::{Scope, Visible, scope};
