//! What a kind of datasource must be able to do. Implemented in the crate `connectors`.

use crate::binding::BoundQuery;
use crate::{Limits, Rows, RunError, Target};
use async_trait::async_trait;
use serde::Serialize;

/// Reaches one kind of datasource.
///
/// What every implementation holds to, and the suite in `connectors` checks:
/// values travel as values; rows are streamed and the limits on rows and bytes hold; dropping the
/// future or the rows cancels the statement at the source; no error holds a value.
/// The limit on time is the caller's: [`crate::run`] drops the run when it is over.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Sends a query and gives its columns, with the rows to come.
    async fn run(
        &self,
        target: &Target,
        query: &BoundQuery,
        limits: &Limits,
    ) -> Result<Rows, RunError>;

    /// Reaches the datasource with its credential, and tells what an administrator should know.
    async fn test(&self, target: &Target) -> Result<Vec<Warning>, RunError>;

    /// The tables and columns that queries can use.
    async fn schema(&self, target: &Target) -> Result<Schema, RunError>;
}

/// Something an administrator should know about a datasource that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The login is a superuser.
    Superuser,
    /// The login can create, change or drop tables.
    CanChangeSchema,
    /// The connection is not encrypted, or does not check who it speaks with.
    NotVerified,
    /// The login needs no password.
    NoPassword,
}

impl Warning {
    /// The warning in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Superuser => {
                "the login is a superuser: use one that can do only what the queries need"
            }
            Self::CanChangeSchema => "the login can change the schema: use one without that right",
            Self::NotVerified => {
                "the connection does not check the server's identity: use `verify_full`"
            }
            Self::NoPassword => "the login needs no password",
        }
    }
}

/// The tables of a datasource.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, utoipa::ToSchema)]
pub struct Schema {
    /// Tables and views, by schema and name.
    pub tables: Vec<Table>,
}

/// A table or view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Table {
    /// Its schema, where the source has such.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<TableColumn>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// The source's own word for its type.
    #[serde(rename = "type")]
    pub kind: String,
}
