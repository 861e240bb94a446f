//! Releases: immutable versions of an app.

use crate::{Apps, AppsError, rights};
use sallyport_kernel::id::AppId;
use sallyport_model::document::Document;
use sallyport_model::entity::Release;
use sallyport_policy::Permit;
use sallyport_policy::action::app;
use sallyport_store::{StoreError, Transaction};
use std::fmt::Write as _;

/// The releases, the newest first, and the number of the current one.
pub async fn list(
    apps: &Apps,
    permit: Permit<app::Edit>,
) -> Result<(Vec<Release>, Option<u32>), AppsError> {
    let id = permit.on().id;
    let mut read = apps.store.read(permit.tenant()).await?;
    let app = read.app(id).await?.ok_or(StoreError::Missing("app"))?;
    Ok((read.releases(id).await?, app.released))
}

/// One release with its document.
pub async fn read(
    apps: &Apps,
    permit: Permit<app::Edit>,
    number: u32,
) -> Result<(Release, Document), AppsError> {
    let mut read = apps.store.read(permit.tenant()).await?;
    Ok(read
        .release(permit.on().id, number)
        .await?
        .ok_or(StoreError::Missing("release"))?)
}

/// Releases the draft if it is still at `revision`.
///
/// A datasource that is new to the app, and a query that is restricted no longer, take a right of their own: see
/// [`rights`].
pub async fn create(
    apps: &Apps,
    permit: Permit<app::Release>,
    revision: u64,
    note: &str,
) -> Result<Release, AppsError> {
    let (id, now) = (permit.on().id, permit.actor().at());
    let note = note.trim();
    if note.chars().count() > 2_000 {
        return Err(AppsError::InvalidNote);
    }
    let Some(person) = permit.actor().person_id() else {
        return Err(StoreError::Missing("person").into());
    };
    let mut change = apps.store.begin(permit.tenant()).await?;
    let (present, document) = change.draft(id).await?.ok_or(StoreError::Missing("app"))?;
    if present != revision {
        return Err(AppsError::StaleDraft {
            revision: present,
            document: Box::new(document),
        });
    }
    let current = current(&mut *change, id)
        .await?
        .map(|(_, document)| document);
    let restricted = rights::restricted(current.as_ref());
    let (actor, place) = (permit.actor(), *permit.on());
    if let Err(refusal) = rights::to_release(actor, place, current.as_ref(), &restricted, &document)
    {
        drop(change);
        return Err(rights::refuse(apps, refusal).await);
    }
    let last = change
        .releases(id)
        .await?
        .first()
        .map_or(0, |release| release.number);
    let hash = hash_of(&document);
    let release = Release {
        app: id,
        number: last + 1,
        note: note.to_owned(),
        revision,
        hash: hash.clone(),
        created_by: person,
        created_at: now,
    };
    change.add_release(&release, &document).await?;
    let receipt = permit
        .receipt()
        .with("release", release.number)
        .with("hash", hash)
        .with("note", note);
    change.commit(receipt).await?;
    Ok(release)
}

/// Makes an earlier release the current one. It takes the rights that releasing it anew takes, and for what its
/// queries ask, those of saving it anew: see [`rights`].
pub async fn roll_back(
    apps: &Apps,
    permit: Permit<app::Rollback>,
    number: u32,
    note: &str,
) -> Result<Release, AppsError> {
    let id = permit.on().id;
    if note.chars().count() > 2_000 {
        return Err(AppsError::InvalidNote);
    }
    let mut change = apps.store.begin(permit.tenant()).await?;
    let (from, current) = current(&mut *change, id).await?.unzip();
    let (release, coming) = change
        .release(id, number)
        .await?
        .ok_or(StoreError::Missing("release"))?;
    let (place, current) = (*permit.on(), current.as_ref());
    let restricted =
        rights::restricted_since(&mut *change, place, current, number, &coming).await?;
    let (_, draft) = change.draft(id).await?.ok_or(StoreError::Missing("app"))?;
    let (actor, known) = (permit.actor(), (current, &draft));
    if let Err(refusal) = rights::to_roll_back(actor, place, known, &restricted, &coming) {
        drop(change);
        return Err(rights::refuse(apps, refusal).await);
    }
    change.set_released(id, number, permit.actor().at()).await?;
    change
        .commit(
            permit
                .receipt()
                .with("from", from)
                .with("to", number)
                .with("note", note),
        )
        .await?;
    Ok(release)
}

/// The current release's number and document, or `None` before the first.
async fn current(
    change: &mut dyn Transaction,
    id: AppId,
) -> Result<Option<(u32, Document)>, AppsError> {
    let app = change.app(id).await?.ok_or(StoreError::Missing("app"))?;
    let Some(number) = app.released else {
        return Ok(None);
    };
    let (_, document) = change
        .release(id, number)
        .await?
        .ok_or(StoreError::Missing("release"))?;
    Ok(Some((number, document)))
}

/// SHA-256 of the canonical document, as text.
fn hash_of(document: &Document) -> String {
    let hash = document.hash().0;
    hash.iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
