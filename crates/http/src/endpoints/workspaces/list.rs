//! `GET /workspaces`

use super::{WorkspaceList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::workspaces;
use sallyport_policy::action;

/// Lists the workspaces that one may see something in.
pub struct ListWorkspaces;

impl Operation for ListWorkspaces {
    type Action = action::tenant::ListWorkspaces;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<WorkspaceList>;
    const ID: &'static str = "list_workspaces";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/workspaces";
    const SUMMARY: &'static str = "The workspaces that hold something one may see.";
}

pub(super) async fn list(call: Call<ListWorkspaces>) -> Result<Json<WorkspaceList>, Problem> {
    let actor = call.actor().clone();
    let items = workspaces::list(&call.service.apps, call.permit).await?;
    let items = items
        .into_iter()
        .map(|workspace| view(&actor, workspace))
        .collect();
    Ok(Json(WorkspaceList { items, next: None }))
}
