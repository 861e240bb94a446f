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
use std::collections::BTreeSet;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// A record on its way into a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    id: RecordId,
    at: i64,
    terms: Vec<(Field, String)>,
    body: Vec<u8>,
}

impl AuditRow {
    /// The record of an entry.
    pub fn new(id: RecordId, entry: Entry) -> Result<Self, StoreError> {
        let record = AuditRecord::new(id, entry);
        let body = record
            .canonical()
            .map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let at = record.at.as_microsecond();
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
        let terms = [
            (Field::Action, Some(record.action)),
            (Field::Outcome, Some(record.outcome.as_str().to_owned())),
            (Field::ActorId, record.actor.id),
            (Field::ActorName, lower(record.actor.name)),
            (Field::ObjectId, object_id),
            (Field::ObjectName, lower(object_name)),
            (Field::Moment, Some(moment(id))),
        ];
        let terms = terms
            .into_iter()
            .filter_map(|(field, value)| Some((field, cut(&value?).to_owned())));
        Ok(Self {
            id,
            at,
            terms: terms.collect(),
            body,
        })
    }
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
    /// For each record its id (16 bytes), its length (4 bytes, the lowest first), its canonical bytes.
    pub body: Vec<u8>,
    /// The values that some record has in a field, as JSON: `[[1,"query.run"],…]`.
    pub terms: String,
}

/// What records of a batch can be found by: the number of a field, and a value in it.
pub(crate) type Term<'a> = (i64, Cow<'a, str>);

impl Batch {
    /// The batch of those records, or `None` if there are none.
    pub fn of(records: &[AuditRow]) -> Option<Self> {
        let moments = || records.iter().map(|record| record.at);
        let mut body = Vec::with_capacity(records.iter().map(|r| r.body.len() + 20).sum());
        for record in records {
            body.extend_from_slice(record.id.as_bytes());
            let length = u32::try_from(record.body.len()).unwrap_or(u32::MAX);
            body.extend_from_slice(&length.to_le_bytes());
            body.extend_from_slice(&record.body);
        }
        let terms: BTreeSet<(Field, &str)> = records
            .iter()
            .flat_map(|record| &record.terms)
            .map(|(field, value)| (*field, value.as_str()))
            .collect();
        let terms: Vec<Term> = terms
            .into_iter()
            .map(|(field, value)| (field as i64, Cow::Borrowed(value)))
            .collect();
        Some(Self {
            records: i64::try_from(records.len()).ok()?,
            first_at: moments().min()?,
            last_at: moments().max()?,
            body,
            terms: serde_json::to_string(&terms).ok()?,
        })
    }
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
pub(crate) fn read(
    batch: i64,
    first_leaf: Option<u64>,
    mut body: &[u8],
) -> Option<Vec<StoredRecord>> {
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
