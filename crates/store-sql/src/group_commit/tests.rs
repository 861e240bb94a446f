//! Who shares a commit, and what becomes of those who wait when it fails.

use super::*;
use crate::audit::record_id;
use sallyport_kernel::{Random, Timestamp, id::TenantId};
use sallyport_policy::SystemPermit;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Duration, timeout};

struct Zero;

impl Random for Zero {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

fn row() -> AuditRow {
    let (at, tenant) = (Timestamp::UNIX_EPOCH, TenantId::from_bytes([1; 16]));
    let receipt = SystemPermit::because("a test").receipt(tenant, at, "app.rename", None);
    AuditRow::new(record_id(at, &Zero), receipt.into_entry())
}

fn in_a_task(work: Work) {
    tokio::spawn(work);
}

/// A store whose commits end when the test lets them, and that notes how many records each had.
#[derive(Default)]
struct Gate {
    sizes: Mutex<Vec<usize>>,
    begun: Notify,
    open: Notify,
}

fn behind(gate: &Arc<Gate>) -> GroupCommit {
    let gate = Arc::clone(gate);
    GroupCommit::new(in_a_task, move |rows: Vec<AuditRow>| {
        let gate = Arc::clone(&gate);
        async move {
            gate.sizes.lock().unwrap().push(rows.len());
            gate.begun.notify_one();
            gate.open.notified().await;
            Ok(())
        }
    })
}

#[tokio::test]
async fn records_that_come_while_a_commit_runs_share_the_next() {
    let gate = Arc::new(Gate::default());
    let log = behind(&gate);
    let mut writers = JoinSet::new();
    let hand_in = |writers: &mut JoinSet<_>| {
        let log = log.clone();
        writers.spawn(async move { log.record(row()).await });
    };

    hand_in(&mut writers);
    gate.begun.notified().await;
    for _ in 0..3 {
        hand_in(&mut writers);
    }
    tokio::task::yield_now().await;
    gate.open.notify_one();
    gate.begun.notified().await;
    gate.open.notify_one();

    while let Some(written) = writers.join_next().await {
        written.unwrap().unwrap();
    }
    assert_eq!(*gate.sizes.lock().unwrap(), [1, 3]);
}

#[tokio::test]
async fn a_writer_at_rest_begins_again_with_the_next_record() {
    let gate = Arc::new(Gate::default());
    let log = behind(&gate);

    for _ in 0..2 {
        gate.open.notify_one();
        log.record(row()).await.unwrap();
    }

    assert_eq!(*gate.sizes.lock().unwrap(), [1, 1]);
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_each_of_its_records() {
    let log = GroupCommit::new(in_a_task, |_| async {
        Err(StoreError::Unavailable("the disk is full".into()))
    });

    let (one, other) = tokio::join!(log.record(row()), log.record(row()));

    for failed in [one, other] {
        assert!(matches!(failed, Err(StoreError::Unavailable(_))));
    }
}

#[tokio::test]
async fn a_writer_that_dies_sends_away_those_who_wait_and_the_next_record_is_written() {
    let gate = Arc::new(Gate::default());
    let (has_died, waiting) = (Arc::new(AtomicBool::new(false)), Arc::clone(&gate));
    let log = GroupCommit::new(in_a_task, move |_| {
        let (has_died, gate) = (Arc::clone(&has_died), Arc::clone(&waiting));
        async move {
            if has_died.swap(true, Ordering::Relaxed) {
                return Ok(());
            }
            gate.begun.notify_one();
            gate.open.notified().await;
            panic!("as a broken store would");
        }
    });
    let first = tokio::spawn({
        let log = log.clone();
        async move { log.record(row()).await }
    });
    gate.begun.notified().await;
    let second = tokio::spawn({
        let log = log.clone();
        async move { log.record(row()).await }
    });
    tokio::task::yield_now().await;

    gate.open.notify_one();

    for waits in [first, second] {
        let sent_away = timeout(Duration::from_secs(10), waits).await;
        let sent_away = sent_away.expect("nobody waits for a writer that is gone");
        assert!(matches!(
            sent_away.unwrap(),
            Err(StoreError::Unavailable(_))
        ));
    }
    log.record(row()).await.unwrap();
}
