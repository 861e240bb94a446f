//! People, for administrators.

mod create;
mod delete;
mod list;
mod reset_password;
mod update;
mod view;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_identity::people::Account;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_kernel::{Limit, Timestamp};
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_model::factor::FactorState;
use sallyport_policy::{Access, Role, resource};
use sallyport_store::PeopleFilter;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

pub use create::{CreatePerson, CreatePersonBody};
pub use delete::DeletePerson;
pub use list::ListPeople;
pub use reset_password::{ResetPasswordOfPerson, ResetPasswordOfPersonBody};
pub use update::{UpdatePerson, UpdatePersonBody};
pub use view::ViewPerson;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListPeople, list::list)
        .op(CreatePerson, create::create)
        .op(ViewPerson, view::view_person)
        .op(UpdatePerson, update::update)
        .op(DeletePerson, delete::delete)
        .op(ResetPasswordOfPerson, reset_password::reset_password)
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
    /// When the address was proved to be the person's own.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub email_verified_at: Option<Timestamp>,
    /// When the password was chosen by its owner; `null` as long as it is one that somebody else gave.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub password_set_at: Option<Timestamp>,
    /// Whether the person has a second factor that counts; `null` for whoever may not know.
    pub second_factor: Option<FactorState>,
    /// What rules and queries may know of the person, such as a department.
    pub attributes: Map<String, Value>,
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

/// Which people, and which slice of them. Every part must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PeopleQuery {
    /// Part of the name or the address.
    pub search: Option<String>,
    /// Whether the account may be used.
    pub status: Option<PersonStatus>,
    /// A built-in role.
    pub role: Option<Role>,
    /// A group that they themselves were put into.
    pub group: Option<GroupId>,
    /// Whether they have a second factor that counts; for administrators.
    pub second_factor: Option<FactorState>,
    /// How many at the most: 1 to 200, 50 as a rule.
    pub limit: Option<u16>,
    /// The `next` of the slice before.
    pub cursor: Option<String>,
}

impl PeopleQuery {
    fn filter(&self) -> Result<PeopleFilter, Problem> {
        let search = self.search.clone().filter(|text| !text.is_empty());
        let odd = |text: &String| text.chars().count() > 200 || text.chars().any(char::is_control);
        if search.as_ref().is_some_and(odd) {
            let words = "expected at most 200 characters of plain text";
            return Err(Problem::invalid_field("search", words));
        }
        Ok(PeopleFilter {
            search,
            status: self.status,
            role: self.role.map(|role| role.as_str().to_owned()),
            group: self.group,
            factor: None,
        })
    }

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
        let found = found.filter(|found| found.kind == PersonKind::Person);
        Ok(resource::Person {
            tenant: find.tenant,
            id: found.ok_or_else(Problem::not_found)?.id,
        })
    }
}

/// The groups with their names.
pub(super) fn memberships(access: &Access, groups: &[GroupId]) -> Vec<Membership> {
    let named = |id: &GroupId| {
        let name = access.group_name(*id)?.to_owned();
        Some(Membership { id: *id, name })
    };
    groups.iter().filter_map(named).collect()
}

/// The roles that this release knows.
pub(super) fn roles(person: &Person) -> Vec<Role> {
    let names = person.roles.iter();
    names.filter_map(|role| Role::parse(role)).collect()
}

fn shown(access: &Access, account: Account) -> PersonView {
    let person = account.person;
    PersonView {
        second_factor: account.second_factor,
        id: person.id,
        groups: memberships(access, &person.groups),
        roles: roles(&person),
        email: person.email,
        name: person.name,
        status: person.status,
        created_at: person.created_at,
        last_sign_in_at: person.last_sign_in_at,
        email_verified_at: person.email_verified_at,
        password_set_at: person.password_set_at,
        attributes: person.attributes,
    }
}
