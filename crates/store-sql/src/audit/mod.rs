//! The audit log in SQL.

mod batch;
mod integrate;
mod read;

pub(crate) use batch::LARGEST;
pub use batch::{AuditRow, Batch, record_id};
pub use integrate::IntegrationRows;
