//! Workspaces.

use crate::{Apps, AppsError, valid_name};
use sallyport_kernel::id::WorkspaceId;
use sallyport_model::entity::Workspace;
use sallyport_policy::action::{app, tenant};
use sallyport_policy::{Grant, Level, ObjectRef, Permit, Principal, ResourceRef, scope};

/// The workspaces that hold something the actor may see, by name.
pub async fn list(
    apps: &Apps,
    permit: Permit<tenant::ListWorkspaces>,
) -> Result<Vec<Workspace>, AppsError> {
    let visible = scope::<app::View>(permit.actor());
    Ok(apps
        .store
        .read(permit.tenant())
        .await?
        .workspaces(visible.visible())
        .await?)
}

/// Makes a workspace; who makes it owns it.
pub async fn create(
    apps: &Apps,
    permit: Permit<tenant::CreateWorkspace>,
    name: &str,
) -> Result<Workspace, AppsError> {
    let id = WorkspaceId::random(&*apps.random);
    let workspace = Workspace {
        id,
        name: valid_name(name)?,
        created_at: permit.actor().at(),
    };
    let mut change = apps.store.begin(permit.tenant()).await?;
    change.add_workspace(&workspace).await?;
    if let Some(person) = permit.actor().person_id() {
        let on = ResourceRef::Workspace(id);
        change
            .put_grant(&Grant {
                principal: Principal::Person(person),
                level: Level::Own,
                on,
            })
            .await?;
    }
    let made = ObjectRef {
        kind: "workspace".to_owned(),
        id: id.to_string(),
        name: Some(workspace.name.clone()),
    };
    change.commit(permit.receipt().made(made)).await?;
    Ok(workspace)
}
