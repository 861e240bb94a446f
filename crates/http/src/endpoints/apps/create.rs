//! `POST /workspaces/{workspace}/apps`

use super::{AppSummary, summary};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::endpoints::workspaces::WorkspacePath;
use crate::problem::Problem;
use sallyport_apps::library;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Makes an app with one empty page.
pub struct CreateApp;

/// What an app is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAppBody {
    /// Its name: 1 to 100 characters, unique in the workspace.
    pub name: String,
}

impl Operation for CreateApp {
    type Action = action::workspace::CreateApp;
    type Path = WorkspacePath;
    type Query = NoParameters;
    type Body = JsonBody<CreateAppBody>;
    type Answer = Created<AppSummary>;
    const ID: &'static str = "create_app";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/workspaces/{workspace}/apps";
    const SUMMARY: &'static str = "Make an app with one empty page.";
}

pub(super) async fn create(call: Call<CreateApp>) -> Result<Created<AppSummary>, Problem> {
    let actor = call.actor().clone();
    let app = library::create(&call.service.apps, call.permit, &call.body.0.name).await?;
    Ok(Created(summary(&actor, app)))
}
