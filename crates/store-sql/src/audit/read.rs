//! Reading the log: batches are looked for by the index, and then read record by record. Those that have
//! no place yet are not in the index; they come first, all of them.

use super::batch::{self, Field, batch_of, moment};
use crate::fields::Fields;
use crate::value::{Param, params};
use crate::view::{Driver, View};
use async_trait::async_trait;
use sallyport_kernel::id::RecordId;
use sallyport_store::StoreError;
use sallyport_store::audit::{AuditFilter, AuditRead, StoredRecord, Tile, TreeState, is_id};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How many batches are read at a time: with the largest that there are, some megabytes.
const PAGE: i64 = 16;

/// A search for batches.
#[derive(Default)]
struct Search<'a> {
    /// The value that batches are taken from the index by, the newest first; if there is none, from the table.
    by: Option<(Field, Cow<'a, str>)>,
    /// What must hold of them beside it: `?` stands for the next of the parameters.
    conditions: String,
    params: Vec<Param<'a>>,
}

impl<'a> Search<'a> {
    /// The batches in which a record may match.
    fn of<D: Driver>(filter: &'a AuditFilter) -> Self {
        let mut search = Self::default();
        // The first that is looked for by its whole value leads: those that fewer batches have come first.
        search.and_who::<D>(filter.object.as_deref(), Field::ObjectId, Field::ObjectName);
        search.and_who::<D>(filter.actor.as_deref(), Field::ActorId, Field::ActorName);
        match filter.action.as_deref() {
            Some(beginning) if beginning.ends_with('.') => {
                search.and_among(Field::Action, "value >= ? AND value < ?");
                // In the order of bytes `/` is next to the dot.
                let end = beginning.trim_end_matches('.').to_owned() + "/";
                search.params.extend([beginning.into(), end.into()]);
            }
            Some(action) => search.and_value(Field::Action, action),
            None => {}
        }
        if let Some(outcome) = filter.outcome {
            search.and_value(Field::Outcome, outcome.as_str());
        }
        if let Some(from) = filter.from {
            search.conditions += " AND p.last_at >= ?";
            search.params.push(from.into());
        }
        if let Some(to) = filter.to {
            search.conditions += " AND p.first_at < ?";
            search.params.push(to.into());
        }
        search
    }

    /// The batches that hold records of an id's moment.
    fn of_moment(id: RecordId) -> Self {
        Self {
            by: Some((Field::Moment, Cow::Owned(moment(id)))),
            ..Self::default()
        }
    }

    /// Only batches with that value in the field.
    fn and_value(&mut self, field: Field, value: &'a str) {
        let value = batch::cut(value);
        if self.by.is_none() {
            self.by = Some((field, Cow::Borrowed(value)));
            return;
        }
        let field = field as i64;
        let _ = write!(
            self.conditions,
            " AND EXISTS (SELECT 1 FROM audit_term WHERE field = {field} AND value = ? AND batch = b.number)",
        );
        self.params.push(value.into());
    }

    /// Only batches with such a value in the field.
    fn and_among(&mut self, field: Field, condition: &str) {
        let field = field as i64;
        let _ = write!(
            self.conditions,
            " AND b.number IN (SELECT batch FROM audit_term WHERE field = {field} AND ({condition}))",
        );
    }

    /// By id, or by a part of the name. Whoever gives an id looks for nothing else, and gets the index.
    fn and_who<D: Driver>(&mut self, wanted: Option<&'a str>, id: Field, name: Field) {
        match wanted {
            Some(wanted) if is_id(wanted) => self.and_value(id, wanted),
            Some(part) => {
                // A name that was too long is kept as the empty one.
                let condition = format!("{}(value, ?) > 0 OR value = ''", D::POSITION);
                self.and_among(name, &condition);
                self.params.push(part.to_lowercase().into());
            }
            None => {}
        }
    }

    /// The last batches without a place before that number, the newest first: any of them may match.
    fn waiting(below: i64) -> (String, Vec<Param<'a>>) {
        let sql = format!(
            "SELECT number, body, NULL FROM audit_batch \
             WHERE number > (SELECT batch FROM audit_state WHERE id = 1) AND number < $1 \
             ORDER BY number DESC LIMIT {PAGE}"
        );
        (sql, vec![below.into()])
    }

