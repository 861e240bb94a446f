//! `POST /people`

use super::{PersonView, shown};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::people::{self, NewPerson};
use sallyport_kernel::SecretText;
use sallyport_kernel::id::GroupId;
use sallyport_policy::Role;
use sallyport_policy::action;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Makes an account.
pub struct CreatePerson;

/// What an account is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreatePersonBody {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// A first password, of at least as many characters as the policy says. All that it is good for is choosing another.
    pub password: SecretText,
    /// The built-in roles.
    pub roles: Vec<Role>,
    /// The groups to put the person into.
    pub groups: Vec<GroupId>,
}

impl Operation for CreatePerson {
    type Action = action::tenant::CreatePerson;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreatePersonBody>;
    type Answer = Created<PersonView>;
    const ID: &'static str = "create_person";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/people";
    const SUMMARY: &'static str = "Make an account.";
    const MAX_BODY: usize = 16 * 1024;
}

pub(super) async fn create(call: Call<CreatePerson>) -> Result<Created<PersonView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let new = NewPerson {
        email: body.email,
        name: body.name,
        password: body.password,
        roles: body.roles,
        groups: body.groups,
    };
    let account = people::create(&call.service.identity, call.permit, new).await?;
    Ok(Created(shown(&access, account)))
}
