//! Who may use, edit and own an app, or all apps of a workspace.

mod list;
mod list_workspace;
mod set;
mod set_query;
mod set_workspace;

use super::list_of;
use crate::api::Api;
use crate::problem::Problem;
use sallyport_apps::sharing::NamedGrant;
use sallyport_policy::{Level, Principal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use list::ListGrants;
pub use list_workspace::ListWorkspaceGrants;
pub use set::{SetGrant, SetGrantBody};
pub use set_query::{SetQueryGrant, SetQueryGrantBody};
pub use set_workspace::SetWorkspaceGrant;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListGrants, list::list)
        .op(SetGrant, set::set)
        .op(SetQueryGrant, set_query::set_query)
        .op(ListWorkspaceGrants, list_workspace::list_workspace)
        .op(SetWorkspaceGrant, set_workspace::set_workspace)
}

/// A person or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrincipalKind {
    /// One person.
    Person,
    /// Everyone in a group.
    Group,
}

/// Names a person or a group.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrincipalBody {
    /// Which of the two.
    #[serde(rename = "type")]
    pub kind: PrincipalKind,
    /// Its id.
    pub id: String,
}

impl PrincipalBody {
    fn read(&self) -> Result<Principal, Problem> {
        let read = match self.kind {
            PrincipalKind::Person => self.id.parse().map(Principal::Person),
            PrincipalKind::Group => self.id.parse().map(Principal::Group),
        };
        read.map_err(|invalid| Problem::invalid_field("principal.id", invalid.to_string()))
    }
}

/// The one level that a query has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UseLevel {
    /// To run it.
    Use,
}

/// Who holds a grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct PrincipalView {
    /// A person or a group.
    #[serde(rename = "type")]
    pub kind: PrincipalKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What a grant is on.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantedOn {
    /// `workspace`, `app` or `query`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// A grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// Who has it.
    pub principal: PrincipalView,
    /// How much.
    pub level: Level,
    /// On what.
    pub on: GrantedOn,
}

list_of! {
    /// Grants.
    GrantList of GrantView
}

fn view(grant: NamedGrant) -> GrantView {
    let (kind, id) = match grant.principal {
        Principal::Person(id) => (PrincipalKind::Person, id.to_string()),
        Principal::Group(id) => (PrincipalKind::Group, id.to_string()),
    };
    GrantView {
        principal: PrincipalView {
            kind,
            id,
            name: grant.name,
        },
        level: grant.level,
        on: GrantedOn {
            kind: grant.on.kind().to_owned(),
            id: grant.on.to_string(),
        },
    }
}
