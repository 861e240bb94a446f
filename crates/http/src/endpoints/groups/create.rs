//! `POST /groups`

use super::{GroupView, view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::groups;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Makes a group.
pub struct CreateGroup;

/// What a group is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateGroupBody {
    /// Its name: unique in the tenant.
    pub name: String,
}

impl Operation for CreateGroup {
    type Action = action::tenant::CreateGroup;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateGroupBody>;
    type Answer = Created<GroupView>;
    const ID: &'static str = "create_group";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/groups";
    const SUMMARY: &'static str = "Make a group.";
}

pub(super) async fn create(call: Call<CreateGroup>) -> Result<Created<GroupView>, Problem> {
    let group = groups::create(&call.service.identity, call.permit, &call.body.0.name).await?;
    Ok(Created(view(group)))
}
