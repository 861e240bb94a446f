//! `PATCH /service-accounts/{account}`

use super::{ServiceAccountPath, ServiceAccountView, view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::service_accounts::{self, ServiceAccountChange};
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::PersonStatus;
use sallyport_policy::{Role, action};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Changes a service account.
pub struct UpdateServiceAccount;

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateServiceAccountBody {
    /// Another name.
    pub name: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Enabled or disabled. While it is disabled, its keys open nothing.
    pub status: Option<PersonStatus>,
    /// All roles, in place of those before.
    pub roles: Option<Vec<Role>>,
    /// All groups, in place of those before.
    pub groups: Option<Vec<GroupId>>,
}

impl Operation for UpdateServiceAccount {
    type Action = action::service_account::Update;
    type Path = ServiceAccountPath;
    type Query = NoParameters;
    type Body = JsonBody<UpdateServiceAccountBody>;
    type Answer = Json<ServiceAccountView>;
    const ID: &'static str = "update_service_account";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/service-accounts/{account}";
    const SUMMARY: &'static str =
        "Change, disable or enable a service account; what is left out stays.";
    const MAX_BODY: usize = 16 * 1024;
}

pub(super) async fn update(
    call: Call<UpdateServiceAccount>,
) -> Result<Json<ServiceAccountView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let change = ServiceAccountChange {
        name: body.name,
        description: body.description,
        status: body.status,
        roles: body.roles,
        groups: body.groups,
    };
    let account = service_accounts::update(&call.service.identity, call.permit, change).await?;
    Ok(Json(view(&access, account)))
}
