//! Workspaces in SQL.

use crate::access::ids_json;
use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::id::WorkspaceId;
use sallyport_model::entity::Workspace;
use sallyport_policy::Visible;
use sallyport_store::{StoreError, WorkspacesRead, WorkspacesWrite};

fn workspace(mut f: Fields) -> Result<Workspace, StoreError> {
    Ok(Workspace {
        id: f.parsed("id")?,
        name: f.text("name")?,
        created_at: f.at("created_at")?,
    })
}

#[async_trait]
impl<D: Driver> WorkspacesRead for View<D> {
    async fn workspace(&mut self, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
        let sql = "SELECT id, name, created_at FROM workspace WHERE id = $1";
        self.row("workspace", sql, params![id])
            .await?
            .map(workspace)
            .transpose()
    }

    async fn workspaces(&mut self, visible: &Visible) -> Result<Vec<Workspace>, StoreError> {
        let all = "SELECT id, name, created_at FROM workspace";
        let rows = match visible {
            Visible::Everything => {
                self.rows("workspace", &format!("{all} ORDER BY name, id"), &[])
                    .await?
            }
            Visible::Only { workspaces, apps } => {
                let sql = format!(
                    "{all} WHERE id IN {} OR id IN (SELECT workspace FROM app WHERE id IN {}) ORDER BY name, id",
                    D::members(1),
                    D::members(2)
                );
                self.rows(
                    "workspace",
                    &sql,
                    params![ids_json(workspaces), ids_json(apps)],
                )
                .await?
            }
            Visible::Within { rights, key } => {
                // SQLite counts parameters by where they come first.
                let [w1, w2, a1, a2] = [1, 2, 3, 4].map(D::members);
                // A workspace that both hold, or one with an app that both hold.
                let sql = format!(
                    "{all} WHERE (id IN {w1} AND id IN {w2}) OR id IN (SELECT workspace FROM app \
                     WHERE (workspace IN {w1} OR id IN {a1}) AND (workspace IN {w2} OR id IN {a2})) ORDER BY name, id"
                );
                let params = params![
                    ids_json(&rights.workspaces),
                    ids_json(&key.workspaces),
                    ids_json(&rights.apps),
                    ids_json(&key.apps)
                ];
                self.rows("workspace", &sql, params).await?
            }
        };
        rows.map(workspace).collect()
    }
}

#[async_trait]
impl<D: Changer> WorkspacesWrite for View<D> {
    async fn add_workspace(&mut self, workspace: &Workspace) -> Result<(), StoreError> {
        let sql = "INSERT INTO workspace (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.insert(
            "name",
            sql,
            params![workspace.id, &workspace.name, workspace.created_at],
        )
        .await
    }
}
