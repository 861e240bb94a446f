//! `DELETE /groups/{group}`

use super::GroupPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::groups;
use sallyport_policy::action;

/// Deletes a group.
pub struct DeleteGroup;

impl Operation for DeleteGroup {
    type Action = action::group::Delete;
    type Path = GroupPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "delete_group";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/groups/{group}";
    const SUMMARY: &'static str = "Delete a group; its people lose what it was given.";
}

pub(super) async fn delete(call: Call<DeleteGroup>) -> Result<Nothing, Problem> {
    groups::delete(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
