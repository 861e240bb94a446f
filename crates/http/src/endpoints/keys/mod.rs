//! API keys: one's own, and for administrators all of the tenant's.

mod create_own;
mod list;
mod list_own;
mod revoke;
mod revoke_own;
mod rotate_own;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_identity::keys::{MadeKey, NewKey};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{AppId, KeyId, PersonId, WorkspaceId};
use sallyport_model::entity::PersonKind;
use sallyport_model::key::ApiKey;
use sallyport_policy::{Access, resource};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

pub use create_own::CreateOwnKey;
pub use list::{KeysQuery, ListKeys};
pub use list_own::ListOwnKeys;
pub use revoke::RevokeKey;
pub use revoke_own::RevokeOwnKey;
pub use rotate_own::RotateOwnKey;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListOwnKeys, list_own::list_own)
        .op(CreateOwnKey, create_own::create_own)
        .op(RotateOwnKey, rotate_own::rotate_own)
        .op(RevokeOwnKey, revoke_own::revoke_own)
        .op(ListKeys, list::list)
        .op(RevokeKey, revoke::revoke)
}

/// Whose a key is.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyOwner {
    /// The account's id.
    pub id: PersonId,
    /// Its name.
    pub name: String,
    /// A person or a service account.
    pub kind: PersonKind,
}

/// An API key; never its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyView {
    /// Its id.
    pub id: KeyId,
    /// What it is called.
    pub name: String,
    /// Whose it is: it may no more than they may.
    pub owner: KeyOwner,
    /// What it is for: `read`, `run_queries`, `build`, `administer`, and names of acts.
    pub permissions: Vec<String>,
    /// The workspaces that it is for; with no apps either, it is for everywhere.
    pub workspaces: Vec<WorkspaceId>,
    /// The apps that it is for.
    pub apps: Vec<AppId>,
    /// The ranges of addresses that it may be used from; none is everywhere.
    pub addresses: Vec<String>,
    /// Who made it.
    pub created_by: PersonId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// When it last got another secret.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub rotated_at: Option<Timestamp>,
    /// Until when the secret before works.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub old_secret_until: Option<Timestamp>,
    /// When it was last used, to the minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Timestamp>,
    /// The address that it was last used from.
    pub last_address: Option<String>,
}

/// A key with its secret: shown this once, and kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewKeyView {
    /// The key.
    pub key: KeyView,
    /// What to send as `Authorization: Bearer …`.
    pub secret: String,
}

list_of! {
    /// API keys, the newest first.
    KeyList of KeyView
}

/// What a key is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateKeyBody {
    /// What it is called.
    pub name: String,
    /// What it is for: `read`, `run_queries`, `build`, `administer`, or names of acts such as `app.release`.
    pub permissions: Vec<String>,
    /// The workspaces that it is for, with all that is in them.
    #[serde(default)]
    pub workspaces: Vec<WorkspaceId>,
    /// Single apps that it is for. With neither workspaces nor apps it is for everywhere.
    #[serde(default)]
    pub apps: Vec<AppId>,
    /// When it ends: within 366 days.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// The addresses or ranges (`192.0.2.0/24`) that it may be used from; none is everywhere.
    #[serde(default)]
    pub addresses: Vec<String>,
}

impl From<CreateKeyBody> for NewKey {
    fn from(body: CreateKeyBody) -> Self {
        Self {
            name: body.name,
            permissions: body.permissions,
            workspaces: body.workspaces,
            apps: body.apps,
            expires_at: body.expires_at,
            addresses: body.addresses,
        }
    }
}

/// How a key gets another secret.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateKeyBody {
    /// For how many minutes the secret before goes on to work: 0 to 10080, a week.
    #[schema(maximum = 10_080)]
    pub overlap_minutes: u16,
}

impl RotateKeyBody {
    pub(super) fn overlap(&self) -> Result<Duration, Problem> {
        if self.overlap_minutes > 10_080 {
            let message = "expected a number from 0 to 10080";
            return Err(Problem::invalid_field("overlap_minutes", message));
        }
        Ok(Duration::from_mins(self.overlap_minutes.into()))
    }
}

/// The key in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct KeyPath {
    /// The key.
    pub key: KeyId,
}

impl Locate<resource::Key> for KeyPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Key, Problem> {
        let found = find.read().await?.key(self.key).await?;
        let found = found.ok_or_else(Problem::not_found)?;
        Ok(resource::Key {
            tenant: find.tenant,
            id: found.id,
            owner: found.owner,
        })
    }
}

pub(super) fn view(access: &Access, key: ApiKey) -> KeyView {
    let owner = access.member(key.owner);
    let service = owner.is_some_and(|owner| owner.service);
    KeyView {
        id: key.id,
        name: key.name,
        owner: KeyOwner {
            id: key.owner,
            name: owner.map(|owner| owner.name.clone()).unwrap_or_default(),
            kind: if service {
                PersonKind::Service
            } else {
                PersonKind::Person
            },
        },
        permissions: key.permissions,
        workspaces: key.workspaces,
        apps: key.apps,
        addresses: key.addresses,
        created_by: key.created_by,
        created_at: key.created_at,
        expires_at: key.expires_at,
        rotated_at: key.rotated_at,
        old_secret_until: key.previous.map(|previous| previous.until),
        last_used_at: key.last_used_at,
        last_address: key.last_address,
    }
}

pub(super) fn whole(access: &Access, keys: Vec<ApiKey>) -> KeyList {
    KeyList {
        items: keys.into_iter().map(|key| view(access, key)).collect(),
        next: None,
    }
}

pub(super) fn shown_once(access: &Access, made: MadeKey) -> NewKeyView {
    NewKeyView {
        key: view(access, made.key),
        secret: made.secret.expose().clone(),
    }
}
