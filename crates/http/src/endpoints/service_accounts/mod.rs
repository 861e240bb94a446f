//! Service accounts and their keys, for administrators.

mod create;
mod create_key;
mod delete;
mod list;
mod list_keys;
mod revoke_key;
mod rotate_key;
mod update;

use super::list_of;
use super::people::Membership;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{KeyId, PersonId};
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_policy::{Access, Role, resource};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use create::{CreateServiceAccount, CreateServiceAccountBody};
pub use create_key::CreateServiceAccountKey;
pub use delete::DeleteServiceAccount;
pub use list::ListServiceAccounts;
pub use list_keys::ListServiceAccountKeys;
pub use revoke_key::RevokeServiceAccountKey;
pub use rotate_key::RotateServiceAccountKey;
pub use update::{UpdateServiceAccount, UpdateServiceAccountBody};

pub(super) fn operations(api: Api) -> Api {
    api.op(ListServiceAccounts, list::list)
        .op(CreateServiceAccount, create::create)
        .op(UpdateServiceAccount, update::update)
        .op(DeleteServiceAccount, delete::delete)
        .op(ListServiceAccountKeys, list_keys::list_keys)
        .op(CreateServiceAccountKey, create_key::create_key)
        .op(RotateServiceAccountKey, rotate_key::rotate_key)
        .op(RevokeServiceAccountKey, revoke_key::revoke_key)
}

/// A service account: roles and groups for programs, which act by its keys. Nobody signs in as one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAccountView {
    /// Its id; grants name it as they name a person.
    pub id: PersonId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether its keys open anything.
    pub status: PersonStatus,
    /// The built-in roles.
    pub roles: Vec<Role>,
    /// The groups.
    pub groups: Vec<Membership>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

list_of! {
    /// Service accounts, by name.
    ServiceAccountList of ServiceAccountView
}

/// The service account in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct ServiceAccountPath {
    /// The service account.
    pub account: PersonId,
}

/// A key of a service account in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct ServiceAccountKeyPath {
    /// The service account.
    pub account: PersonId,
    /// The key.
    pub key: KeyId,
}

async fn located(find: &Find<'_>, id: PersonId) -> Result<resource::ServiceAccount, Problem> {
    let found = find.read().await?.person(id).await?;
    let found = found.filter(|found| found.kind == PersonKind::Service);
    Ok(resource::ServiceAccount {
        tenant: find.tenant,
        id: found.ok_or_else(Problem::not_found)?.id,
    })
}

impl Locate<resource::ServiceAccount> for ServiceAccountPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::ServiceAccount, Problem> {
        located(&find, self.account).await
    }
}

impl Locate<resource::ServiceAccount> for ServiceAccountKeyPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::ServiceAccount, Problem> {
        let key: resource::Key = located_key(&find, self).await?;
        located(&find, key.owner).await
    }
}

impl Locate<resource::Key> for ServiceAccountKeyPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Key, Problem> {
        let key = located_key(&find, self).await?;
        located(&find, key.owner).await.map(|_| key)
    }
}

/// The key, if it is one of the account that the path names.
async fn located_key(
    find: &Find<'_>,
    path: &ServiceAccountKeyPath,
) -> Result<resource::Key, Problem> {
    let found = find.read().await?.key(path.key).await?;
    let found = found.filter(|found| found.owner == path.account);
    let found = found.ok_or_else(Problem::not_found)?;
    Ok(resource::Key {
        tenant: find.tenant,
        id: found.id,
        owner: found.owner,
    })
}

fn view(access: &Access, account: Person) -> ServiceAccountView {
    let groups = account.groups.iter().filter_map(|id| {
        let name = access.group_name(*id)?.to_owned();
        Some(Membership { id: *id, name })
    });
    ServiceAccountView {
        id: account.id,
        groups: groups.collect(),
        description: account.description,
        name: account.name,
        status: account.status,
        roles: account
            .roles
            .iter()
            .filter_map(|role| Role::parse(role))
            .collect(),
        created_at: account.created_at,
    }
}
