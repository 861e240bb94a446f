//! The audit log in SQL.

mod batch;
mod integrate;
mod read;

pub use batch::{
    AuditRow, Batch, GrowingBatch, LARGEST, WrittenRecord, read_records, record_id, write_records,
};
pub use integrate::IntegrationRows;
