//! `PATCH /datasources/{datasource}`

use super::{DatasourcePath, DatasourceView, view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Renames a datasource.
pub struct RenameDatasource;

/// The new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameDatasourceBody {
    /// Unique in the tenant.
    pub name: String,
}

impl Operation for RenameDatasource {
    type Action = action::datasource::Rename;
    type Path = DatasourcePath;
    type Query = NoParameters;
    type Body = JsonBody<RenameDatasourceBody>;
    type Answer = Json<DatasourceView>;
    const ID: &'static str = "rename_datasource";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/datasources/{datasource}";
    const SUMMARY: &'static str = "Rename a datasource.";
}

pub(super) async fn rename(call: Call<RenameDatasource>) -> Result<Json<DatasourceView>, Problem> {
    let actor = call.actor().clone();
    let datasource = call
        .service
        .sources
        .rename(call.permit, &call.body.0.name)
        .await?;
    Ok(Json(view(&actor, datasource)))
}
