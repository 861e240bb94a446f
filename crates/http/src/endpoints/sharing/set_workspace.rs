//! `PUT /workspaces/{workspace}/grants`

use super::SetGrantBody;
use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::endpoints::workspaces::WorkspacePath;
use crate::problem::Problem;
use sallyport_apps::sharing;
use sallyport_policy::action;

/// Gives someone a level on all apps of a workspace, or takes it away.
pub struct SetWorkspaceGrant;

impl Operation for SetWorkspaceGrant {
    type Action = action::workspace::Share;
    type Path = WorkspacePath;
    type Query = NoParameters;
    type Body = JsonBody<SetGrantBody>;
    type Answer = Nothing;
    const ID: &'static str = "set_workspace_grant";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/workspaces/{workspace}/grants";
    const SUMMARY: &'static str =
        "Give a person or group a level on all apps of the workspace, or take it away.";
}

pub(super) async fn set_workspace(call: Call<SetWorkspaceGrant>) -> Result<Nothing, Problem> {
    let SetGrantBody { principal, level } = call.body.0;
    sharing::set_workspace(&call.service.apps, call.permit, principal.read()?, level).await?;
    Ok(Nothing)
}
