//! `GET /groups`

use super::{GroupList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::groups;
use sallyport_policy::action;

/// Lists the groups of the tenant.
pub struct ListGroups;

impl Operation for ListGroups {
    type Action = action::tenant::ListGroups;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<GroupList>;
    const ID: &'static str = "list_groups";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/groups";
    const SUMMARY: &'static str = "The groups of the tenant, by name.";
}

pub(super) async fn list(call: Call<ListGroups>) -> Result<Json<GroupList>, Problem> {
    let groups = groups::list(&call.service.identity, call.permit).await?;
    Ok(Json(GroupList {
        items: groups.into_iter().map(view).collect(),
        next: None,
    }))
}
