//! The SQL that both stores speak: every port of `store`, written once over a [`Driver`].
//!
//! The two databases differ in how they are opened, locked, committed and kept apart by tenant; that is
//! in `store-sqlite` and `store-postgres`. What a use case asks of a tenant's tables is the same
//! statement in both, and is here. The tables are in the adapters' `migrations`, under the same names.
//!
//! This crate opens nothing and knows no database library. Statements number their parameters `$1`,
//! `$2`… in the order of their first appearance, which is how SQLite counts them.
//!
//! Start reading at [`Driver`], then [`View`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod access;
mod accounts;
mod apps;
mod audit;
mod creation;
mod datasources;
mod factors;
mod fields;
mod group_commit;
mod guessing;
mod keys;
mod mail;
mod people;
mod sessions;
mod value;
mod view;
mod workspaces;

pub use audit::{
    AuditRow, Batch, GrowingBatch, IntegrationRows, LARGEST, WrittenRecord, read_records,
    record_id, write_records,
};
pub use fields::Fields;
pub use group_commit::{GroupCommit, Work};
pub use sessions::Uses;
pub use value::{Param, Row, Value};
pub use view::{Changer, Driver, View};
