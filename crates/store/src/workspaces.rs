//! Workspaces.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::id::WorkspaceId;
use sallyport_model::entity::Workspace;
use sallyport_policy::Visible;

/// Reading workspaces.
#[async_trait]
pub trait WorkspacesRead: Send {
    /// A workspace, or `None`.
    async fn workspace(&mut self, id: WorkspaceId) -> Result<Option<Workspace>, StoreError>;
    /// The workspaces that `visible` covers as a whole or by an app in them, by name.
    async fn workspaces(&mut self, visible: &Visible) -> Result<Vec<Workspace>, StoreError>;
}

/// Changing workspaces.
#[async_trait]
pub trait WorkspacesWrite: Send {
    /// Adds a workspace. `Taken` if the name is in use.
    async fn add_workspace(&mut self, workspace: &Workspace) -> Result<(), StoreError>;
}
