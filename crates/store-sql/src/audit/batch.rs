//! Records as they are kept: all of one commit in one row, and what they can be found by.
//!
//! Records come by the thousand a second, and each must be on disk before its answer is released. A row
//! and five entries of indexes for each would cost more than the query that it tells of; so a batch is one
//! row. What its records can be found by stands in it, and goes into the index when the batch gets its
//! place in the tree: by the hundred, and nobody waits for it. Those without a place are searched one by one.

use sallyport_kernel::id::RecordId;
use sallyport_kernel::random::array;
use sallyport_kernel::{Random, Timestamp};
use sallyport_policy::Entry;
use sallyport_store::StoreError;
use sallyport_store::audit::{AuditRecord, StoredRecord};
use std::borrow::Cow;
use std::collections::HashSet;

/// How many records one commit takes at the most.
pub(crate) const LARGEST: usize = 512;

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

/// What a record is found by.
fn terms(record: AuditRecord) -> impl Iterator<Item = (Field, String)> {
    let moment = moment(record.id);
    let (object_id, object_name) = record
        .object
        .map_or((None, None), |object| (Some(object.id), object.name));
    // Names are found by any part of theirs: one that is too long is kept as the empty one, which is found by
    // everything.
    let lower = |name: Option<String>| {
        let lower = name?.to_lowercase();
        Some(if lower.len() <= LONGEST_TERM {
            lower
        } else {
            String::new()
        })
    };
    [
        (Field::Action, Some(record.action)),
        (Field::Outcome, Some(record.outcome.as_str().to_owned())),
        (Field::ActorId, record.actor.id),
        (Field::ActorName, lower(record.actor.name)),
        (Field::ObjectId, object_id),
        (Field::ObjectName, lower(object_name)),
        (Field::Moment, Some(moment)),
    ]
    .into_iter()
    .filter_map(|(field, value)| {
        let mut value = value?;
        value.truncate(cut(&value).len());
        Some((field, value))
    })
}

/// Records that are committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// How many they are.
    pub records: i64,
    /// The earliest record's moment, in microseconds.
    pub first_at: i64,
    /// The latest record's moment.
    pub last_at: i64,
    /// For each record its id (16 bytes), its length (4 bytes, the lowest first), its canonical bytes; all of them
    /// packed.
    pub body: Vec<u8>,
    /// The values that some record has in a field, as JSON: `[[1,"query.run"],…]`.
    pub terms: String,
}

/// What records of a batch can be found by: the number of a field, and a value in it.
pub(crate) type Term<'a> = (i64, Cow<'a, str>);

impl Batch {
    /// The batch of those records, or `None` if there are none.
    pub fn of(records: Vec<AuditRow>) -> Result<Option<Self>, StoreError> {
        let moments = |row: &AuditRow| row.entry.at.as_microsecond();
        let (Some(first_at), Some(last_at)) = (
            records.iter().map(moments).min(),
            records.iter().map(moments).max(),
        ) else {
            return Ok(None);
        };
        let count = records.len();
        let mut body = Vec::with_capacity(count * 1_024);
        // Most records of a batch share most of what they are found by.
        let mut found_by: HashSet<(Field, String)> = HashSet::new();
        for AuditRow { id, entry } in records {
            let record = AuditRecord::new(id, entry);
            let bytes = record.canonical().map_err(unwritable)?;
            let length = u32::try_from(bytes.len()).map_err(unwritable)?;
            body.extend_from_slice(id.as_bytes());
            body.extend_from_slice(&length.to_le_bytes());
            body.extend_from_slice(&bytes);
            found_by.extend(terms(record));
        }
        let mut found_by: Vec<(Field, String)> = found_by.into_iter().collect();
        found_by.sort_unstable();
        let found_by: Vec<Term> = found_by
            .into_iter()
            .map(|(field, value)| (field as i64, Cow::Owned(value)))
            .collect();
        Ok(Some(Self {
            records: i64::try_from(count).map_err(unwritable)?,
            first_at,
            last_at,
            body: pack(&body),
            terms: serde_json::to_string(&found_by).map_err(unwritable)?,
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

/// The records of a batch's body, or `None` if it is not what [`Batch::of`] writes.
pub(crate) fn read(batch: i64, first_leaf: Option<u64>, body: &[u8]) -> Option<Vec<StoredRecord>> {
    let body = unpack(body)?;
    let mut body = body.as_slice();
    let mut records: Vec<StoredRecord> = Vec::new();
    while !body.is_empty() {
        let (id, rest) = body.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (text, rest) = rest.split_at_checked(length)?;
        let place = records.len();
        records.push(StoredRecord {
            sequence: sequence(batch, place),
            id: RecordId::from_bytes(*id),
            body: text.to_owned(),
            leaf_index: first_leaf.map(|first| first + place as u64),
        });
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
