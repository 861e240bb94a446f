//! Apps, their drafts and their releases.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{AppId, DatasourceId};
use sallyport_model::document::Document;
use sallyport_model::entity::{App, Release};
use sallyport_policy::Visible;

/// Reading apps.
#[async_trait]
pub trait AppsRead: Send {
    /// An app, or `None`.
    async fn app(&mut self, id: AppId) -> Result<Option<App>, StoreError>;
    /// The apps that `visible` covers, by name then id.
    async fn apps(&mut self, visible: &Visible) -> Result<Vec<App>, StoreError>;
    /// An app's draft as its revision and document, or `None` if there is no such app.
    async fn draft(&mut self, id: AppId) -> Result<Option<(u64, Document)>, StoreError>;
    /// An app's releases, the newest first, without documents.
    async fn releases(&mut self, id: AppId) -> Result<Vec<Release>, StoreError>;
    /// One release with its document, or `None`.
    async fn release(
        &mut self,
        id: AppId,
        number: u32,
    ) -> Result<Option<(Release, Document)>, StoreError>;
    /// Whether any draft or current release has a query on the datasource.
    async fn datasource_in_use(&mut self, datasource: DatasourceId) -> Result<bool, StoreError>;
}

/// Changing apps. Every change but that of a draft raises the access version, so that caches of releases go.
#[async_trait]
pub trait AppsWrite: Send {
    /// Adds an app with its first draft. `Taken` if the workspace has one of that name.
    async fn add_app(&mut self, app: &App, draft: &Document) -> Result<(), StoreError>;
    /// Renames an app. `Taken` if the workspace has one of that name, `Missing` if there is no such app.
    async fn rename_app(&mut self, id: AppId, name: &str, at: Timestamp) -> Result<(), StoreError>;
    /// Replaces the draft if it is still at `revision`, and returns the next; `Stale` if it is not.
    async fn put_draft(
        &mut self,
        id: AppId,
        revision: u64,
        draft: &Document,
        at: Timestamp,
    ) -> Result<u64, StoreError>;
    /// Adds a release, whose number must be one more than the last, and makes it current. `Stale` if not.
    async fn add_release(
        &mut self,
        release: &Release,
        document: &Document,
    ) -> Result<(), StoreError>;
    /// Makes an earlier release the current one. `Missing` if there is none of that number.
    async fn set_released(
        &mut self,
        id: AppId,
        number: u32,
        at: Timestamp,
    ) -> Result<(), StoreError>;
    /// Deletes an app, its releases and all grants on it and its queries.
    async fn remove_app(&mut self, id: AppId) -> Result<(), StoreError>;
}
