//! `POST /workspaces`

use super::{WorkspaceView, view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::workspaces;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Makes a workspace, which its maker owns.
pub struct CreateWorkspace;

/// What a workspace is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateWorkspaceBody {
    /// Its name: 1 to 100 characters, unique in the tenant.
    pub name: String,
}

impl Operation for CreateWorkspace {
    type Action = action::tenant::CreateWorkspace;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateWorkspaceBody>;
    type Answer = Created<WorkspaceView>;
    const ID: &'static str = "create_workspace";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/workspaces";
    const SUMMARY: &'static str = "Make a workspace.";
}

pub(super) async fn create(call: Call<CreateWorkspace>) -> Result<Created<WorkspaceView>, Problem> {
    let Call {
        permit,
        body: JsonBody(body),
        service,
        ..
    } = call;
    let actor = permit.actor().clone();
    let workspace = workspaces::create(&service.apps, permit, &body.name).await?;
    let actor = service.refreshed(&actor).await?;
    Ok(Created(view(&actor, workspace)))
}
