//! Releases: immutable versions of an app.

use crate::{Apps, AppsError};
use sallyport_model::document::Document;
use sallyport_model::entity::Release;
use sallyport_policy::Permit;
use sallyport_policy::action::app;
use sallyport_store::StoreError;
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
    let last = change
        .releases(id)
        .await?
        .first()
        .map_or(0, |release| release.number);
    let hash = document
        .hash()
        .0
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
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

/// Makes an earlier release the current one.
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
    let from = change
        .app(id)
        .await?
        .ok_or(StoreError::Missing("app"))?
        .released;
    let release = change
        .release(id, number)
        .await?
        .ok_or(StoreError::Missing("release"))?
        .0;
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
