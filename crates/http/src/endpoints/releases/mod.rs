//! Releases of apps.

mod create;
mod list;
mod read;
mod roll_back;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{AppId, PersonId};
use sallyport_model::document::Document;
use sallyport_model::entity::Release;
use sallyport_policy::{Actor, resource};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use create::{CreateRelease, CreateReleaseBody};
pub use list::ListReleases;
pub use read::ReadRelease;
pub use roll_back::{RollBack, RollBackBody};

pub(super) fn operations(api: Api) -> Api {
    api.op(ListReleases, list::list)
        .op(CreateRelease, create::create)
        .op(ReadRelease, read::read)
        .op(RollBack, roll_back::roll_back)
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonName {
    /// The account's id.
    pub id: PersonId,
    /// The name; the id where the account is gone.
    pub name: String,
}

/// A release.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseView {
    /// 1, 2, 3…
    pub number: u32,
    /// What is new in it.
    pub note: String,
    /// The draft's revision that it was made from.
    pub revision: u64,
    /// SHA-256 of the canonical document.
    pub hash: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: PersonName,
    /// Whether it is what people get.
    pub current: bool,
}

list_of! {
    /// Releases.
    ReleaseList of ReleaseView
}

/// A release with its document.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseDocument {
    /// The release.
    pub release: ReleaseView,
    /// The document.
    pub document: Document,
}

/// The release in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct ReleasePath {
    /// The app.
    pub app: AppId,
    /// The release's number.
    pub number: u32,
}

impl Locate<resource::App> for ReleasePath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::App, Problem> {
        super::apps::locate(&find, self.app).await
    }
}

fn view(actor: &Actor, release: Release, current: Option<u32>) -> ReleaseView {
    let name = actor
        .access()
        .member(release.created_by)
        .map(|member| member.name.clone());
    ReleaseView {
        number: release.number,
        note: release.note,
        revision: release.revision,
        hash: release.hash,
        created_at: release.created_at,
        created_by: PersonName {
            id: release.created_by,
            name: name.unwrap_or_else(|| release.created_by.to_string()),
        },
        current: current == Some(release.number),
    }
}
