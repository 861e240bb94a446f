//! The embedded store: SQLCipher, one encrypted file for each tenant.
//!
//! ```text
//! <folder>/lock                           held while the store is open: one process at a time
//! <folder>/control.db                     the tenants and their wrapped keys; its key comes from the root key
//! <folder>/tenants/<tenant id>.db         all that a tenant has; its key is random, and wrapped
//! <folder>/tenants/<tenant id>.journal-*  records that the database has not taken over yet, sealed under that key
//! ```
//!
//! Nothing is kept outside these files: after a kill at any moment, opening them again finds every
//! acknowledged change. A tenant has one writer, behind an async lock, so that SQLite is never busy, and a
//! few readers beside it. Short statements run where they are called; commits, which wait for the disk,
//! run on a blocking thread.
//!
//! The statements are in `store-sql`. Start reading at [`SqliteStore`], then `tenant.rs`.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod driver;
mod error;
mod file;
mod journal;
mod migration;
mod store;
mod tenant;

pub use migration::{CONTROL_MIGRATIONS, Migration, TENANT_MIGRATIONS};
pub use store::SqliteStore;
