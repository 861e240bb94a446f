//! Records that lie in the journal until the database takes them over.

use crate::place::Folder;
use sallyport_kernel::id::TenantId;
use sallyport_store::StoreError;
use sallyport_store::audit::AuditRecord;
use sallyport_testkit::contract::{Case, Place as _, fixtures};
use std::fs;
use std::path::PathBuf;

/// Journals lie here.
fn journals(place: &Folder, tenant: TenantId) -> [PathBuf; 2] {
    ["journal-0", "journal-1"].map(|ending| place.file_of(tenant).with_extension(ending))
}

async fn record(case: &Case, number: i64) -> Result<(), StoreError> {
    let receipt = fixtures::receipt_of(case.tenant, "service.tested", number, None);
    case.store.record(receipt).await
}

async fn recorded(case: &Case, numbers: std::ops::Range<i64>) {
    for number in numbers {
        record(case, number).await.unwrap();
    }
}

/// The numbers of the records that the log has, after the first.
async fn numbers(case: &Case) -> Vec<i64> {
    let records = case.records().await;
    records
        .iter()
        .map(|stored| {
            let record: AuditRecord = serde_json::from_slice(&stored.body).unwrap();
            (0..20_000)
                .find(|number| fixtures::at(*number) == record.at)
                .unwrap()
        })
        .collect()
}

/// The store is closed and opened again, as after a kill: nothing is taken over meanwhile.
fn reopened(place: &mut Folder, case: Case) -> Case {
    let tenant = case.tenant;
    drop(case);
    place.reopen();
    Case {
        store: place.store(),
        tenant,
    }
}

