//! Records as they are kept: many in one row, and what they can be found by.
//!
//! Records come by the thousand a second, and each must be on disk before its answer is released. A row
//! and five entries of indexes for each would cost more than the query that it tells of; so a batch is one
//! row: the records of one commit, or of several that an adapter had kept apart until then. What its records can be found by stands in it, and goes into the index when the batch gets its
//! place in the tree: by the hundred, and nobody waits for it. Those without a place are searched one by one.

use sallyport_kernel::id::RecordId;
use sallyport_kernel::random::array;
use sallyport_kernel::{Random, Timestamp};
use sallyport_policy::Entry;
use sallyport_store::StoreError;
use sallyport_store::audit::{AuditRecord, StoredRecord};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How many records a batch has at the most.
pub const LARGEST: usize = 512;

/// A record's sequence number is its batch's number, followed by this many bits for its place in it.
const PLACE_BITS: u32 = 10;
const _: () = assert!(LARGEST <= 1 << PLACE_BITS);

/// How long a value may be that records are found by, in bytes: rows of an index are limited.
const LONGEST_TERM: usize = 512;

/// The beginning of a value that is found by its whole: what is longer finds some records more, and a look
/// at them shows that they do not match.
pub(crate) fn cut(value: &str) -> &str {
    value
        .get(..value.floor_char_boundary(LONGEST_TERM))
        .unwrap_or(value)
}

/// What records can be found by. The numbers are kept in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    Action = 1,
    Outcome = 2,
    ActorId = 3,
    /// In lower case, as are all names.
    ActorName = 4,
    ObjectId = 5,
    ObjectName = 6,
    /// The beginning of the id, by which a record is found.
    Moment = 7,
}

/// A record on its way into a batch. Its bytes are made there, by whoever commits: nobody who waits for the commit
/// should have to.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    id: RecordId,
    entry: Entry,
}

impl AuditRow {
    /// The record of an entry.
    pub fn new(id: RecordId, entry: Entry) -> Self {
        Self { id, entry }
    }
}

/// A record whose bytes are made.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenRecord {
    record: AuditRecord,
    bytes: Vec<u8>,
}

impl WrittenRecord {
    /// Makes the bytes.
    pub fn of(row: AuditRow) -> Result<Self, StoreError> {
        let record = AuditRecord::new(row.id, row.entry);
        let bytes = record.canonical().map_err(unwritable)?;
        Ok(Self { record, bytes })
    }

    fn write(&self, to: &mut Vec<u8>) -> Result<(), StoreError> {
        let length = u32::try_from(self.bytes.len()).map_err(unwritable)?;
        to.extend_from_slice(self.record.id.as_bytes());
        to.extend_from_slice(&length.to_le_bytes());
        to.extend_from_slice(&self.bytes);
        Ok(())
    }
}

/// A value that records are found by as it is.
fn whole(value: &str) -> Cow<'_, str> {
    Cow::Borrowed(cut(value))
}

/// What a record is found by.
fn terms(record: &AuditRecord) -> impl Iterator<Item = (Field, Cow<'_, str>)> {
    let object = record.object.as_ref();
    // Names are found by any part of theirs: one that is too long is kept as the empty one, which is found by
    // everything.
    let lower = |name: Option<&String>| {
        let lower = name?.to_lowercase();
        Some(Cow::Owned(if lower.len() <= LONGEST_TERM {
            lower
        } else {
            String::new()
        }))
    };
    [
        (Field::Action, Some(whole(&record.action))),
        (Field::Outcome, Some(Cow::Borrowed(record.outcome.as_str()))),
        (Field::ActorId, record.actor.id.as_deref().map(whole)),
        (Field::ActorName, lower(record.actor.name.as_ref())),
        (Field::ObjectId, object.map(|object| whole(&object.id))),
        (
            Field::ObjectName,
            lower(object.and_then(|object| object.name.as_ref())),
        ),
        (Field::Moment, Some(Cow::Owned(moment(record.id)))),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field, value?)))
}

/// Records that are kept in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// How many they are.
    pub records: i64,
    /// The earliest record's moment, in microseconds.
    pub first_at: i64,
    /// The latest record's moment.
    pub last_at: i64,
    /// The records, as [`write_records`] writes them, packed.
    pub body: Vec<u8>,
    /// The values that some record has in a field, as JSON: `[[1,"query.run"],…]`.
    pub terms: String,
}

/// What records of a batch can be found by: the number of a field, and a value in it.
pub(crate) type Term<'a> = (i64, Cow<'a, str>);

impl Batch {
    /// The batch of those records, at most [`LARGEST`], or `None` if there are none.
    pub fn of(records: Vec<AuditRow>) -> Result<Option<Self>, StoreError> {
        let mut growing = GrowingBatch::default();
        for row in records {
            growing.push(&WrittenRecord::of(row)?)?;
        }
        growing.batch()
    }
}

/// A batch while records still come.
#[derive(Debug, Clone, Default)]
pub struct GrowingBatch {
    records: usize,
    moments: Option<(i64, i64)>,
    body: Vec<u8>,
    /// Most records share most of what they are found by.
    found_by: BTreeMap<Field, BTreeSet<String>>,
}

