//! `POST /datasources`

use super::{DatasourceView, view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_model::entity::DatasourceKind;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Makes a datasource.
pub struct CreateDatasource;

/// What a datasource is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDatasourceBody {
    /// Its name: unique in the tenant.
    pub name: String,
    /// What it is.
    pub kind: DatasourceKind,
}

impl Operation for CreateDatasource {
    type Action = action::tenant::CreateDatasource;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateDatasourceBody>;
    type Answer = Created<DatasourceView>;
    const ID: &'static str = "create_datasource";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/datasources";
    const SUMMARY: &'static str =
        "Make a datasource, which is then configured for each environment.";
}

pub(super) async fn create(
    call: Call<CreateDatasource>,
) -> Result<Created<DatasourceView>, Problem> {
    let actor = call.actor().clone();
    let CreateDatasourceBody { name, kind } = call.body.0;
    let datasource = call
        .service
        .sources
        .create(call.permit, &name, kind)
        .await?;
    Ok(Created(view(&actor, datasource)))
}
