//! Workspaces.

mod create;
mod list;

use super::list_of;
use crate::api::{Api, Find, Locate, acts};
use crate::problem::Problem;
use sallyport_apps::AppsError;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::WorkspaceId;
use sallyport_model::entity::Workspace;
use sallyport_policy::{Actor, resource};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Array;
use utoipa::{IntoParams, ToSchema};

pub use create::{CreateWorkspace, CreateWorkspaceBody};
pub use list::ListWorkspaces;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListWorkspaces, list::list)
        .op(CreateWorkspace, create::create)
}

/// A workspace.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceView {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// What the caller may do with it.
    #[schema(schema_with = may_do)]
    pub can: Vec<String>,
}

list_of! {
    /// Workspaces.
    WorkspaceList of WorkspaceView
}

/// The workspace in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct WorkspacePath {
    /// The workspace.
    pub workspace: WorkspaceId,
}

impl Locate<resource::Workspace> for WorkspacePath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Workspace, Problem> {
        let found = find.read().await?.workspace(self.workspace).await?;
        Ok(resource::Workspace {
            tenant: find.tenant,
            id: found.ok_or_else(Problem::not_found)?.id,
        })
    }
}

fn view(actor: &Actor, workspace: Workspace) -> WorkspaceView {
    let on = resource::Workspace {
        tenant: actor.tenant(),
        id: workspace.id,
    };
    WorkspaceView {
        id: workspace.id,
        name: workspace.name,
        created_at: workspace.created_at,
        can: actor.can(&on, WORKSPACE_ACTS),
    }
}

/// The acts on a workspace that answers tell of.
const WORKSPACE_ACTS: &[&str] = &["app.create", "workspace.share"];

fn may_do() -> Array {
    acts(WORKSPACE_ACTS, "What the caller may do with it.")
}

impl From<AppsError> for Problem {
    fn from(error: AppsError) -> Self {
        use crate::problem::{Code, FieldFault};
        match error {
            AppsError::InvalidName => Self::invalid_field("name", error.to_string()),
            AppsError::InvalidNote => Self::invalid_field("note", error.to_string()),
            AppsError::InvalidDocument(faults) => Self::invalid(
                faults
                    .into_iter()
                    .map(|fault| FieldFault {
                        path: fault.path,
                        message: fault.message,
                    })
                    .collect(),
            ),
            AppsError::StaleDraft { revision, document } => {
                Self::new(Code::Stale, "the draft has changed since it was read")
                    .hint("look at what is there now, and repeat the change on it")
                    .with(
                        "current",
                        serde_json::json!({ "revision": revision, "document": document }),
                    )
            }
            AppsError::NotReleased => Self::new(Code::NotReleased, "the app has no release yet")
                .hint("release it in the builder first"),
            AppsError::UnknownPrincipal => Self::invalid_field("principal.id", error.to_string()),
            AppsError::UnknownReader | AppsError::NoReader => {
                Self::invalid_field("as", error.to_string())
            }
            AppsError::Forbidden(right) => Self::new(Code::Forbidden, right.to_string())
                .hint("ask an administrator or an owner for the right"),
            AppsError::Store(store) => store.into(),
        }
    }
}
