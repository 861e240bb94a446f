//! Datasources and their configurations.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Environment;
use sallyport_kernel::id::DatasourceId;
use sallyport_model::entity::{Datasource, SourceConfiguration};

/// Reading datasources.
#[async_trait]
pub trait DatasourcesRead: Send {
    /// A datasource with its configurations, or `None`.
    async fn datasource(&mut self, id: DatasourceId) -> Result<Option<Datasource>, StoreError>;
    /// All datasources, by name.
    async fn datasources(&mut self) -> Result<Vec<Datasource>, StoreError>;
}

/// Changing datasources. Every change raises the access version, so that caches of configurations go.
#[async_trait]
pub trait DatasourcesWrite: Send {
    /// Adds a datasource. `Taken` if the name is in use.
    async fn add_datasource(&mut self, datasource: &Datasource) -> Result<(), StoreError>;
    /// Renames a datasource. `Taken` or `Missing`.
    async fn rename_datasource(&mut self, id: DatasourceId, name: &str) -> Result<(), StoreError>;
    /// Sets the configuration for an environment if the present one is at `expected` (`None`: there is
    /// none yet); `Stale` if it is not.
    async fn put_configuration(
        &mut self,
        id: DatasourceId,
        environment: Environment,
        expected: Option<u64>,
        configuration: &SourceConfiguration,
    ) -> Result<(), StoreError>;
    /// Deletes a datasource.
    async fn remove_datasource(&mut self, id: DatasourceId) -> Result<(), StoreError>;
}