impl GrowingBatch {
    /// How many records have come.
    pub fn records(&self) -> usize {
        self.records
    }

    /// Adds a record. There may be [`LARGEST`].
    pub fn push(&mut self, written: &WrittenRecord) -> Result<(), StoreError> {
        let record = &written.record;
        let at = record.at.as_microsecond();
        let (first, last) = self.moments.unwrap_or((at, at));
        written.write(&mut self.body)?;
        self.moments = Some((first.min(at), last.max(at)));
        self.records += 1;
        for (field, value) in terms(record) {
            let values = self.found_by.entry(field).or_default();
            if !values.contains(&*value) {
                values.insert(value.into_owned());
            }
        }
        Ok(())
    }

    /// The batch as it is now, or `None` if it has no records.
    pub fn batch(&self) -> Result<Option<Batch>, StoreError> {
        let Some((first_at, last_at)) = self.moments else {
            return Ok(None);
        };
        let terms: Vec<Term> = self
            .found_by
            .iter()
            .flat_map(|(field, values)| values.iter().map(|value| (*field as i64, value.into())))
            .collect();
        Ok(Some(Batch {
            records: i64::try_from(self.records).map_err(unwritable)?,
            first_at,
            last_at,
            body: pack(&self.body),
            terms: serde_json::to_string(&terms).map_err(unwritable)?,
        }))
    }
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// The sequence number of a record by its batch and its place in it.
pub(crate) fn sequence(batch: i64, place: usize) -> i64 {
    batch << PLACE_BITS | i64::try_from(place).unwrap_or_default()
}

/// The batch of a sequence number, and the place in it.
pub(crate) fn batch_of(sequence: i64) -> (i64, i64) {
    (sequence >> PLACE_BITS, sequence & ((1 << PLACE_BITS) - 1))
}

/// Records one behind the other: of each its id (16 bytes), its length (4 bytes, the lowest first), its canonical bytes.
pub fn write_records(records: &[WrittenRecord]) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(records.len() * 1_024);
    for record in records {
        record.write(&mut bytes)?;
    }
    Ok(bytes)
}

/// The records that [`write_records`] wrote, or `None` if it did not.
pub fn read_records(bytes: &[u8]) -> Option<Vec<WrittenRecord>> {
    let written = |(_, bytes): (RecordId, &[u8])| {
        Some(WrittenRecord {
            record: serde_json::from_slice(bytes).ok()?,
            bytes: bytes.to_owned(),
        })
    };
    split(bytes)?.into_iter().map(written).collect()
}

/// The records of a batch's body, or `None` if it is not what a [`Batch`] has.
pub(crate) fn read(batch: i64, first_leaf: Option<u64>, body: &[u8]) -> Option<Vec<StoredRecord>> {
    let body = unpack(body)?;
    let stored = |(place, (id, text)): (usize, (RecordId, &[u8]))| StoredRecord {
        sequence: sequence(batch, place),
        id,
        body: text.to_owned(),
        leaf_index: first_leaf.map(|first| first + place as u64),
    };
    Some(split(&body)?.into_iter().enumerate().map(stored).collect())
}

/// The ids and the bytes of records that lie one behind the other.
fn split(mut body: &[u8]) -> Option<Vec<(RecordId, &[u8])>> {
    let mut records = Vec::new();
    while !body.is_empty() {
        let (id, rest) = body.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (bytes, rest) = rest.split_at_checked(length)?;
        records.push((RecordId::from_bytes(*id), bytes));
        body = rest;
    }
    Some(records)
}

/// LZ4, the length before it. Records of a batch say much the same: packed, they are a fraction of what would have to
/// be encrypted, written and read again for their place in the tree.
fn pack(body: &[u8]) -> Vec<u8> {
    lz4_flex::block::compress_prepend_size(body)
}

/// What was packed, or `None` if it was not.
fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    // No more than 255 bytes come of one: a length that was tampered with must not take all memory.
    let (length, rest) = packed.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    if length / 255 > rest.len() {
        return None;
    }
    let unpacked = lz4_flex::block::decompress_size_prepended(packed).ok()?;
    (unpacked.len() == length).then_some(unpacked)
}

/// A fresh id: 48 bits of milliseconds, then 80 random bits. So a record can be found by its id alone,
/// among those of its [`moment`].
pub fn record_id(at: Timestamp, random: &dyn Random) -> RecordId {
    let mut bytes = array::<16>(random);
    let time = u64::try_from(at.as_millisecond())
        .unwrap_or(0)
        .to_be_bytes();
    for (to, from) in bytes.iter_mut().zip(time.iter().skip(2)) {
        *to = *from;
    }
    RecordId::from_bytes(bytes)
}

/// The quarter of a second that an id begins with.
pub(crate) fn moment(id: RecordId) -> String {
    let mut digits = String::with_capacity(10);
    for byte in id.as_bytes().iter().take(5) {
        let _ = std::fmt::Write::write_fmt(&mut digits, format_args!("{byte:02x}"));
    }
    digits
}

#[cfg(test)]
mod tests;
