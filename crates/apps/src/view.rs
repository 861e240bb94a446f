//! What a reader gets of an app.

use crate::{Apps, AppsError, Inputs};
use sallyport_model::document::{AppContent, Document, Reader, project};
use sallyport_model::entity::Edition;
use sallyport_policy::action::{app, query};
use sallyport_policy::{Actor, Permit, resource};
use sallyport_store::StoreError;
use std::collections::BTreeSet;

/// An app as one reader gets it.
#[derive(Debug)]
pub struct AppView {
    /// The app's name.
    pub name: String,
    /// The release's number; `None` in a preview.
    pub release: Option<u32>,
    /// What the document shows this reader.
    pub content: AppContent,
}

/// The current release, for a reader.
pub async fn released(apps: &Apps, permit: Permit<app::View>) -> Result<AppView, AppsError> {
    let (actor, place) = (permit.actor(), permit.on());
    let released = apps
        .released(permit.tenant(), actor.access().version(), place.id)
        .await?;
    let released = released.ok_or(AppsError::NotReleased)?;
    let (document, edition) = (&released.document, Edition::Release(released.number.into()));
    let inputs = apps.rules.inputs(place.id, edition, document).await;
    let may_run = |query: &_| actor.may::<query::Run>(query);
    let content = content(actor, document, &inputs, &may_run, *place);
    Ok(AppView {
        name: released.name.clone(),
        release: Some(released.number),
        content,
    })
}

/// The draft, as its editor would get it when released.
pub async fn preview(apps: &Apps, permit: Permit<app::Edit>) -> Result<AppView, AppsError> {
    let (actor, place) = (permit.actor(), permit.on());
    let mut read = apps.store.read(permit.tenant()).await?;
    let app = read
        .app(place.id)
        .await?
        .ok_or(StoreError::Missing("app"))?;
    let (revision, document) = read
        .draft(place.id)
        .await?
        .ok_or(StoreError::Missing("app"))?;
    drop(read);
    let edition = Edition::Draft(revision);
    let inputs = apps.rules.inputs(place.id, edition, &document).await;
    let may_run = |query: &_| actor.may::<query::Try>(query);
    let content = content(actor, &document, &inputs, &may_run, *place);
    Ok(AppView {
        name: app.name,
        release: None,
        content,
    })
}

fn content(
    actor: &Actor,
    document: &Document,
    inputs: &Inputs,
    may_run: &dyn Fn(&resource::Query) -> bool,
    app: resource::App,
) -> AppContent {
    let names = actor
        .person_id()
        .map(|person| actor.access().group_names(person))
        .unwrap_or_default();
    let groups: BTreeSet<String> = names.into_iter().collect();
    let may_run = |id| {
        let restricted = document.query(id).is_some_and(|query| query.restricted);
        may_run(&resource::Query {
            app,
            id,
            restricted,
        })
    };
    let reader = Reader {
        may_run: &may_run,
        groups: Some(&groups),
    };
    project(document, &reader, &|query| {
        inputs.get(&query.id).cloned().unwrap_or_default()
    })
}
