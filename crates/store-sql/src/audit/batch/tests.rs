//! What a batch keeps of its records.

use super::*;
use sallyport_policy::SystemPermit;

struct Counter(std::sync::atomic::AtomicU8);

impl Random for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    }
}

fn rows(count: i64) -> Vec<AuditRow> {
    let random = Counter(std::sync::atomic::AtomicU8::new(0));
    (0..count)
        .map(|number| {
            let at = Timestamp::from_second(number * 60).unwrap();
            let tenant = sallyport_kernel::id::TenantId::from_bytes([1; 16]);
            let receipt = SystemPermit::because("a test").receipt(tenant, at, "app.rename", None);
            AuditRow::new(record_id(at, &random), receipt.into_entry())
        })
        .collect()
}

fn batch(rows: &[AuditRow]) -> Batch {
    Batch::of(rows.to_vec()).unwrap().unwrap()
}

fn written(rows: &[AuditRow]) -> Vec<WrittenRecord> {
    rows.iter()
        .map(|row| WrittenRecord::of(row.clone()).unwrap())
        .collect()
}

fn bytes(row: &AuditRow) -> Vec<u8> {
    AuditRecord::new(row.id, row.entry.clone())
        .canonical()
        .unwrap()
}

#[test]
fn what_is_written_is_read_again() {
    let rows = rows(3);
    let batch = batch(&rows);

    let read = read(5, Some(40), &batch.body).unwrap();

    for (place, (record, row)) in read.iter().zip(&rows).enumerate() {
        assert_eq!((record.id, &record.body), (row.id, &bytes(row)));
        assert_eq!(
            batch_of(record.sequence),
            (5, i64::try_from(place).unwrap())
        );
        assert_eq!(record.leaf_index, Some(40 + place as u64));
    }
    assert_eq!((read.len(), batch.records), (3, 3));
    assert_eq!((batch.first_at, batch.last_at), (0, 120_000_000));
}

#[test]
fn records_one_behind_the_other_are_read_again() {
    let written = written(&rows(3));

    let bytes = write_records(&written).unwrap();

    assert_eq!(read_records(&bytes), Some(written));
    assert_eq!(read_records(&bytes[..bytes.len() - 1]), None);
}

#[test]
fn a_batch_that_grows_is_at_any_time_that_of_the_records_so_far() {
    let rows = rows(3);
    let mut growing = GrowingBatch::default();
    assert_eq!(growing.batch().unwrap(), None);

    for (before, record) in written(&rows).iter().enumerate() {
        growing.push(record).unwrap();
        assert_eq!(growing.batch().unwrap().unwrap(), batch(&rows[..=before]));
    }
}

#[test]
fn a_body_that_was_cut_anywhere_is_not_read() {
    let batch = batch(&rows(2));

    for end in 0..batch.body.len() {
        assert_eq!(read(1, None, &batch.body[..end]), None, "packed, {end}");
    }
    let plain = unpack(&batch.body).unwrap();
    let first = 20 + bytes(&rows(1)[0]).len();
    for end in (1..plain.len()).filter(|end| *end != first) {
        assert_eq!(read(1, None, &pack(&plain[..end])), None, "plain, {end}");
    }
}

#[test]
fn a_length_that_cannot_be_is_refused_before_memory_is_taken() {
    let mut body = batch(&rows(2)).body;
    body[..4].copy_from_slice(&u32::MAX.to_le_bytes());

    assert_eq!(read(1, None, &body), None);
}

#[test]
fn records_that_say_much_the_same_take_little_room() {
    let rows = rows(32);
    let plain: usize = rows.iter().map(|row| bytes(row).len() + 20).sum();

    let kept = batch(&rows).body.len();

    assert!(kept * 3 < plain, "{kept} of {plain}");
}

#[test]
fn what_many_records_share_is_noted_once() {
    let batch = batch(&rows(4));
    let mut terms: Vec<Term> = serde_json::from_str(&batch.terms).unwrap();
    terms.retain(|(field, _)| *field != Field::Moment as i64);

    assert_eq!(
        terms,
        [(1, "app.rename"), (2, "allowed"), (4, "sallyport")]
            .map(|(field, value)| (field, Cow::Borrowed(value)))
    );
}
