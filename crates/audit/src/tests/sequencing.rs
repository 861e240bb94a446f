//! The sequencer: order, signatures, and what it refuses to sign.

use crate::{
    AuditError, Fault, Sequencer,
    checkpoint::{self, signer},
    sequencer::{BATCH, step},
    tests::log::{Memory, permit, tenant},
};
use sallyport_crypto::{Checkpoint, Frontier, Hash, Signer, Verifier};
use sallyport_store::StoreError;
use std::sync::Arc;

async fn the_signer(log: &Memory) -> Signer {
    signer(log, tenant()).await.unwrap()
}

fn signed(log: &Memory, key: &Verifier) -> Checkpoint {
    Checkpoint::open(&log.kept.lock().unwrap().state.checkpoint, key).unwrap()
}

#[tokio::test]
async fn records_get_their_places_in_the_order_of_their_commits_and_the_root_is_signed() {
    let log = Memory::new();
    let signer = the_signer(&log).await;
    let mut tree = Frontier::new();
    for round in 1..=20 {
        (0..round % 4).for_each(|_| _ = log.write("app.rename"));

        let placed = step(log.as_ref(), tenant(), &signer).await.unwrap();

        assert_eq!(placed, round % 4);
        let kept = log.kept.lock().unwrap().clone();
        for record in &kept.records[usize::try_from(tree.size()).unwrap()..] {
            assert_eq!(record.leaf_index, Some(tree.size()));
            tree.append(Hash::of_leaf(&record.body));
        }
        let head = signed(&log, signer.verifier());
        assert_eq!((head.size, head.root), (tree.size(), tree.root()));
    }
}

#[tokio::test]
async fn a_log_without_records_has_a_signed_checkpoint_after_one_step_and_then_rests() {
    let log = Memory::new();
    let signer = the_signer(&log).await;

    step(log.as_ref(), tenant(), &signer).await.unwrap();
    step(log.as_ref(), tenant(), &signer).await.unwrap();

    assert_eq!(signed(&log, signer.verifier()).root, Hash::of_empty_tree());
    assert_eq!(log.kept.lock().unwrap().steps, [0]);
}

#[tokio::test]
async fn a_step_places_a_batch_at_the_most() {
    let log = Memory::new();
    let signer = the_signer(&log).await;
    (0..=BATCH).for_each(|_| _ = log.write("app.rename"));

    let first = step(log.as_ref(), tenant(), &signer).await.unwrap();
    let second = step(log.as_ref(), tenant(), &signer).await.unwrap();

    assert_eq!((first, second), (BATCH as usize, 1));
}

#[tokio::test]
async fn a_node_that_was_too_late_does_no_harm() {
    let log = Memory::with(3).await;
    let signer = the_signer(&log).await;

    let (one, other) = tokio::join!(
        step(log.as_ref(), tenant(), &signer),
        step(log.as_ref(), tenant(), &signer)
    );

    assert_eq!(one.unwrap() + other.unwrap(), 1);
    assert_eq!(log.kept.lock().unwrap().steps, [3, 4]);
    assert_eq!(signed(&log, signer.verifier()).size, 4);
}

#[tokio::test]
async fn a_tree_that_was_changed_is_not_signed_again() {
    type Tamper = fn(&mut super::log::Kept);
    let cases: [(&str, Tamper); 6] = [
        ("a hash", |kept| {
            kept.tiles.get_mut(&(0, 0)).unwrap()[33] ^= 1;
        }),
        ("a missing hash", |kept| {
            kept.tiles.get_mut(&(0, 0)).unwrap().truncate(64);
        }),
        ("a missing tile", |kept| kept.tiles.clear()),
        ("the size", |kept| kept.state.size = 2),
        ("the root", |kept| {
            kept.state.checkpoint = kept.state.checkpoint.replacen("\n3\n", "\n2\n", 1);
        }),
        ("the checkpoint removed", |kept| {
            kept.state.checkpoint.clear();
        }),
    ];
    for (what, tamper) in cases {
        let log = Memory::with(3).await;
        tamper(&mut log.kept.lock().unwrap());
        let before = log.kept.lock().unwrap().steps.clone();

        let result = step(log.as_ref(), tenant(), &the_signer(&log).await).await;

        let refused = matches!(
            result,
            Err(AuditError::Broken(_) | AuditError::Store(StoreError::Corrupt { .. }))
        );
        assert!(refused, "{what}: {result:?}");
        assert_eq!(log.kept.lock().unwrap().steps, before, "{what}");
    }
}

#[tokio::test]
async fn the_running_sequencer_places_records_as_they_come_and_stops_when_told() {
    let log = Memory::new();
    let mut size = log.size.subscribe();
    let sequencer = Sequencer::start(Arc::clone(&log));

    for n in 1..=3 {
        log.write("app.rename");
        size.wait_for(|size| *size == n).await.unwrap();
    }
    sequencer.stop().await;
    log.write("app.rename");

    assert_eq!(log.kept.lock().unwrap().state.size, 3);
    assert_eq!(
        Arc::strong_count(&log),
        1,
        "no task holds the store any more"
    );
}

#[tokio::test]
async fn the_running_sequencer_goes_on_when_the_store_is_back() {
    let log = Memory::new();
    log.kept.lock().unwrap().down = true;
    let mut size = log.size.subscribe();
    log.write("app.rename");
    let sequencer = Sequencer::start(Arc::clone(&log));
    while Arc::strong_count(&log) < 3 {
        tokio::task::yield_now().await;
    }

    log.kept.lock().unwrap().down = false;
    size.wait_for(|size| *size == 1).await.unwrap();

    sequencer.stop().await;
}

#[tokio::test]
async fn the_checkpoint_and_the_key_given_out_fit_each_other() {
    let log = Memory::with(3).await;

    let head = checkpoint::checkpoint(permit(), log.as_ref())
        .await
        .unwrap();

    let key: Verifier = head.public_key.parse().unwrap();
    assert_eq!(Checkpoint::open(&head.checkpoint, &key).unwrap().size, 3);
    assert_eq!(key.name(), format!("sallyport/audit/{}", tenant()));
}

#[tokio::test]
async fn a_forged_checkpoint_is_not_given_out() {
    let log = Memory::with(3).await;
    log.kept.lock().unwrap().state.size = 2;

    let head = checkpoint::checkpoint(permit(), log.as_ref()).await;

    let expected = Fault::OtherSize { tree: 2, signed: 3 };
    assert!(matches!(head, Err(AuditError::Broken(fault)) if fault == expected));
}
