//! The drivers behind [`sallyport_query::Connector`]: a module for each kind of datasource, and the
//! broker that opens every outgoing connection.
//!
//! This crate knows nothing of who runs a query, of audit or of HTTP's other side. It is the only
//! place where a datasource's credential is opened ([`vault`]).
//!
//! Start reading at [`egress`], then [`postgres`].

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod egress;
pub mod errand;
pub mod postgres;
pub mod rest;
pub mod sqlite;
pub mod vault;

pub use egress::{Allowance, Egress};
pub use errand::{Errand, Errands};
pub use postgres::Postgres;
pub use rest::Rest;
pub use sqlite::Sqlite;
pub use vault::Vault;
