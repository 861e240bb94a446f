//! People, for administrators.

mod create;
mod list;
mod update;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_kernel::{Limit, Timestamp};
use sallyport_model::entity::{Person, PersonStatus};
use sallyport_policy::{Access, Role, resource};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use create::{CreatePerson, CreatePersonBody};
pub use list::ListPeople;
pub use update::{UpdatePerson, UpdatePersonBody};

pub(super) fn operations(api: Api) -> Api {
    api.op(ListPeople, list::list)
        .op(CreatePerson, create::create)
        .op(UpdatePerson, update::update)
}

/// A group that a person is in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Membership {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
}

/// An account; never its password.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    /// Its id.
    pub id: PersonId,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// Whether it may be used.
    pub status: PersonStatus,
    /// The built-in roles.
    pub roles: Vec<Role>,
    /// The groups.
    pub groups: Vec<Membership>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When the person last signed in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_sign_in_at: Option<Timestamp>,
}

list_of! {
    /// People.
    PersonList of PersonView
}

/// The account in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct PersonPath {
    /// The account.
    pub person: PersonId,
}

/// Which slice of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PeopleQuery {
    /// How many at the most: 1 to 200, 50 as a rule.
    pub limit: Option<u16>,
    /// The `next` of the slice before.
    pub cursor: Option<String>,
}

impl PeopleQuery {
    fn limit(&self) -> Result<Limit, Problem> {
        limit(self.limit)
    }

    fn after(&self) -> Result<Option<PersonId>, Problem> {
        let read = self.cursor.as_deref().map(str::parse).transpose();
        read.map_err(|_| Problem::invalid_field("cursor", "expected the `next` of a slice before"))
    }
}

/// The limit that was asked for, or the usual one.
pub(crate) fn limit(asked: Option<u16>) -> Result<Limit, Problem> {
    match asked {
        None => Ok(Limit::default()),
        Some(limit) => Limit::new(limit)
            .ok_or_else(|| Problem::invalid_field("limit", "expected a number from 1 to 200")),
    }
}

impl Locate<resource::Person> for PersonPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Person, Problem> {
        let found = find.read().await?.person(self.person).await?;
        Ok(resource::Person {
            tenant: find.tenant,
            id: found.ok_or_else(Problem::not_found)?.id,
        })
    }
}

fn view(access: &Access, person: Person) -> PersonView {
    let groups = person.groups.iter();
    PersonView {
        id: person.id,
        groups: groups
            .filter_map(|id| {
                access.group_name(*id).map(|name| Membership {
                    id: *id,
                    name: name.to_owned(),
                })
            })
            .collect(),
        email: person.email,
        name: person.name,
        status: person.status,
        roles: person
            .roles
            .iter()
            .filter_map(|role| Role::parse(role))
            .collect(),
        created_at: person.created_at,
        last_sign_in_at: person.last_sign_in_at,
    }
}
