//! `PATCH /apps/{app}`

use super::{AppPath, AppSummary, summary};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::library;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Renames an app.
pub struct RenameApp;

/// The new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameAppBody {
    /// 1 to 100 characters, unique in the workspace.
    pub name: String,
}

impl Operation for RenameApp {
    type Action = action::app::Rename;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = JsonBody<RenameAppBody>;
    type Answer = Json<AppSummary>;
    const ID: &'static str = "rename_app";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/apps/{app}";
    const SUMMARY: &'static str = "Rename an app.";
}

pub(super) async fn rename(call: Call<RenameApp>) -> Result<Json<AppSummary>, Problem> {
    let actor = call.actor().clone();
    let app = library::rename(&call.service.apps, call.permit, &call.body.0.name).await?;
    Ok(Json(summary(&actor, app)))
}
