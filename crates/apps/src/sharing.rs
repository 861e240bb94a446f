//! Who may use, edit and own an app or all apps of a workspace, and who may run an app's restricted queries.

use crate::{Apps, AppsError};
use sallyport_policy::action::{app, query, workspace};
use sallyport_policy::{Access, Action, Grant, Level, Permit, Principal, ResourceRef};
use std::sync::Arc;

/// A grant with the names that people know.
#[derive(Debug, PartialEq, Eq)]
pub struct NamedGrant {
    /// Who has it.
    pub principal: Principal,
    /// The person's or group's name.
    pub name: String,
    /// How much.
    pub level: Level,
    /// On what.
    pub on: ResourceRef,
}

/// The grants that bear on an app: on its workspace, on itself, and on its queries.
pub async fn list(apps: &Apps, permit: Permit<app::Share>) -> Result<Vec<NamedGrant>, AppsError> {
    let place = *permit.on();
    let access = Arc::clone(permit.actor().access());
    let mut on = vec![
        ResourceRef::Workspace(place.workspace),
        ResourceRef::App(place.id),
    ];
    if let Some((_, draft)) = apps
        .store
        .read(permit.tenant())
        .await?
        .draft(place.id)
        .await?
    {
        on.extend(draft.queries().map(|query| ResourceRef::Query(query.id)));
    }
    Ok(on.into_iter().flat_map(|on| named(&access, on)).collect())
}

/// The grants on a workspace.
pub fn list_workspace(permit: &Permit<workspace::Share>) -> Vec<NamedGrant> {
    let on = ResourceRef::Workspace(permit.on().id);
    named(permit.actor().access(), on).collect()
}

/// The grants on a resource, but for those of people and groups that are gone.
fn named(access: &Access, on: ResourceRef) -> impl Iterator<Item = NamedGrant> {
    access
        .grants_on(&on)
        .iter()
        .filter_map(move |(principal, level)| {
            Some(NamedGrant {
                principal: *principal,
                name: name_of(access, *principal)?,
                level: *level,
                on,
            })
        })
}

/// Gives a level on an app, or takes it away.
pub async fn set(
    apps: &Apps,
    permit: Permit<app::Share>,
    principal: Principal,
    level: Option<Level>,
) -> Result<(), AppsError> {
    let on = ResourceRef::App(permit.on().id);
    put(apps, permit, on, principal, level).await
}

/// Gives a level on a workspace and all that is in it, or takes it away.
pub async fn set_workspace(
    apps: &Apps,
    permit: Permit<workspace::Share>,
    principal: Principal,
    level: Option<Level>,
) -> Result<(), AppsError> {
    let on = ResourceRef::Workspace(permit.on().id);
    put(apps, permit, on, principal, level).await
}

/// Lets someone run a restricted query, or no longer.
pub async fn set_query(
    apps: &Apps,
    permit: Permit<query::Share>,
    principal: Principal,
    may_run: bool,
) -> Result<(), AppsError> {
    let on = ResourceRef::Query(permit.on().id);
    put(apps, permit, on, principal, may_run.then_some(Level::Use)).await
}

async fn put<A: Action>(
    apps: &Apps,
    permit: Permit<A>,
    on: ResourceRef,
    principal: Principal,
    level: Option<Level>,
) -> Result<(), AppsError> {
    let name = name_of(permit.actor().access(), principal).ok_or(AppsError::UnknownPrincipal)?;
    let mut change = apps.store.begin(permit.tenant()).await?;
    match level {
        Some(level) => {
            change
                .put_grant(&Grant {
                    principal,
                    level,
                    on,
                })
                .await?;
        }
        None => change.remove_grant(principal, on).await?,
    }
    let id = match principal {
        Principal::Person(id) => id.to_string(),
        Principal::Group(id) => id.to_string(),
    };
    let receipt = permit
        .receipt()
        .with("principal", id)
        .with("principal_name", name)
        .with("level", level.map(Level::as_str));
    Ok(change.commit(receipt).await?)
}

fn name_of(access: &Access, principal: Principal) -> Option<String> {
    match principal {
        Principal::Person(id) => access.member(id).map(|member| member.name.clone()),
        Principal::Group(id) => access.group_name(id).map(str::to_owned),
    }
}
