//! Apps, drafts and releases in SQL.

use crate::access::ids_json;
use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{AppId, DatasourceId};
use sallyport_model::document::Document;
use sallyport_model::entity::{App, Release};
use sallyport_policy::Visible;
use sallyport_store::{AppsRead, AppsWrite, StoreError};

const APP: &str = "SELECT id, workspace, name, released, revision, created_at, updated_at FROM app";

/// The place of a query in `app_query` that is in the draft; others have the number of their release.
const DRAFT: i64 = 0;

fn app(mut f: Fields) -> Result<App, StoreError> {
    Ok(App {
        id: f.parsed("id")?,
        workspace: f.parsed("workspace")?,
        name: f.text("name")?,
        released: f.optional_number("released")?,
        revision: f.number("revision")?,
        created_at: f.at("created_at")?,
        updated_at: f.at("updated_at")?,
    })
}

fn release(f: &mut Fields) -> Result<Release, StoreError> {
    Ok(Release {
        app: f.parsed("app")?,
        number: f.number("number")?,
        note: f.text("note")?,
        revision: f.number("revision")?,
        hash: f.text("hash")?,
        created_by: f.parsed("created_by")?,
        created_at: f.at("created_at")?,
    })
}

fn document(f: &mut Fields) -> Result<Document, StoreError> {
    let bytes = f.bytes("document")?;
    Document::read(&bytes).map_err(|_| f.corrupt("document"))
}

#[async_trait]
impl<D: Driver> AppsRead for View<D> {
    async fn app(&mut self, id: AppId) -> Result<Option<App>, StoreError> {
        self.row("app", &format!("{APP} WHERE id = $1"), params![id])
            .await?
            .map(app)
            .transpose()
    }

    async fn apps(&mut self, visible: &Visible) -> Result<Vec<App>, StoreError> {
        let rows = match visible {
            Visible::Everything => {
                self.rows("app", &format!("{APP} ORDER BY name, id"), &[])
                    .await?
            }
            Visible::Only { workspaces, apps } => {
                let sql = format!(
                    "{APP} WHERE workspace IN {} OR id IN {} ORDER BY name, id",
                    D::members(1),
                    D::members(2)
                );
                self.rows("app", &sql, params![ids_json(workspaces), ids_json(apps)])
                    .await?
            }
            Visible::Within { rights, key } => {
                let sql = format!(
                    "{APP} WHERE (workspace IN {} OR id IN {}) AND (workspace IN {} OR id IN {}) ORDER BY name, id",
                    D::members(1),
                    D::members(2),
                    D::members(3),
                    D::members(4)
                );
                let params = params![
                    ids_json(&rights.workspaces),
                    ids_json(&rights.apps),
                    ids_json(&key.workspaces),
                    ids_json(&key.apps)
                ];
                self.rows("app", &sql, params).await?
            }
        };
        rows.map(app).collect()
    }

    async fn draft(&mut self, id: AppId) -> Result<Option<(u64, Document)>, StoreError> {
        let sql = "SELECT app.id, app.revision, app_draft.document FROM app \
                   JOIN app_draft ON app_draft.app = app.id WHERE app.id = $1";
        let row = self.row("app_draft", sql, params![id]).await?;
        row.map(|mut f| {
            f.text("id")?;
            Ok((f.number("revision")?, document(&mut f)?))
        })
        .transpose()
    }

    async fn releases(&mut self, id: AppId) -> Result<Vec<Release>, StoreError> {
        let sql = "SELECT app, number, note, revision, hash, created_by, created_at FROM app_release \
                   WHERE app = $1 ORDER BY number DESC";
        self.rows("app_release", sql, params![id])
            .await?
            .map(|mut f| release(&mut f))
            .collect()
    }

    async fn release(
        &mut self,
        id: AppId,
        number: u32,
    ) -> Result<Option<(Release, Document)>, StoreError> {
        let sql = "SELECT app, number, note, revision, hash, created_by, created_at, document FROM app_release \
                   WHERE app = $1 AND number = $2";
        let row = self.row("app_release", sql, params![id, number]).await?;
        row.map(|mut f| Ok((release(&mut f)?, document(&mut f)?)))
            .transpose()
    }

    async fn datasource_in_use(&mut self, datasource: DatasourceId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM app_query JOIN app ON app.id = app_query.app WHERE app_query.datasource = $1 \
                   AND (app_query.release = 0 OR app_query.release = app.released) LIMIT 1";
        self.any(sql, params![datasource]).await
    }
}

