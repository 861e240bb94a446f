//! `PATCH /people/{person}`

use super::{PersonPath, PersonView, shown};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, Renewed};
use crate::problem::Problem;
use sallyport_identity::people::{self, PersonChange};
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::PersonStatus;
use sallyport_policy::Role;
use sallyport_policy::action;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
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
    /// All roles, in place of those before. It ends the person's sessions; one's own goes on with another cookie.
    pub roles: Option<Vec<Role>>,
    /// All groups, in place of those before.
    pub groups: Option<Vec<GroupId>>,
    /// All attributes, in place of those before: at most 50, each a text, a number, or true or false. `department` is a
    /// text, `manager` the id of a person.
    pub attributes: Option<Map<String, Value>>,
}

impl Operation for UpdatePerson {
    type Action = action::person::Update;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = JsonBody<UpdatePersonBody>;
    type Answer = Renewed<Json<PersonView>>;
    const ID: &'static str = "update_person";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/people/{person}";
    const SUMMARY: &'static str = "Change, disable or enable an account; what is left out stays.";
    const MAX_BODY: usize = 16 * 1024;
}

pub(super) async fn update(call: Call<UpdatePerson>) -> Result<Renewed<Json<PersonView>>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let change = PersonChange {
        name: body.name,
        status: body.status,
        roles: body.roles,
        groups: body.groups,
        attributes: body.attributes,
    };
    let updated = people::update(&call.service.identity, call.permit, change).await?;
    let origin = &call.service.origin;
    Ok(Renewed {
        cookie: updated.secret.map(|secret| origin.set_cookie(&secret)),
        answer: Json(shown(&access, updated.account)),
    })
}
