//! The store on PostgreSQL: a schema and a login-less role for each tenant.
//!
//! ```text
//! sallyport                the control schema: the tenants, their wrapped keys, the instance's label
//! tenant_<32 digits>       a tenant's tables, owned by the instance's owner role
//! sallyport_<label>_owner  the role that owns the tenants' schemas; entered to migrate them
//! sallyport_<label>_<id>   the role of a tenant: it can use that tenant's schema and nothing else
//! ```
//!
//! The login is a member of these roles without inheriting from them: until a transaction has entered a
//! tenant with `SET LOCAL ROLE`, the database refuses that tenant's tables, and from then on all others'.
//!
//! Changes to a tenant come one after another (an advisory lock from `begin` on), as in the embedded
//! store. Records take a second lock just before they are inserted, and hold it through the commit, so
//! that their sequence numbers are in commit order: what `pending` shows is never overtaken.
//!
//! The statements are in `store-sql`. Start reading at [`PostgresStore`], then `place.rs`.
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
mod migration;
mod place;
mod pool;
mod store;
mod values;
mod watcher;

pub use migration::{CONTROL_MIGRATIONS, Migration, TENANT_MIGRATIONS};
pub use store::PostgresStore;