impl<D: Changer> View<D> {
    /// Notes which queries a version of an app has, and on which datasources.
    async fn put_queries(
        &mut self,
        id: AppId,
        place: i64,
        document: &Document,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM app_query WHERE app = $1 AND release = $2";
        self.driver.execute(sql, params![id, place]).await?;
        for query in document.queries() {
            let sql =
                "INSERT INTO app_query (app, release, query, datasource) VALUES ($1, $2, $3, $4)";
            self.driver
                .execute(sql, params![id, place, query.id, query.datasource])
                .await?;
        }
        Ok(())
    }

    async fn name_is_free(&mut self, id: AppId, name: &str) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM app WHERE name = $1 AND id <> $2 \
                   AND workspace = (SELECT workspace FROM app WHERE id = $2)";
        if self.any(sql, params![name, id]).await? {
            Err(StoreError::Taken("name"))
        } else {
            Ok(())
        }
    }
}

#[async_trait]
impl<D: Changer> AppsWrite for View<D> {
    async fn add_app(&mut self, app: &App, draft: &Document) -> Result<(), StoreError> {
        self.must_have("workspace", "workspace", app.workspace)
            .await?;
        let sql = "INSERT INTO app (id, workspace, name, released, revision, created_at, updated_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        let params = params![
            app.id,
            app.workspace,
            &app.name,
            app.released,
            app.revision,
            app.created_at,
            app.updated_at,
        ];
        self.insert("name", sql, params).await?;
        let sql = "INSERT INTO app_draft (app, document) VALUES ($1, $2)";
        self.driver
            .execute(sql, params![app.id, &draft.canonical()])
            .await?;
        self.put_queries(app.id, DRAFT, draft).await
    }

    async fn rename_app(&mut self, id: AppId, name: &str, at: Timestamp) -> Result<(), StoreError> {
        self.name_is_free(id, name).await?;
        let sql = "UPDATE app SET name = $1, updated_at = $2 WHERE id = $3";
        self.change("app", sql, params![name, at, id]).await?;
        self.raise().await
    }

    async fn put_draft(
        &mut self,
        id: AppId,
        revision: u64,
        draft: &Document,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = "UPDATE app SET revision = revision + 1, updated_at = $1 WHERE id = $2 AND revision = $3 \
                   RETURNING id, revision";
        let Some(mut row) = self.row("app", sql, params![at, id, revision]).await? else {
            self.must_have("app", "app", id).await?;
            return Err(StoreError::Stale("draft"));
        };
        row.text("id")?;
        let next = row.number("revision")?;
        let sql = "UPDATE app_draft SET document = $1 WHERE app = $2";
        self.change("draft", sql, params![&draft.canonical(), id])
            .await?;
        self.put_queries(id, DRAFT, draft).await?;
        Ok(next)
    }

    async fn add_release(
        &mut self,
        release: &Release,
        document: &Document,
    ) -> Result<(), StoreError> {
        self.must_have("app", "app", release.app).await?;
        let sql = "SELECT COALESCE(MAX(number), 0) FROM app_release WHERE app = $1";
        let last = self.row("app_release", sql, params![release.app]).await?;
        let last: u32 = last
            .map(|mut f| f.number("number"))
            .transpose()?
            .unwrap_or(0);
        if last.checked_add(1) != Some(release.number) {
            return Err(StoreError::Stale("release"));
        }
        let sql = "INSERT INTO app_release \
                   (app, number, note, revision, hash, created_by, created_at, document) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let bytes = document.canonical();
        let params = params![
            release.app,
            release.number,
            &release.note,
            release.revision,
            &release.hash,
            release.created_by,
            release.created_at,
            &bytes,
        ];
        self.driver.execute(sql, params).await?;
        self.put_queries(release.app, release.number.into(), document)
            .await?;
        let sql = "UPDATE app SET released = $1 WHERE id = $2";
        self.change("app", sql, params![release.number, release.app])
            .await?;
        // What is released is remembered by the access version.
        self.raise().await
    }

    async fn set_released(
        &mut self,
        id: AppId,
        number: u32,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM app_release WHERE app = $1 AND number = $2";
        if !self.any(sql, params![id, number]).await? {
            return Err(StoreError::Missing("release"));
        }
        let sql = "UPDATE app SET released = $1, updated_at = $2 WHERE id = $3";
        self.change("app", sql, params![number, at, id]).await?;
        self.raise().await
    }

    async fn remove_app(&mut self, id: AppId) -> Result<(), StoreError> {
        let grants = "DELETE FROM access_grant WHERE (on_kind = 'app' AND on_id = $1) \
                      OR (on_kind = 'query' AND on_id IN (SELECT query FROM app_query WHERE app = $1))";
        self.must_have("app", "app", id).await?;
        self.driver.execute(grants, params![id]).await?;
        // Draft, releases and queries go with the app's row.
        self.change("app", "DELETE FROM app WHERE id = $1", params![id])
            .await?;
        self.raise().await
    }
}
