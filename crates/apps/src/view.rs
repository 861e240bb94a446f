//! What a reader gets of an app.

use crate::{Apps, AppsError, Inputs};
use sallyport_model::document::{AppContent, Document, Reader, project};
use sallyport_model::entity::Edition;
use sallyport_policy::action::{app, query};
use sallyport_policy::{Actor, Onlooker, Permit, Principal, resource};
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
    let content = content(&groups_of(actor), document, &inputs, &may_run, *place);
    Ok(AppView {
        name: released.name.clone(),
        release: Some(released.number),
        content,
    })
}

/// The draft, as its editor would get it when released.
pub async fn preview(apps: &Apps, permit: Permit<app::Edit>) -> Result<AppView, AppsError> {
    let actor = permit.actor();
    let may_run = |query: &_| actor.may::<query::Try>(query);
    drafted(apps, &permit, &groups_of(actor), &may_run).await
}

/// The draft, as somebody else would get it when released. That it was looked at with their eyes is recorded.
pub async fn preview_as(
    apps: &Apps,
    permit: Permit<app::Edit>,
    reader: Principal,
) -> Result<(AppView, Onlooker), AppsError> {
    let named = match reader {
        Principal::Person(id) => id.to_string(),
        Principal::Group(id) => id.to_string(),
    };
    let seen = Onlooker::seen_by(permit.actor(), reader).ok_or(AppsError::UnknownReader);
    let fit = seen.and_then(|onlooker| {
        let may_use = onlooker.may::<app::View>(permit.on());
        may_use.then_some(onlooker).ok_or(AppsError::NoReader)
    });
    let onlooker = match fit {
        Ok(onlooker) => onlooker,
        Err(refusal) => {
            apps.store
                .record(permit.failure().with("as", named))
                .await?;
            return Err(refusal);
        }
    };
    let groups = onlooker.access().group_names(onlooker.person());
    let may_run = |query: &_| onlooker.may::<query::Run>(query);
    let groups = groups.into_iter().collect();
    let view = drafted(apps, &permit, &groups, &may_run).await?;
    apps.store
        .record(permit.receipt().with("as", named))
        .await?;
    Ok((view, onlooker))
}

async fn drafted(
    apps: &Apps,
    permit: &Permit<app::Edit>,
    groups: &BTreeSet<String>,
    may_run: &(dyn Fn(&resource::Query) -> bool + Sync),
) -> Result<AppView, AppsError> {
    let place = permit.on();
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
    let content = content(groups, &document, &inputs, may_run, *place);
    Ok(AppView {
        name: app.name,
        release: None,
        content,
    })
}

/// The names of the groups that the actor is in.
fn groups_of(actor: &Actor) -> BTreeSet<String> {
    let names = actor
        .person_id()
        .map(|person| actor.access().group_names(person));
    names.into_iter().flatten().collect()
}

fn content(
    groups: &BTreeSet<String>,
    document: &Document,
    inputs: &Inputs,
    may_run: &dyn Fn(&resource::Query) -> bool,
    app: resource::App,
) -> AppContent {
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
        groups: Some(groups),
    };
    project(document, &reader, &|query| {
        inputs.get(&query.id).cloned().unwrap_or_default()
    })
}