    /// The last batches with a place before that number, the newest first.
    fn placed(&self, below: i64) -> (String, Vec<Param<'_>>) {
        let mut params = Vec::with_capacity(self.params.len() + 2);
        let (from, number) = if let Some((field, value)) = &self.by {
            params.push(Param::from(&**value));
            let field = *field as i64;
            let from = format!(
                "audit_term t JOIN audit_batch b ON b.number = t.batch \
                 JOIN audit_place p ON p.batch = t.batch WHERE t.field = {field} AND t.value = ? AND"
            );
            (from, "t.batch")
        } else {
            let from = "audit_place p JOIN audit_batch b ON b.number = p.batch WHERE";
            (from.to_owned(), "p.batch")
        };
        params.push(below.into());
        params.extend(self.params.iter().cloned());
        let sql = format!(
            "SELECT b.number, b.body, p.first_leaf FROM {from} {number} < ?{} ORDER BY {number} DESC LIMIT {PAGE}",
            self.conditions
        );
        (numbered(&sql), params)
    }
}

/// The statement with `$1`, `$2`… for its question marks.
fn numbered(sql: &str) -> String {
    let mut parts = sql.split('?');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (number, part) in (1..).zip(parts) {
        let _ = write!(out, "${number}{part}");
    }
    out
}

/// The batch's number, and its records.
fn records(mut f: Fields) -> Result<(i64, Vec<StoredRecord>), StoreError> {
    let (number, body) = (f.number("number")?, f.bytes("body")?);
    let first_leaf = f.optional_number("first_leaf")?;
    let records = batch::read(number, first_leaf, &body).ok_or_else(|| f.corrupt("body"))?;
    Ok((number, records))
}

fn tile(mut f: Fields) -> Result<Tile, StoreError> {
    Ok(Tile {
        level: f.number("level")?,
        index: f.number("position")?,
        hashes: f.bytes("hashes")?,
    })
}

