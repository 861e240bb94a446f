//! `GET /datasources`

use super::{DatasourceList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;

/// Lists the datasources.
pub struct ListDatasources;

impl Operation for ListDatasources {
    type Action = action::tenant::ListDatasources;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<DatasourceList>;
    const ID: &'static str = "list_datasources";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/datasources";
    const SUMMARY: &'static str = "The datasources, by name; never a credential.";
}

pub(super) async fn list(call: Call<ListDatasources>) -> Result<Json<DatasourceList>, Problem> {
    let actor = call.actor().clone();
    let items = call.service.sources.list(call.permit).await?;
    let items = items
        .into_iter()
        .map(|datasource| view(&actor, datasource))
        .collect();
    Ok(Json(DatasourceList { items, next: None }))
}