/// How many records the database has, past the store.
fn in_database(place: &Folder, tenant: TenantId) -> i64 {
    let sql = "SELECT COALESCE(sum(records), 0) - 1 FROM audit_batch";
    place
        .raw(tenant)
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

/// Whatever is to be inserted into that table is refused.
fn refuse_inserts(place: &Folder, tenant: TenantId) {
    let full =
        "CREATE TRIGGER full BEFORE INSERT ON audit_batch BEGIN SELECT RAISE(ABORT, 'full'); END";
    place.raw(tenant).execute_batch(full).unwrap();
}

fn accept_inserts(place: &Folder, tenant: TenantId) {
    place
        .raw(tenant)
        .execute_batch("DROP TRIGGER full")
        .unwrap();
}

#[tokio::test]
async fn a_record_is_in_the_journal_first_and_in_the_database_once_somebody_reads() {
    let place = Folder::fresh();
    let case = Case::start(place.store()).await;

    recorded(&case, 0..3).await;
    let before = in_database(&place, case.tenant);
    let read = numbers(&case).await;

    assert_eq!((before, read), (0, vec![0, 1, 2]));
    assert_eq!(in_database(&place, case.tenant), 3);
}

#[tokio::test]
async fn a_change_comes_after_the_records_before_it() {
    let place = Folder::fresh();
    let case = Case::start(place.store()).await;
    recorded(&case, 1..3).await;

    let tx = case.begin().await;
    let receipt = fixtures::receipt_of(case.tenant, "app.rename", 3, None);
    tx.commit(receipt).await.unwrap();

    assert_eq!(in_database(&place, case.tenant), 3);
    recorded(&case, 4..5).await;
    assert_eq!(numbers(&case).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn what_the_journal_has_is_there_after_opening_again() {
    let mut place = Folder::fresh();
    let mut case = Case::start(place.store()).await;

    for round in 0..5 {
        recorded(&case, 10 * round..10 * round + 3).await;
        assert_eq!(in_database(&place, case.tenant), 3 * round);
        case = reopened(&mut place, case);
        // Opening takes over: nothing is written before that.
        drop(case.read().await);
        assert_eq!(in_database(&place, case.tenant), 3 * round + 3);
    }

    let wanted: Vec<_> = (0..5)
        .flat_map(|round| 10 * round..10 * round + 3)
        .collect();
    assert_eq!(numbers(&case).await, wanted);
}

#[tokio::test]
async fn what_was_taken_over_is_not_taken_over_again() {
    let mut place = Folder::fresh();
    let case = Case::start(place.store()).await;
    recorded(&case, 0..3).await;
    let journal = journals(&place, case.tenant).map(|path| fs::read(path).ok());
    assert_eq!(numbers(&case).await, [0, 1, 2]);
    let tenant = case.tenant;
    drop(case);
    place.close();

    // As if it had been killed before it wrote anything else.
    for (path, bytes) in journals(&place, tenant).iter().zip(journal) {
        if let Some(bytes) = bytes {
            fs::write(path, bytes).unwrap();
        }
    }
    place.reopen();

    let case = Case {
        store: place.store(),
        tenant,
    };
    recorded(&case, 3..4).await;
    assert_eq!(numbers(&case).await, [0, 1, 2, 3]);
}

/// Where the entries of a journal end, up to that one.
fn ends(bytes: &[u8], count: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let length = u32::from_le_bytes(bytes[at + 8..at + 12].try_into().unwrap());
        at += 12 + usize::try_from(length).unwrap();
        ends.push(at);
    }
    ends
}

#[tokio::test]
async fn an_entry_that_was_changed_is_left_out_and_nothing_else() {
    for (changed, before_its_end) in [(2, 1), (2, 20), (2, 200), (1, 1), (0, 20)] {
        let mut place = Folder::fresh();
        let case = Case::start(place.store()).await;
        recorded(&case, 0..3).await;
        let tenant = case.tenant;
        drop(case);
        place.close();
        let written = journals(&place, tenant)
            .into_iter()
            .find(|path| path.exists());
        let path = written.unwrap();
        let mut bytes = fs::read(&path).unwrap();
        let at = ends(&bytes, 3)[changed] - before_its_end;
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();

        place.reopen();
        let case = Case {
            store: place.store(),
            tenant,
        };

        let mut wanted = vec![0, 1, 2];
        wanted.remove(changed);
        assert_eq!(numbers(&case).await, wanted, "{changed} {before_its_end}");
        recorded(&case, 3..4).await;
        assert_eq!(numbers(&case).await.last(), Some(&3));
    }
}

#[tokio::test]
async fn a_record_that_the_journal_cannot_take_is_refused() {
    let place = Folder::fresh();
    let case = Case::start(place.store()).await;
    for path in journals(&place, case.tenant) {
        fs::create_dir(path).unwrap();
    }

    let refused = record(&case, 0).await;
    for path in journals(&place, case.tenant) {
        fs::remove_dir(path).unwrap();
    }

    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    recorded(&case, 1..3).await;
    assert_eq!(numbers(&case).await, [1, 2]);
}

#[tokio::test]
async fn records_wait_while_the_database_cannot_take_them_over() {
    let mut place = Folder::fresh();
    let case = Case::start(place.store()).await;
    recorded(&case, 0..2).await;
    refuse_inserts(&place, case.tenant);

    // Each try goes to the other file, or would: what was not taken over must not be written over.
    for round in 1..4 {
        let refused = case.store.read_log(case.tenant).await;
        assert!(matches!(
            refused.map(|_| ()),
            Err(StoreError::Unavailable(_))
        ));
        recorded(&case, 2 * round..2 * round + 2).await;
    }
    accept_inserts(&place, case.tenant);
    let case = reopened(&mut place, case);

    assert_eq!(numbers(&case).await, (0..8).collect::<Vec<_>>());
}

#[tokio::test]
async fn when_too_many_wait_the_next_one_is_taken_over_with_them_or_refused() {
    let place = Folder::fresh();
    let case = Case::start(place.store()).await;
    let many = futures::future::join_all((0..8_192).map(|number| record(&case, number)));
    many.await.into_iter().for_each(|done| done.unwrap());
    assert_eq!(in_database(&place, case.tenant), 0);
    refuse_inserts(&place, case.tenant);

    let refused = record(&case, 8_192).await;
    accept_inserts(&place, case.tenant);
    recorded(&case, 8_193..8_194).await;

    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    assert_eq!(in_database(&place, case.tenant), 8_192);
    drop(case.log().await);
    assert_eq!(in_database(&place, case.tenant), 8_193);
}
