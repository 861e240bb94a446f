//! Search, proofs and the export's making.

use crate::{
    AuditError, Fault, Log as _,
    checkpoint::{self, signer},
    proof,
    search::search,
    tests::log::{Memory, permit, tenant},
    verify,
};
use sallyport_kernel::{Cursor, Limit, id::RecordId};
use sallyport_store::audit::AuditFilter;

#[tokio::test]
async fn a_search_shows_the_newest_first_in_slices_that_leave_nothing_out() {
    let log = Memory::with(6).await;
    let (mut cursor, mut seen) = (None, Vec::new());
    loop {
        let filter = AuditFilter::default();
        let limit = Limit::new(3).unwrap();
        let slice = search(permit(), log.as_ref(), &filter, cursor.as_ref(), limit)
            .await
            .unwrap();
        assert!(slice.items.len() <= 3);
        seen.extend(slice.items.iter().map(|found| found.leaf_index));
        cursor = slice.next;
        if cursor.is_none() {
            break;
        }
    }

    assert_eq!(
        seen,
        [None, Some(5), Some(4), Some(3), Some(2), Some(1), Some(0)]
    );
}

#[tokio::test]
async fn going_on_with_a_search_is_not_recorded_again() {
    let log = Memory::with(6).await;
    let (filter, limit) = (AuditFilter::default(), Limit::new(3).unwrap());
    let first = search(permit(), log.as_ref(), &filter, None, limit)
        .await
        .unwrap();
    let recorded = log.kept.lock().unwrap().records.len();

    let second = search(permit(), log.as_ref(), &filter, first.next.as_ref(), limit).await;

    assert_eq!(second.unwrap().items.len(), 3);
    assert_eq!(log.kept.lock().unwrap().records.len(), recorded);
}

#[tokio::test]
async fn a_search_that_cannot_be_recorded_shows_nothing() {
    let log = Memory::with(6).await;
    log.kept.lock().unwrap().unwritable = true;

    let filter = AuditFilter::default();
    let shown = search(permit(), log.as_ref(), &filter, None, Limit::default()).await;

    assert!(matches!(shown, Err(AuditError::Store(_))));
}

#[tokio::test]
async fn a_full_last_slice_has_no_next() {
    let log = Memory::with(2).await;

    let limit = Limit::new(3).unwrap();
    let slice = search(permit(), log.as_ref(), &AuditFilter::default(), None, limit)
        .await
        .unwrap();

    assert_eq!((slice.items.len(), slice.next), (3, None));
}

#[tokio::test]
async fn a_cursor_that_no_list_gave_out_is_refused() {
    let log = Memory::with(2).await;
    for text in ["", "x", "+5", "05", " 5", "99999999999999999999"] {
        let cursor = Cursor(text.to_owned());
        let filter = AuditFilter::default();
        let found = search(
            permit(),
            log.as_ref(),
            &filter,
            Some(&cursor),
            Limit::default(),
        )
        .await;
        assert!(matches!(found, Err(AuditError::InvalidCursor)), "{text:?}");
    }
}

#[tokio::test]
async fn every_record_in_the_tree_has_a_proof_that_holds_for_its_bytes_only() {
    let log = Memory::with(13).await;
    let key = checkpoint::public_key(log.as_ref(), tenant())
        .await
        .unwrap();
    let records = log.kept.lock().unwrap().records.clone();
    for stored in &records[..13] {
        let proven = proof::record(permit(), log.as_ref(), stored.id)
            .await
            .unwrap();
        let mut proof = proven.proof.unwrap();

        assert_eq!(proof.verify(&stored.body, &key), Ok(()));
        let other = &records[usize::from(proof.leaf_index == 0)].body;
        assert!(proof.verify(other, &key).is_err());
        proof.tree_size += 1;
        assert!(proof.verify(&stored.body, &key).is_err());
    }
}

#[tokio::test]
async fn a_record_that_waits_for_its_place_has_no_proof_yet() {
    let log = Memory::with(2).await;
    let id = log.kept.lock().unwrap().records[2].id;

    let proven = proof::record(permit(), log.as_ref(), id).await.unwrap();

    assert_eq!(proven.proof, None);
    assert_eq!(proven.found.record.action, "app.waits");
}

