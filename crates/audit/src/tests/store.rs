//! The same over a real store: what commits there is placed, exported and verified.

use crate::{
    Sequencer, checkpoint, export, proof,
    search::search,
    sequencer::{BATCH, step},
    tests::log::{Counter, permit, tenant},
    verify::verify,
};
use futures::TryStreamExt as _;
use sallyport_crypto::RootKey;
use sallyport_kernel::{Clock, Limit, Timestamp};
use sallyport_model::entity::Tenant;
use sallyport_policy::{Outcome, SystemPermit};
use sallyport_store::{Store, audit::AuditFilter};
use sallyport_store_sqlite::SqliteStore;
use std::sync::Arc;
use tempfile::TempDir;

struct Epoch;

impl Clock for Epoch {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

async fn store() -> (Arc<dyn Store>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let random = Arc::new(Counter::default());
    let root = RootKey::generate(random.as_ref());
    let store = SqliteStore::open(folder.path(), &root, random, Arc::new(Epoch)).unwrap();
    let permit = SystemPermit::because("a test");
    let acme = Tenant {
        id: tenant(),
        name: "Acme".to_owned(),
        created_at: Timestamp::UNIX_EPOCH,
    };
    store.create_tenant(&acme, permit).await.unwrap();
    (Arc::new(store), folder)
}

async fn write(store: &Arc<dyn Store>, records: u32) {
    for _ in 0..records {
        let permit = SystemPermit::because("a test");
        let receipt = permit.receipt(tenant(), Timestamp::UNIX_EPOCH, "app.rename", None);
        store.record(receipt).await.unwrap();
    }
}

async fn exported(store: &Arc<dyn Store>) -> Vec<u8> {
    let export = export::export(permit(), Arc::clone(store)).await.unwrap();
    export.lines.try_collect::<Vec<_>>().await.unwrap().concat()
}

#[tokio::test]
async fn what_a_store_keeps_is_placed_proven_exported_and_verified() {
    let (store, _folder) = store().await;
    let signer = checkpoint::signer(store.as_ref(), tenant()).await.unwrap();
    assert_eq!(
        step(store.as_ref(), tenant(), &signer).await.unwrap(),
        1,
        "that the tenant was made"
    );
    for records in [1, 2, 5, BATCH + 3] {
        write(&store, records).await;
        while step(store.as_ref(), tenant(), &signer).await.unwrap() > 0 {}
    }

    let export = exported(&store).await;
    let verified = verify(export.as_slice(), signer.verifier()).unwrap();
    let filter = AuditFilter::default();
    let limit = Limit::new(20).unwrap();
    let found = search(permit(), store.as_ref(), &filter, None, limit)
        .await
        .unwrap();

    assert_eq!(verified.checkpoint.size, u64::from(BATCH) + 12);
    assert_eq!(found.items[0].record.action, "audit.export");
    for found in &found.items[1..] {
        let proven = proof::record(permit(), store.as_ref(), found.record.id)
            .await
            .unwrap();
        assert_eq!(
            proven
                .proof
                .unwrap()
                .verify(&proven.body, signer.verifier()),
            Ok(())
        );
    }
}

#[tokio::test]
async fn a_search_is_recorded_with_what_it_filters_by_but_not_for_what() {
    let (store, _folder) = store().await;
    let filter = AuditFilter {
        actor: Some("Canary".to_owned()),
        outcome: Some(Outcome::Allowed),
        ..AuditFilter::default()
    };

    search(permit(), store.as_ref(), &filter, None, Limit::default())
        .await
        .unwrap();

    let mut read = store.read_log(tenant()).await.unwrap();
    let records = read.pending(10).await.unwrap();
    let last = String::from_utf8(records[1].body.clone()).unwrap();
    assert_eq!(records.len(), 2);
    assert!(last.contains(r#""action":"audit.read""#), "{last}");
    assert!(
        last.contains(r#"{"filters":["actor","outcome"]}"#),
        "{last}"
    );
    assert!(!last.contains("Canary"), "{last}");
}

#[tokio::test]
async fn the_running_sequencer_wakes_by_the_stores_own_word() {
    let (store, _folder) = store().await;
    let sequencer = Sequencer::start(Arc::clone(&store));

    write(&store, 3).await;
    while store
        .read_log(tenant())
        .await
        .unwrap()
        .tree()
        .await
        .unwrap()
        .size
        < 4
    {
        tokio::task::yield_now().await;
    }
    sequencer.stop().await;

    let key = checkpoint::public_key(store.as_ref(), tenant())
        .await
        .unwrap();
    assert_eq!(
        verify(exported(&store).await.as_slice(), &key)
            .unwrap()
            .checkpoint
            .size,
        4
    );
}
