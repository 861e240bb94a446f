//! `POST /service-accounts`

use super::{ServiceAccountView, view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::service_accounts::{self, NewServiceAccount};
use sallyport_kernel::id::GroupId;
use sallyport_policy::{Role, action};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Makes a service account.
pub struct CreateServiceAccount;

/// What a service account is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateServiceAccountBody {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The built-in roles.
    pub roles: Vec<Role>,
    /// The groups to put it into.
    pub groups: Vec<GroupId>,
}

impl Operation for CreateServiceAccount {
    type Action = action::service_accounts::Create;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateServiceAccountBody>;
    type Answer = Created<ServiceAccountView>;
    const ID: &'static str = "create_service_account";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/service-accounts";
    const SUMMARY: &'static str = "Make a service account.";
    const MAX_BODY: usize = 16 * 1024;
}

pub(super) async fn create(
    call: Call<CreateServiceAccount>,
) -> Result<Created<ServiceAccountView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let new = NewServiceAccount {
        name: body.name,
        description: body.description,
        roles: body.roles,
        groups: body.groups,
    };
    let account = service_accounts::create(&call.service.identity, call.permit, new).await?;
    Ok(Created(view(&access, account)))
}
