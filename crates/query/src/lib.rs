//! The query proxy without its drivers: from a saved query and a page's values to a streamed answer.
//!
//! This crate opens no connection, reads no clock on the wall and knows no SQL store. A connector
//! (crate `connectors`) reaches the source, the sandbox evaluates what is more than a path, the store
//! keeps the record.
//!
//! Start reading at [`binding`], then [`connector`], then [`run`].

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod binding;
pub mod connector;
pub mod error;
pub mod evaluate;
pub mod json;
pub mod limits;
pub mod rows;
pub mod run;
pub mod sources;
pub mod target;
pub mod template;

pub use binding::{BoundBody, BoundHttp, BoundQuery, BoundSql, Inputs, Plan, Trusted};
pub use connector::{Connector, Schema, Warning};
pub use error::{FaultKind, RunError, SourceFault};
pub use evaluate::{EvaluationError, Evaluator};
pub use limits::{Budget, Limits};
pub use rows::{Column, ColumnType, Columns, RowChunk, Rows};
pub use run::{Answer, Connectors, Edition, Failure, PlanCache, Proxy};
pub use target::{
    Credential, PostgresSettings, RestSettings, SealedCredential, Settings, SqliteSettings, Target,
    TlsMode,
};
