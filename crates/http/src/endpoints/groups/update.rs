//! `PATCH /groups/{group}`

use super::{GroupPath, GroupView, view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::groups::{self, GroupChange};
use sallyport_kernel::id::GroupId;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Renames a group, or puts it into others.
pub struct UpdateGroup;

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateGroupBody {
    /// Another name.
    pub name: Option<String>,
    /// All groups that it is in, in place of those before.
    pub parents: Option<Vec<GroupId>>,
}

impl Operation for UpdateGroup {
    type Action = action::group::Update;
    type Path = GroupPath;
    type Query = NoParameters;
    type Body = JsonBody<UpdateGroupBody>;
    type Answer = Json<GroupView>;
    const ID: &'static str = "update_group";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/groups/{group}";
    const SUMMARY: &'static str =
        "Rename a group, or change which groups it is in; what is left out stays.";
}

pub(super) async fn update(call: Call<UpdateGroup>) -> Result<Json<GroupView>, Problem> {
    let JsonBody(body) = call.body;
    let change = GroupChange {
        name: body.name,
        parents: body.parents,
    };
    let group = groups::update(&call.service.identity, call.permit, change).await?;
    Ok(Json(view(group)))
}
