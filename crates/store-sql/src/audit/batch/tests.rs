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
            AuditRow::new(record_id(at, &random), receipt.into_entry()).unwrap()
        })
        .collect()
}

#[test]
fn what_is_written_is_read_again() {
    let rows = rows(3);
    let batch = Batch::of(&rows).unwrap();

    let read = read(5, Some(40), &batch.body).unwrap();

    for (place, (record, row)) in read.iter().zip(&rows).enumerate() {
        assert_eq!((record.id, &record.body), (row.id, &row.body));
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
fn a_body_that_was_cut_anywhere_is_not_read() {
    let batch = Batch::of(&rows(2)).unwrap();
    let first = 20 + rows(1)[0].body.len();

    for end in (1..batch.body.len()).filter(|end| *end != first) {
        assert_eq!(read(1, None, &batch.body[..end]), None, "{end}");
    }
}

#[test]
fn what_many_records_share_is_noted_once() {
    let batch = Batch::of(&rows(4)).unwrap();
    let mut terms: Vec<Term> = serde_json::from_str(&batch.terms).unwrap();
    terms.retain(|(field, _)| *field != Field::Moment as i64);

    assert_eq!(
        terms,
        [(1, "app.rename"), (2, "allowed"), (4, "sallyport")]
            .map(|(field, value)| (field, Cow::Borrowed(value)))
    );
}
