use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_kernel::id::TenantId;
use sallyport_policy::Outcome;
use sallyport_store::audit::{AuditFilter, AuditRecord, Integration, Tile, TreeState};
use sallyport_store::{Store, StoreError};
use std::sync::Arc;

/// A step over the first `count` pending records, with a tile that it has grown.
async fn step(case: &Case, count: u32) -> Integration {
    let mut log = case.log().await;
    let size = log.tree().await.unwrap().size;
    let pending = log.pending(count).await.unwrap();
    let size_after = size + pending.len() as u64;
    Integration {
        from_size: size,
        through: pending.last().map(|record| record.sequence),
        tiles: vec![tile(size_after)],
        state: TreeState {
            size: size_after,
            checkpoint: format!("checkpoint of {size_after}\n"),
        },
    }
}

/// A tile of so many hashes.
fn tile(count: u64) -> Tile {
    let hashes = (1..=count).flat_map(|leaf| [leaf.to_be_bytes()[7]; 32]);
    Tile {
        level: 0,
        index: 0,
        hashes: hashes.collect(),
    }
}

async fn recorded(case: &Case, count: i64) {
    for number in 0..count {
        let receipt = fixtures::receipt_of(case.tenant, "service.tested", number, None);
        case.store.record(receipt).await.unwrap();
        // Each in a commit of its own: a store may keep records apart until somebody reads.
        drop(case.log().await);
    }
}

pub async fn a_record_is_kept_as_its_canonical_bytes(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let receipt = fixtures::receipt_of(
        case.tenant,
        "app.rename",
        5,
        Some(("app", "app_1", "Konsole „Ä“")),
    )
    .with("from", "a \"quoted\" name");

    case.store.record(receipt).await.unwrap();

    let stored = case.records().await.remove(0);
    let record: AuditRecord = serde_json::from_slice(&stored.body).unwrap();
    assert_eq!(record.canonical().unwrap(), stored.body);
    assert_eq!(
        (record.id, record.action.as_str(), record.at),
        (stored.id, "app.rename", fixtures::at(5))
    );
    assert_eq!(stored.leaf_index, None);
    assert_eq!(
        case.log().await.record(stored.id).await.unwrap(),
        Some(stored)
    );
}

pub async fn records_of_many_are_all_kept(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);

    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let case = Arc::clone(&case);
            tokio::spawn(async move { recorded(&case, 25).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }

    let records = case.records().await;
    let mut ids: Vec<_> = records.iter().map(|record| record.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((records.len(), ids.len()), (400, 400));
}

pub async fn pending_records_come_in_commit_order(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 3).await;
    let tx = case.begin().await;
    case.commit(tx).await;
    recorded(&case, 2).await;

    let records = case.log().await.pending(6).await.unwrap().split_off(1);

    assert_eq!(records.len(), 5);
    assert!(
        records
            .windows(2)
            .all(|pair| pair[0].sequence < pair[1].sequence)
    );
    let at: Vec<AuditRecord> = records
        .iter()
        .map(|r| serde_json::from_slice(&r.body).unwrap())
        .collect();
    assert_eq!(at[2].at, fixtures::at(2));
    assert_eq!(at[4].at, fixtures::at(0));
}

pub async fn integration_gives_places_in_order(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 5).await;
    let all = case.log().await.pending(10).await.unwrap();

    let first = step(&case, 3).await;
    case.store
        .integrate(case.tenant, first.clone())
        .await
        .unwrap();
    let tree = case.log().await.tree().await.unwrap();
    let left = case.log().await.pending(10).await.unwrap();
    let second = step(&case, 10).await;
    case.store.integrate(case.tenant, second).await.unwrap();

    assert_eq!(tree, first.state);
    assert_eq!(left, all[3..]);
    let mut log = case.log().await;
    assert_eq!(log.pending(10).await.unwrap(), []);
    for (index, record) in (0..).zip(&all) {
        assert_eq!(
            log.record(record.id).await.unwrap().unwrap().leaf_index,
            Some(index)
        );
    }
}

pub async fn integration_is_refused_from_another_size(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 2).await;
    let once = step(&case, 1).await;
    case.store
        .integrate(case.tenant, once.clone())
        .await
        .unwrap();

    let again = case.store.integrate(case.tenant, once).await;

    assert_refused!(again, Stale("tree"));
    assert_eq!(case.log().await.tree().await.unwrap().size, 1);
}

