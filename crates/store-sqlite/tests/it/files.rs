use crate::place::Folder;
use sallyport_crypto::RootKey;
use sallyport_store::StoreError;
use sallyport_testkit::SeededRandom;
use sallyport_testkit::contract::{Case, Place as _, fixtures};
use std::fs;

async fn with_workspace(place: &Folder) -> Case {
    let case = Case::start(place.store()).await;
    let mut tx = case.begin().await;
    tx.add_workspace(&fixtures::workspace("Canary-workspace-name"))
        .await
        .unwrap();
    case.commit(tx).await;
    case
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_again() {
    let mut place = Folder::fresh();
    let case = with_workspace(&place).await;
    let (tenant, key) = (
        case.tenant,
        *case.store.signing_key(case.tenant).await.unwrap().expose(),
    );
    drop(case);

    place.reopen();

    let store = place.store();
    let everything = sallyport_policy::Visible::Everything;
    assert_eq!(
        store
            .read(tenant)
            .await
            .unwrap()
            .workspaces(&everything)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        store
            .read_log(tenant)
            .await
            .unwrap()
            .pending(10)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(*store.signing_key(tenant).await.unwrap().expose(), key);
}

#[tokio::test]
async fn no_file_shows_what_is_in_it_or_that_it_is_a_database() {
    let place = Folder::fresh();
    let case = with_workspace(&place).await;
    let tested = fixtures::receipt_of(case.tenant, "Canary-act", 0, None);
    case.store.record(tested).await.unwrap();

    let files = [
        place.control(),
        place.file_of(case.tenant),
        place.file_of(case.tenant).with_extension("db-wal"),
        place.file_of(case.tenant).with_extension("journal-0"),
    ];
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.starts_with(b"SQLite format 3"), "{}", file.display());
        for word in ["Canary", "workspace", "CREATE TABLE", "tenant_"] {
            assert!(
                !bytes
                    .windows(word.len())
                    .any(|window| window == word.as_bytes()),
                "{word}"
            );
        }
    }
}

#[tokio::test]
async fn another_root_key_is_refused() {
    let mut place = Folder::fresh();
    drop(with_workspace(&place).await);
    place.close();

    let refused = place.open(&RootKey::generate(&SeededRandom::new(99)));

    assert!(matches!(
        refused.map(|_| ()),
        Err(StoreError::Corrupt { .. })
    ));
}

#[tokio::test]
async fn a_flipped_byte_is_refused() {
    let mut place = Folder::fresh();
    let case = with_workspace(&place).await;
    let (tenant, path) = (case.tenant, place.file_of(case.tenant));
    drop(case);
    place.close();
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 10);

    for page in [0, 1, pages / 2, pages - 1] {
        let at = page * 4096 + 2000;
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();
        let raw = place.raw(tenant);
        let check: Result<Vec<String>, _> = raw
            .prepare("PRAGMA cipher_integrity_check")
            .and_then(|mut check| check.query_map([], |row| row.get(0))?.collect());
        assert!(check.is_err() || !check.unwrap().is_empty(), "page {page}");
        bytes[at] ^= 1;
    }
    bytes[2000] ^= 1;
    fs::write(&path, &bytes).unwrap();
    place.reopen();
    let refused = place.store().read(tenant).await;
    assert!(matches!(
        refused.map(|_| ()),
        Err(StoreError::Corrupt { .. })
    ));
}

#[tokio::test]
async fn a_tenants_file_that_has_gone_does_not_come_back_empty() {
    let mut place = Folder::fresh();
    let case = with_workspace(&place).await;
    let tenant = case.tenant;
    drop(case);
    place.close();
    fs::remove_file(place.file_of(tenant)).unwrap();
    place.reopen();

    let refused = place.store().read(tenant).await;

    assert!(matches!(
        refused.map(|_| ()),
        Err(StoreError::Unavailable(_))
    ));
    assert!(!place.file_of(tenant).exists());
}

#[tokio::test]
async fn a_file_of_a_creation_that_was_killed_is_made_again() {
    let place = Folder::fresh();
    let tenant = fixtures::tenant("Acme");
    fs::write(place.file_of(tenant.id), b"half a file").unwrap();

    place
        .store()
        .create_tenant(&tenant, fixtures::permit())
        .await
        .unwrap();

    assert!(place.store().read(tenant.id).await.is_ok());
}

#[tokio::test]
async fn a_folder_is_open_in_one_process_at_a_time() {
    let place = Folder::fresh();

    let second = place.open(&place.root);

    assert!(matches!(
        second.map(|_| ()),
        Err(StoreError::Unavailable(_))
    ));
}

#[tokio::test]
async fn a_commit_whose_record_cannot_be_written_changes_nothing() {
    let place = Folder::fresh();
    let case = Case::start(place.store()).await;
    let workspace = fixtures::workspace("Main");
    let full =
        "CREATE TRIGGER full BEFORE INSERT ON audit_batch BEGIN SELECT RAISE(ABORT, 'full'); END";
    place.raw(case.tenant).execute_batch(full).unwrap();

    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    let refused = tx.commit(fixtures::receipt(case.tenant)).await;

    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    assert_eq!(
        case.read().await.workspace(workspace.id).await.unwrap(),
        None
    );
    place
        .raw(case.tenant)
        .execute_batch("DROP TRIGGER full")
        .unwrap();
    let mut tx = case.begin().await;
    tx.add_workspace(&workspace).await.unwrap();
    case.commit(tx).await;
    assert_eq!(case.records().await.len(), 1);
}

#[tokio::test]
async fn audit_records_and_their_places_refuse_to_be_changed() {
    let place = Folder::fresh();
    let case = with_workspace(&place).await;
    let raw = place.raw(case.tenant);
    raw.execute_batch("PRAGMA recursive_triggers = ON; INSERT INTO audit_place VALUES (0, 1, 0, 0); INSERT INTO audit_term VALUES (1, 'x', 1)")
        .unwrap();
    raw.execute_batch("INSERT INTO audit_tile VALUES (0, 0, zeroblob(64))")
        .unwrap();

    for sql in [
        "UPDATE audit_batch SET body = x'00'",
        "DELETE FROM audit_batch",
        "REPLACE INTO audit_batch SELECT * FROM audit_batch",
        "UPDATE audit_term SET value = 'x'",
        "DELETE FROM audit_term",
        "UPDATE audit_place SET first_leaf = 7",
        "DELETE FROM audit_place",
        "UPDATE audit_tile SET hashes = zeroblob(32)",
        "UPDATE audit_tile SET hashes = randomblob(64)",
        "UPDATE audit_tile SET position = 1",
        "DELETE FROM audit_tile",
        "DELETE FROM audit_state",
    ] {
        let refused = raw.execute(sql, []).unwrap_err().to_string();
        assert!(
            refused.contains("are not") || refused.contains("is not"),
            "{sql}: {refused}"
        );
    }
}

#[tokio::test]
async fn a_callers_end_does_not_stop_its_commit_halfway() {
    let place = Folder::fresh();
    let case = Case::start(place.store()).await;

    for _ in 0..20 {
        let tx = case.begin().await;
        let committing = tokio::spawn(tx.commit(fixtures::receipt(case.tenant)));
        tokio::task::yield_now().await;
        committing.abort();
        let _ = committing.await;
    }
    let tx = case.begin().await;
    case.commit(tx).await;

    // Each was committed or not; the writer is free, and the last one is there.
    assert!(!case.records().await.is_empty());
}
