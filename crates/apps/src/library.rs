//! The list of apps, and their coming and going.

use crate::{Apps, AppsError, valid_name};
use sallyport_kernel::id::{AppId, PageId};
use sallyport_model::document::{Document, PageRecord, Record};
use sallyport_model::entity::App;
use sallyport_policy::action::{app, tenant, workspace};
use sallyport_policy::{ObjectRef, Permit, scope};
use sallyport_store::StoreError;

/// The apps that the actor may see, by name.
pub async fn list(apps: &Apps, permit: Permit<tenant::ListApps>) -> Result<Vec<App>, AppsError> {
    let visible = scope::<app::View>(permit.actor());
    Ok(apps
        .store
        .read(permit.tenant())
        .await?
        .apps(visible.visible())
        .await?)
}

/// Makes an app with one empty page.
pub async fn create(
    apps: &Apps,
    permit: Permit<workspace::CreateApp>,
    name: &str,
) -> Result<App, AppsError> {
    let name = valid_name(name)?;
    let page = PageRecord {
        id: PageId::random(&*apps.random),
        name: "page1".to_owned(),
        title: "Page 1".to_owned(),
        order: "a0".to_owned(),
        in_menu: true,
    };
    let mut draft = Document::named(&name);
    if let Some(Record::App(record)) = draft.records.get_mut("app") {
        record.home = Some(page.id);
    }
    draft.insert(Record::Page(page));
    create_from(apps, permit, draft).await
}

/// Makes an app whose first draft is `draft`, under the name that the draft has.
pub async fn create_from(
    apps: &Apps,
    permit: Permit<workspace::CreateApp>,
    draft: Document,
) -> Result<App, AppsError> {
    let name = valid_name(
        draft
            .app()
            .map(|record| record.name.as_str())
            .unwrap_or_default(),
    )?;
    crate::drafts::validate(apps, &draft, None).await?;
    let now = permit.actor().at();
    let app = App {
        id: AppId::random(&*apps.random),
        workspace: permit.on().id,
        name,
        released: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    let mut change = apps.store.begin(permit.tenant()).await?;
    change.add_app(&app, &draft).await?;
    let made = ObjectRef {
        kind: "app".to_owned(),
        id: app.id.to_string(),
        name: Some(app.name.clone()),
    };
    change
        .commit(
            permit
                .receipt()
                .made(made)
                .with("workspace", app.workspace.to_string()),
        )
        .await?;
    Ok(app)
}

/// Renames an app.
pub async fn rename(
    apps: &Apps,
    permit: Permit<app::Rename>,
    name: &str,
) -> Result<App, AppsError> {
    let (id, name) = (permit.on().id, valid_name(name)?);
    let mut change = apps.store.begin(permit.tenant()).await?;
    let before = change.app(id).await?.ok_or(StoreError::Missing("app"))?;
    change.rename_app(id, &name, permit.actor().at()).await?;
    let after = App {
        name: name.clone(),
        updated_at: permit.actor().at(),
        ..before.clone()
    };
    change
        .commit(permit.receipt().named(name).with("before", before.name))
        .await?;
    Ok(after)
}

/// Deletes an app with its releases and grants.
pub async fn delete(apps: &Apps, permit: Permit<app::Delete>) -> Result<(), AppsError> {
    let id = permit.on().id;
    let mut change = apps.store.begin(permit.tenant()).await?;
    let app = change.app(id).await?.ok_or(StoreError::Missing("app"))?;
    change.remove_app(id).await?;
    change.commit(permit.receipt().named(app.name)).await?;
    Ok(())
}