pub async fn integration_passes_no_record_over(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 3).await;
    let all = case.log().await.pending(3).await.unwrap();
    let whole = step(&case, 3).await;
    let mut too_few = whole.clone();
    too_few.state.size -= 1;
    let mut too_many = whole.clone();
    too_many.through = Some(all[1].sequence);
    let mut from_nowhere = whole.clone();
    from_nowhere.through = Some(all[2].sequence + 1);
    let mut none = whole;
    none.through = None;

    for wrong in [too_few, too_many, from_nowhere, none] {
        assert_refused!(
            case.store.integrate(case.tenant, wrong).await,
            Stale("tree")
        );
    }

    assert_eq!(case.records().await.len(), 3);
}

pub async fn what_was_committed_together_is_pending_together(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);
    let receipt = |number| fixtures::receipt_of(case.tenant, "service.tested", number, None);
    let together = futures::future::join_all((0..40).map(|n| case.store.record(receipt(n))));
    together.await.into_iter().for_each(|done| done.unwrap());
    let all = case.log().await.pending(100).await.unwrap();
    // With the first: that the tenant was made.
    let count = u64::try_from(all.len()).unwrap();
    assert_eq!(count, 41);
    let placed = |size: u64| all[..usize::try_from(size).unwrap()].to_vec();

    let mut size = 0;
    while size < count {
        let pending = case.log().await.pending(3).await.unwrap();
        let step = step(&case, 3).await;
        assert_eq!(
            all[usize::try_from(size).unwrap()..][..pending.len()],
            pending
        );
        size = step.state.size;
        case.store.integrate(case.tenant, step).await.unwrap();
        for (leaf, record) in (0..).zip(placed(size)) {
            let found = case.log().await.record(record.id).await.unwrap();
            assert_eq!(found.unwrap().leaf_index, Some(leaf));
        }
    }

    for from in 0..count {
        let leaves = case.log().await.leaves(from, 7).await.unwrap();
        let wanted: Vec<_> = (from..count).take(7).collect();
        let found: Vec<_> = leaves.iter().filter_map(|leaf| leaf.leaf_index).collect();
        assert_eq!(found, wanted);
        assert_eq!(leaves[0].id, all[usize::try_from(from).unwrap()].id);
    }
}

pub async fn tiles_come_in_the_order_asked_and_grow(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 40).await;
    for count in [3, 37] {
        let mut step = step(&case, count).await;
        let mut above = tile(1);
        above.level = 1;
        step.tiles.push(above);
        case.store.integrate(case.tenant, step).await.unwrap();
    }

    let mut log = case.log().await;
    let tiles = log.tiles(&[(1, 0), (0, 0)]).await.unwrap();

    assert_eq!((tiles[0].level, &tiles[0].hashes), (1, &tile(1).hashes));
    assert_eq!(tiles[1], tile(40));
    assert_eq!(log.tiles(&[]).await.unwrap(), []);
}

pub async fn a_tile_that_would_lose_a_hash_is_refused(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 3).await;
    let first = step(&case, 2).await;
    case.store.integrate(case.tenant, first).await.unwrap();
    let mut shorter = step(&case, 1).await;
    shorter.tiles = vec![tile(1)];
    let mut other = step(&case, 1).await;
    other.tiles[0].hashes[0] ^= 1;

    for wrong in [shorter, other] {
        assert!(case.store.integrate(case.tenant, wrong).await.is_err());
    }

    assert_eq!(case.log().await.tree().await.unwrap().size, 2);
    assert_eq!(case.log().await.tiles(&[(0, 0)]).await.unwrap(), [tile(2)]);
}

pub async fn a_tile_that_is_not_there_is_corrupt(store: Arc<dyn Store>) {
    let case = Case::start(store).await;

    let missing = case.log().await.tiles(&[(3, 9)]).await;

    assert!(
        matches!(
            missing,
            Err(StoreError::Corrupt {
                table: "audit_tile",
                ..
            })
        ),
        "{missing:?}"
    );
}

