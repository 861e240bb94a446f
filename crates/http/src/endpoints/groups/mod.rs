//! Groups of people.

mod create;
mod list;

use super::list_of;
use crate::api::Api;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::Group;
use serde::Serialize;
use utoipa::ToSchema;

pub use create::{CreateGroup, CreateGroupBody};
pub use list::ListGroups;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListGroups, list::list)
        .op(CreateGroup, create::create)
}

/// A group.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupView {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

list_of! {
    /// Groups.
    GroupList of GroupView
}

fn view(group: Group) -> GroupView {
    GroupView {
        id: group.id,
        name: group.name,
        created_at: group.created_at,
    }
}
