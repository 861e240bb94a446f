//! Who may use, edit and own an app, and who may run its restricted queries.

use crate::{Apps, AppsError};
use sallyport_policy::action::{app, query};
use sallyport_policy::{Access, Grant, Level, Permit, Principal, Receipt, ResourceRef, resource};
use sallyport_store::Transaction;
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
    let mut grants = Vec::new();
    for on in on {
        for (principal, level) in access.grants_on(&on) {
            if let Some(name) = name_of(&access, *principal) {
                grants.push(NamedGrant {
                    principal: *principal,
                    name,
                    level: *level,
                    on,
                });
            }
        }
    }
    Ok(grants)
}

/// Gives a level on an app, or takes it away.
pub async fn set(
    apps: &Apps,
    permit: Permit<app::Share>,
    principal: Principal,
    level: Option<Level>,
) -> Result<(), AppsError> {
    let mut change = apps.store.begin(permit.tenant()).await?;
    let on = ResourceRef::App(permit.on().id);
    let name = put(&mut *change, permit.actor().access(), on, principal, level).await?;
    change
        .commit(described(permit.receipt(), principal, name, level))
        .await?;
    Ok(())
}

/// Lets someone run a restricted query, or no longer.
pub async fn set_query(
    apps: &Apps,
    permit: Permit<query::Share>,
    principal: Principal,
    may_run: bool,
) -> Result<(), AppsError> {
    let resource::Query { id, .. } = *permit.on();
    let level = may_run.then_some(Level::Use);
    let mut change = apps.store.begin(permit.tenant()).await?;
    let name = put(
        &mut *change,
        permit.actor().access(),
        ResourceRef::Query(id),
        principal,
        level,
    )
    .await?;
    change
        .commit(described(permit.receipt(), principal, name, level))
        .await?;
    Ok(())
}

async fn put(
    change: &mut dyn Transaction,
    access: &Access,
    on: ResourceRef,
    principal: Principal,
    level: Option<Level>,
) -> Result<String, AppsError> {
    let name = name_of(access, principal).ok_or(AppsError::UnknownPrincipal)?;
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
    Ok(name)
}

fn described(
    receipt: Receipt,
    principal: Principal,
    name: String,
    level: Option<Level>,
) -> Receipt {
    let id = match principal {
        Principal::Person(id) => id.to_string(),
        Principal::Group(id) => id.to_string(),
    };
    receipt
        .with("principal", id)
        .with("principal_name", name)
        .with("level", level.map(Level::as_str))
}

fn name_of(access: &Access, principal: Principal) -> Option<String> {
    match principal {
        Principal::Person(id) => access.member(id).map(|member| member.name.clone()),
        Principal::Group(id) => access.group_name(id).map(str::to_owned),
    }
}
