//! Groups of people.

mod create;
mod delete;
mod list;
mod update;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::Group;
use sallyport_policy::resource;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use create::{CreateGroup, CreateGroupBody};
pub use delete::DeleteGroup;
pub use list::ListGroups;
pub use update::{UpdateGroup, UpdateGroupBody};

pub(super) fn operations(api: Api) -> Api {
    api.op(ListGroups, list::list)
        .op(CreateGroup, create::create)
        .op(UpdateGroup, update::update)
        .op(DeleteGroup, delete::delete)
}

/// A group.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupView {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The groups that it is in: who is in it is in them as well.
    pub parents: Vec<GroupId>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

list_of! {
    /// Groups.
    GroupList of GroupView
}

/// The group in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct GroupPath {
    /// The group.
    pub group: GroupId,
}

impl Locate<resource::Group> for GroupPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Group, Problem> {
        let found = find.read().await?.group(self.group).await?;
        Ok(resource::Group {
            tenant: find.tenant,
            id: found.ok_or_else(Problem::not_found)?.id,
        })
    }
}

fn view(group: Group) -> GroupView {
    GroupView {
        id: group.id,
        name: group.name,
        parents: group.parents,
        created_at: group.created_at,
    }
}
