//! `GET /workspaces/{workspace}/grants`

use super::{GrantList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::workspaces::WorkspacePath;
use crate::problem::Problem;
use sallyport_apps::sharing;
use sallyport_policy::action;

/// Lists who may use, edit and own all apps of a workspace.
pub struct ListWorkspaceGrants;

impl Operation for ListWorkspaceGrants {
    type Action = action::workspace::Share;
    type Path = WorkspacePath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<GrantList>;
    const ID: &'static str = "list_workspace_grants";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/workspaces/{workspace}/grants";
    const SUMMARY: &'static str = "Who may use, edit and own all apps of the workspace.";
}

pub(super) async fn list_workspace(
    call: Call<ListWorkspaceGrants>,
) -> Result<Json<GrantList>, Problem> {
    let grants = sharing::list_workspace(&call.permit);
    Ok(Json(GrantList {
        items: grants.into_iter().map(view).collect(),
        next: None,
    }))
}
