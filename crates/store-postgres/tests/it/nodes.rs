//! Several nodes on one database, and a database that goes away.

use crate::place::Database;
use sallyport_policy::{Grant, Level, Principal, ResourceRef};
use sallyport_store::{Store as _, StoreError};
use sallyport_testkit::contract::{Case, Place as _, fixtures};
use std::time::Duration;

#[tokio::test]
async fn a_change_on_one_node_is_heard_on_another_within_half_a_second() {
    let place = Database::fresh().await;
    let case = Case::start(place.store()).await;
    let other = place.node().await;
    let mut watched = other.watch_access(case.tenant).await.unwrap();
    watched.mark_unchanged();
    let person = fixtures::person("Ada");

    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    let grant = Grant {
        principal: Principal::Person(person.id),
        level: Level::Own,
        on: ResourceRef::Tenant,
    };
    tx.put_grant(&grant).await.unwrap();
    case.commit(tx).await;

    // Generous: what is tested is that it is heard at all, on a machine that may be busy.
    tokio::time::timeout(Duration::from_secs(10), watched.changed())
        .await
        .unwrap()
        .unwrap();
    let version = case.read().await.access().await.unwrap().version();
    assert_eq!(*watched.borrow(), version);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_shown_as_pending_is_never_overtaken() {
    let place = Database::fresh().await;
    let case = Case::start(place.store()).await;
    let nodes = [place.node().await, place.node().await];
    let writers: Vec<_> = nodes
        .iter()
        .flat_map(|node| (0..4).map(|_| std::sync::Arc::clone(node)))
        .map(|node| {
            let tenant = case.tenant;
            tokio::spawn(async move {
                for _ in 0..20 {
                    node.record(fixtures::receipt(tenant)).await.unwrap();
                    let tx = node.begin(tenant).await.unwrap();
                    tx.commit(fixtures::receipt(tenant)).await.unwrap();
                }
            })
        })
        .collect();

    let mut seen: Vec<i64> = Vec::new();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) || seen.len() < 320 {
        let records = case.records().await;
        let now: Vec<_> = records.iter().map(|record| record.sequence).collect();
        assert!(now.starts_with(&seen), "{seen:?} then {now:?}");
        seen = now;
    }
    for writer in writers {
        writer.await.unwrap();
    }

    assert_eq!(seen.len(), 320);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_died_are_replaced() {
    let place = Database::fresh().await;
    let case = Case::start(place.store()).await;
    let reads = futures_of_reads(&case).await;
    assert_eq!(reads, 5);

    let server = place.database.connect_to_server().await;
    let sql = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
        place.database.name()
    );
    server.batch_execute(&sql).await.unwrap();

    assert_eq!(futures_of_reads(&case).await, 5);
    let tx = case.begin().await;
    case.commit(tx).await;
}

/// Five reads at the same time, so that five connections are in the pool.
async fn futures_of_reads(case: &Case) -> usize {
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(case.read().await);
    }
    open.len()
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let place = Database::fresh().await;
    let case = Case::start(place.store()).await;
    let server = place.database.connect_to_server().await;
    server
        .batch_execute(&format!(
            "DROP DATABASE {} WITH (FORCE)",
            place.database.name()
        ))
        .await
        .unwrap();

    let refused = [
        case.store.ping().await.err(),
        case.store.read(case.tenant).await.err(),
        case.store.begin(case.tenant).await.err(),
        case.store
            .record(fixtures::receipt(case.tenant))
            .await
            .err(),
    ];

    for error in refused {
        assert!(
            matches!(error, Some(StoreError::Unavailable(_))),
            "{error:?}"
        );
    }
}
