//! Drafts: read, and changed with optimistic locking.

use crate::{Apps, AppsError, rights};
use sallyport_model::document::{
    Change, Document, Fault, QueryRecord, WidgetCatalogue, validate as validate_document,
};
use sallyport_policy::Permit;
use sallyport_policy::action::app;
use sallyport_store::{StoreError, Transaction};

/// The draft's revision and document.
pub async fn read(apps: &Apps, permit: Permit<app::Edit>) -> Result<(u64, Document), AppsError> {
    let mut read = apps.store.read(permit.tenant()).await?;
    Ok(read
        .draft(permit.on().id)
        .await?
        .ok_or(StoreError::Missing("app"))?)
}

/// Applies a change to the draft if it is still at `revision`, and returns the next revision.
///
/// What a query asks, and whom a restricted one is open to, takes more than the right to edit: see [`rights`].
///
/// A second editor's change is never lost: whoever is late gets [`AppsError::StaleDraft`] with what is there.
pub async fn save(
    apps: &Apps,
    permit: Permit<app::Save>,
    revision: u64,
    change: &Change,
) -> Result<u64, AppsError> {
    let id = permit.on().id;
    let mut transaction = apps.store.begin(permit.tenant()).await?;
    let (present, document) = transaction
        .draft(id)
        .await?
        .ok_or(StoreError::Missing("app"))?;
    if present != revision {
        return Err(AppsError::StaleDraft {
            revision: present,
            document: Box::new(document),
        });
    }
    let Ok(next) = change.apply(&document) else {
        return Err(AppsError::StaleDraft {
            revision: present,
            document: Box::new(document),
        });
    };
    validate(apps, &next, Some(&document)).await?;
    datasources_exist(&mut *transaction, &next).await?;
    if let Err(refusal) = rights::to_save(permit.actor(), *permit.on(), &document, &next) {
        drop(transaction);
        return Err(rights::refuse(apps, refusal).await);
    }
    let next_revision = transaction
        .put_draft(id, revision, &next, permit.actor().at())
        .await?;
    let receipt = permit
        .receipt()
        .with("revision", next_revision)
        .with("added", change.added.len())
        .with("updated", change.updated.len())
        .with("removed", change.removed.len());
    transaction.commit(receipt).await?;
    Ok(next_revision)
}

/// Whether a document is one that may be kept: its own rules, and those of its queries. Those that were kept as they
/// are in `before` have been checked.
pub(crate) async fn validate(
    apps: &Apps,
    document: &Document,
    before: Option<&Document>,
) -> Result<(), AppsError> {
    validate_document(document, WidgetCatalogue::built_in()).map_err(AppsError::InvalidDocument)?;
    let checked =
        |query: &QueryRecord| before.and_then(|before| before.query(query.id)) == Some(query);
    let new = document.queries().filter(|query| !checked(query)).cloned();
    let faults = apps.rules.check(new.collect()).await;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppsError::InvalidDocument(faults))
    }
}

async fn datasources_exist(
    transaction: &mut dyn Transaction,
    document: &Document,
) -> Result<(), AppsError> {
    let known = transaction.datasources().await?;
    let faults: Vec<Fault> = document
        .queries()
        .filter(|query| {
            !known
                .iter()
                .any(|datasource| datasource.id == query.datasource)
        })
        .map(|query| Fault {
            path: format!("{}.datasource", query.id),
            message: "there is no such datasource".to_owned(),
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(AppsError::InvalidDocument(faults))
    }
}
