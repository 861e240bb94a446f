//! `PATCH /people/{person}`

use super::{PersonPath, PersonView, view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::people::{self, PersonChange};
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::PersonStatus;
use sallyport_policy::Role;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Changes an account.
pub struct UpdatePerson;

/// What changes; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdatePersonBody {
    /// Another name.
    pub name: Option<String>,
    /// Enabled or disabled. Disabling ends all sessions at once.
    pub status: Option<PersonStatus>,
    /// All roles, in place of those before.
    pub roles: Option<Vec<Role>>,
    /// All groups, in place of those before.
    pub groups: Option<Vec<GroupId>>,
}

impl Operation for UpdatePerson {
    type Action = action::person::Update;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = JsonBody<UpdatePersonBody>;
    type Answer = Json<PersonView>;
    const ID: &'static str = "update_person";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/people/{person}";
    const SUMMARY: &'static str = "Change, disable or enable an account; what is left out stays.";
    const MAX_BODY: usize = 16 * 1024;
}

pub(super) async fn update(call: Call<UpdatePerson>) -> Result<Json<PersonView>, Problem> {
    let Call {
        permit,
        body: JsonBody(body),
        service,
        ..
    } = call;
    let access = std::sync::Arc::clone(permit.actor().access());
    let UpdatePersonBody {
        name,
        status,
        roles,
        groups,
    } = body;
    let person = people::update(
        &service.identity,
        permit,
        PersonChange {
            name,
            status,
            roles,
            groups,
        },
    )
    .await?;
    Ok(Json(view(&access, person)))
}