#[tokio::test]
async fn a_record_that_is_not_there_is_told_so() {
    let log = Memory::with(2).await;

    let proven = proof::record(permit(), log.as_ref(), RecordId::from_bytes([9; 16])).await;

    assert!(matches!(proven, Err(AuditError::NoSuchRecord)));
}

#[tokio::test]
async fn no_proof_is_given_for_a_record_that_was_changed_in_the_store() {
    let log = Memory::with(5).await;
    let id = {
        let mut kept = log.kept.lock().unwrap();
        let text = String::from_utf8(kept.records[2].body.clone()).unwrap();
        kept.records[2].body = text.replace("app.rename", "app.delete").into_bytes();
        kept.records[2].id
    };

    let proven = proof::record(permit(), log.as_ref(), id).await;

    assert!(matches!(
        proven,
        Err(AuditError::Broken(Fault::ChangedRecord(2)))
    ));
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_named() {
    let log = Memory::with(2).await;
    let id = {
        let mut kept = log.kept.lock().unwrap();
        kept.records[0].body.pop();
        kept.records[0].id
    };

    let filter = AuditFilter::default();
    let found = search(permit(), log.as_ref(), &filter, None, Limit::default()).await;

    let expected = Fault::UnreadableRecord(id);
    assert!(matches!(found, Err(AuditError::Broken(fault)) if fault == expected));
}

#[tokio::test]
async fn an_export_is_recorded_and_the_record_is_in_the_next() {
    let log = Memory::with(2).await;

    let first = log.export().await.unwrap();
    let signer = signer(log.as_ref(), tenant()).await.unwrap();
    crate::sequencer::step(log.as_ref(), tenant(), &signer)
        .await
        .unwrap();
    let second = log.export().await.unwrap();

    assert!(!String::from_utf8(first).unwrap().contains("audit.export"));
    let second = String::from_utf8(second).unwrap();
    let line = second.lines().last().unwrap();
    assert!(
        line.contains("audit.export") && line.contains("\"records\":2"),
        "{line}"
    );
}

#[tokio::test]
async fn an_export_of_many_pages_verifies_and_holds_the_bytes_that_are_stored() {
    let log = Memory::with(1000).await;
    let key = checkpoint::public_key(log.as_ref(), tenant())
        .await
        .unwrap();

    let export = log.export().await.unwrap();

    let verified = verify::verify(export.as_slice(), &key).unwrap();
    assert_eq!(verified.checkpoint.size, 1000);
    let kept = log.kept.lock().unwrap();
    for (line, stored) in export
        .split(|b| *b == b'\n')
        .skip(1)
        .zip(&kept.records[..1000])
    {
        let start = line.windows(10).position(|w| w == b"\"record\":{").unwrap() + 9;
        assert_eq!(&line[start..line.len() - 1], stored.body);
    }
}

#[tokio::test]
async fn an_export_before_the_first_step_is_that_of_the_empty_log() {
    let log = Memory::new();
    let key = checkpoint::public_key(log.as_ref(), tenant())
        .await
        .unwrap();

    let export = log.export().await.unwrap();

    assert_eq!(
        verify::verify(export.as_slice(), &key)
            .unwrap()
            .checkpoint
            .size,
        0
    );
}

#[tokio::test]
async fn an_export_ends_with_an_error_where_a_record_is_missing() {
    let log = Memory::with(8).await;
    let removed = log.kept.lock().unwrap().records.remove(3);
    assert_eq!(removed.leaf_index, Some(3));

    let export = log.export().await;

    let expected = Fault::WrongPlace {
        expected: 3,
        found: Some(4),
    };
    assert!(matches!(export, Err(AuditError::Broken(fault)) if fault == expected));
}

#[tokio::test]
async fn an_export_that_cannot_be_recorded_does_not_begin() {
    let log = Memory::with(2).await;
    log.kept.lock().unwrap().down = true;

    assert!(log.read(tenant()).await.is_err());
    assert!(log.export().await.is_err());
}