pub async fn leaves_come_from_an_index_on(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 6).await;
    let all = case.log().await.pending(10).await.unwrap();
    let integrated = step(&case, 5).await;
    case.store.integrate(case.tenant, integrated).await.unwrap();

    let leaves = case.log().await.leaves(2, 2).await.unwrap();
    let rest = case.log().await.leaves(4, 10).await.unwrap();

    let sequences: Vec<_> = leaves
        .iter()
        .map(|leaf| (leaf.leaf_index.unwrap(), leaf.sequence))
        .collect();
    assert_eq!(sequences, [(2, all[2].sequence), (3, all[3].sequence)]);
    assert_eq!(rest.len(), 1);
}

pub async fn searches_find_what_they_are_for(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let id = "app_00000000000000000000000000000001";
    let ours = fixtures::receipt_of(
        case.tenant,
        "app.rename",
        10,
        Some(("app", id, "ÄRGER 100%")),
    );
    let failed = fixtures::receipt_of(
        case.tenant,
        "apple.pick",
        20,
        Some(("apple", "x", "Boskop")),
    )
    .failed();
    case.store.record(ours).await.unwrap();
    case.store.record(failed).await.unwrap();
    let some = |text: &str| Some(text.to_owned());
    let all = AuditFilter::default;
    let cases = [
        (all(), vec![20, 10, 0]),
        (
            AuditFilter {
                from: Some(fixtures::at(11)),
                ..all()
            },
            vec![20],
        ),
        (
            AuditFilter {
                from: Some(fixtures::at(10)),
                to: Some(fixtures::at(20)),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                action: some("app.rename"),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                action: some("app."),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                action: some("app"),
                ..all()
            },
            vec![],
        ),
        (
            AuditFilter {
                object: some("ärger"),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                object: some("0%"),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                object: some("%"),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                object: some(id),
                ..all()
            },
            vec![10],
        ),
        (
            AuditFilter {
                object: some("boskop"),
                ..all()
            },
            vec![20],
        ),
        (
            AuditFilter {
                actor: some("SALLY"),
                ..all()
            },
            vec![20, 10, 0],
        ),
        (
            AuditFilter {
                actor: some("ada"),
                ..all()
            },
            vec![],
        ),
        (
            AuditFilter {
                outcome: Some(Outcome::Failed),
                ..all()
            },
            vec![20],
        ),
        (
            AuditFilter {
                outcome: Some(Outcome::Allowed),
                object: some("boskop"),
                ..all()
            },
            vec![],
        ),
    ];

    for (filter, expected) in cases {
        let found = case.log().await.records(&filter, None, 10).await.unwrap();
        let at: Vec<AuditRecord> = found
            .iter()
            .map(|r| serde_json::from_slice(&r.body).unwrap())
            .collect();
        let at: Vec<_> = at.iter().map(|record| record.at).collect();
        assert_eq!(
            at,
            expected.into_iter().map(fixtures::at).collect::<Vec<_>>(),
            "{filter:?}"
        );
    }
}

pub async fn searches_go_on_before_a_sequence_number(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    recorded(&case, 5).await;
    let filter = AuditFilter::default();
    let mut log = case.log().await;

    let first = log.records(&filter, None, 2).await.unwrap();
    let second = log
        .records(&filter, Some(first[1].sequence), 2)
        .await
        .unwrap();
    let third = log
        .records(&filter, Some(second[1].sequence), 2)
        .await
        .unwrap();

    let mut all = [first, second, third].concat();
    all.reverse();
    assert_eq!(all, log.pending(10).await.unwrap());
}

pub async fn watchers_hear_of_records(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut watched = case.store.watch_records(case.tenant).await.unwrap();
    watched.mark_unchanged();

    recorded(&case, 1).await;
    let after_record = watched.has_changed().unwrap();
    watched.mark_unchanged();
    let tx = case.begin().await;
    case.commit(tx).await;

    assert!(after_record);
    assert!(watched.has_changed().unwrap());
}

pub async fn a_record_for_no_tenant_is_refused(store: Arc<dyn Store>) {
    let nowhere = TenantId::from_bytes(fixtures::unique());

    let refused = store.record(fixtures::receipt(nowhere)).await;

    assert_refused!(refused, Missing("tenant"));
}
