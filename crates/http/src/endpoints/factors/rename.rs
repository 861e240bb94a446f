//! `PATCH /account/factors/{factor}`

use super::FactorPath;
use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::factors::own;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Renames one of one's own second factors.
pub struct RenameFactor;

/// Another name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameFactorBody {
    /// The name.
    pub name: String,
}

impl Operation for RenameFactor {
    type Action = action::factor::Rename;
    type Path = FactorPath;
    type Query = NoParameters;
    type Body = JsonBody<RenameFactorBody>;
    type Answer = Nothing;
    const ID: &'static str = "rename_factor";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/account/factors/{factor}";
    const SUMMARY: &'static str = "Rename one of one's own second factors.";
    const MAX_BODY: usize = 4 * 1024;
}

pub(super) async fn rename(call: Call<RenameFactor>) -> Result<Nothing, Problem> {
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    own::rename(identity, call.permit, call.path.factor, &body.name).await?;
    Ok(Nothing)
}
