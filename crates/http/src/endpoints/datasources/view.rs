//! `GET /datasources/{datasource}`

use super::{DatasourcePath, DatasourceView};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;

/// Shows a datasource.
pub struct ViewDatasource;

impl Operation for ViewDatasource {
    type Action = action::datasource::View;
    type Path = DatasourcePath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<DatasourceView>;
    const ID: &'static str = "view_datasource";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/datasources/{datasource}";
    const SUMMARY: &'static str = "A datasource with its settings; never a credential.";
}

pub(super) async fn view(call: Call<ViewDatasource>) -> Result<Json<DatasourceView>, Problem> {
    let actor = call.actor().clone();
    let datasource = call.service.sources.view(call.permit).await?;
    Ok(Json(super::view(&actor, datasource)))
}