impl<D: Driver> View<D> {
    /// The records that are looked for, the newest first: those of batches that `search` finds, before the batch
    /// `below`, that are `wanted`.
    async fn searched(
        &mut self,
        search: &Search<'_>,
        mut below: i64,
        limit: usize,
        mut wanted: impl FnMut(&StoredRecord) -> Result<bool, StoreError> + Send,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        let mut found = Vec::new();
        let mut is_waiting = true;
        while found.len() < limit {
            let (sql, params) = if is_waiting {
                Search::waiting(below)
            } else {
                search.placed(below)
            };
            let page: Vec<_> = self.rows("audit_batch", &sql, &params).await?.collect();
            if page.is_empty() && !std::mem::take(&mut is_waiting) {
                break;
            }
            for fields in page {
                let (number, records) = records(fields)?;
                below = number;
                for record in records.into_iter().rev() {
                    if found.len() < limit && wanted(&record)? {
                        found.push(record);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Records of batches in their order, of as many batches as it takes to have `limit` of them.
    ///
    /// `sql` is told the number of the last batch that was read, `after` at first.
    async fn gathered(
        &mut self,
        sql: &str,
        mut after: i64,
        limit: usize,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        let mut found: Vec<StoredRecord> = Vec::new();
        loop {
            let page: Vec<_> = self
                .rows("audit_batch", sql, params![after])
                .await?
                .collect();
            let is_last = page.is_empty();
            for fields in page {
                let (number, records) = records(fields)?;
                after = number;
                found.extend(records);
                if found.len() >= limit {
                    return Ok(found);
                }
            }
            if is_last {
                return Ok(found);
            }
        }
    }
}

#[async_trait]
impl<D: Driver> AuditRead for View<D> {
    async fn records(
        &mut self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        let is_everything = *filter == AuditFilter::default();
        let below = before.map_or(i64::MAX, |before| batch_of(before).0 + 1);
        let wanted = |record: &StoredRecord| {
            let comes = before.is_none_or(|before| record.sequence < before);
            Ok(comes && (is_everything || filter.matches(&parsed(record)?)))
        };
        let search = Search::of::<D>(filter);
        self.searched(&search, below, limit.into(), wanted).await
    }

    async fn record(&mut self, id: RecordId) -> Result<Option<StoredRecord>, StoreError> {
        let search = Search::of_moment(id);
        let wanted = |record: &StoredRecord| Ok(record.id == id);
        let found = self.searched(&search, i64::MAX, 1, wanted).await?;
        Ok(found.into_iter().next())
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<StoredRecord>, StoreError> {
        // Batches are numbered in the order of their commits, and integration passes none over.
        let sql = "SELECT batch, size FROM audit_state WHERE id = 1";
        let placed = self.row("audit_state", sql, &[]).await?;
        let placed: i64 = placed.map_or(Ok(0), |mut f| f.number("batch"))?;
        let sql = format!(
            "SELECT number, body, NULL FROM audit_batch WHERE number > $1 ORDER BY number LIMIT {PAGE}"
        );
        let limit = limit as usize;
        let mut found = self.gathered(&sql, placed, limit).await?;
        if found.len() > limit {
            // The last batch is one too many, unless it is the only one.
            let last = found.last().map(|record| batch_of(record.sequence).0);
            let whole = found
                .iter()
                .take_while(|record| Some(batch_of(record.sequence).0) != last)
                .count();
            if whole > 0 {
                found.truncate(whole);
            }
        }
        Ok(found)
    }

    async fn leaves(&mut self, from: u64, limit: u32) -> Result<Vec<StoredRecord>, StoreError> {
        let sql =
            "SELECT batch FROM audit_place WHERE first_leaf <= $1 ORDER BY first_leaf DESC LIMIT 1";
        let row = self.row("audit_place", sql, params![from]).await?;
        let Some(mut row) = row else {
            return Ok(Vec::new());
        };
        let first: i64 = row.number("batch")?;
        let sql = format!(
            "SELECT b.number, b.body, p.first_leaf FROM audit_place p \
             JOIN audit_batch b ON b.number = p.batch WHERE p.batch > $1 ORDER BY p.batch LIMIT {PAGE}"
        );
        let before = |record: &StoredRecord| record.leaf_index.is_some_and(|leaf| leaf < from);
        // In the first batch there may be as many before the wanted one as a batch holds.
        let limit = limit as usize;
        let found = self
            .gathered(&sql, first - 1, limit + batch::LARGEST)
            .await?;
        Ok(found.into_iter().skip_while(before).take(limit).collect())
    }

    async fn tree(&mut self) -> Result<TreeState, StoreError> {
        let sql = "SELECT size, checkpoint FROM audit_state WHERE id = 1";
        let missing = || StoreError::Corrupt {
            table: "audit_state",
            column: "id",
            row: "1".to_owned(),
        };
        let mut f = self
            .row("audit_state", sql, &[])
            .await?
            .ok_or_else(missing)?;
        Ok(TreeState {
            size: f.number("size")?,
            checkpoint: f.text("checkpoint")?,
        })
    }

    async fn tiles(&mut self, at: &[(u8, u64)]) -> Result<Vec<Tile>, StoreError> {
        let sql =
            "SELECT level, position, hashes FROM audit_tile WHERE level = $1 AND position = $2";
        let mut found = Vec::with_capacity(at.len());
        for (level, index) in at {
            let row = self
                .row("audit_tile", sql, params![i64::from(*level), *index])
                .await?;
            let missing = || StoreError::Corrupt {
                table: "audit_tile",
                column: "hashes",
                row: format!("{level}/{index}"),
            };
            found.push(tile(row.ok_or_else(missing)?)?);
        }
        Ok(found)
    }
}

fn parsed(record: &StoredRecord) -> Result<sallyport_store::AuditRecord, StoreError> {
    serde_json::from_slice(&record.body).map_err(|_| StoreError::Corrupt {
        table: "audit_batch",
        column: "body",
        row: record.id.to_string(),
    })
}
