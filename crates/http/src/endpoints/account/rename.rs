//! `PATCH /account`

use super::{AccountView, shown};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::account;
use sallyport_policy::action;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Changes one's own name.
pub struct RenameAccount;

/// The new name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameAccountBody {
    /// 1 to 200 characters.
    pub name: String,
}

impl Operation for RenameAccount {
    type Action = action::account::Rename;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<RenameAccountBody>;
    type Answer = Json<AccountView>;
    const ID: &'static str = "rename_account";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/account";
    const SUMMARY: &'static str = "Change one's own name.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn rename(call: Call<RenameAccount>) -> Result<Json<AccountView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let account = account::rename(&call.service.identity, call.permit, &body.name).await?;
    Ok(Json(shown(&access, account)))
}
