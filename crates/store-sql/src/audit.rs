//! The audit log in SQL.

use crate::fields::Fields;
use crate::value::{Param, params};
use crate::view::{Driver, View};
use async_trait::async_trait;
use sallyport_kernel::id::{PersonId, RecordId};
use sallyport_kernel::random::array;
use sallyport_kernel::{Random, Timestamp};
use sallyport_policy::Entry;
use sallyport_store::StoreError;
use sallyport_store::audit::{
    AuditFilter, AuditRead, AuditRecord, Integration, StoredRecord, TreeNode, TreeState,
};
use std::fmt::Write as _;

const RECORD: &str = "SELECT r.sequence, r.id, r.body, l.leaf_index FROM audit_record r \
                      LEFT JOIN audit_leaf l ON l.sequence = r.sequence";

/// How many nodes one statement asks for.
const NODES: usize = 16;

/// A record as its columns: what it is searched by, and the bytes that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its id.
    pub id: String,
    /// When, in microseconds.
    pub at: i64,
    /// The actor's id.
    pub actor_id: Option<String>,
    /// The actor's name in lower case.
    pub actor_search: Option<String>,
    /// What was done.
    pub action: String,
    /// The object's id.
    pub object_id: Option<String>,
    /// The object's name in lower case.
    pub object_search: Option<String>,
    /// How it ended.
    pub outcome: &'static str,
    /// The canonical bytes.
    pub body: Vec<u8>,
}

impl AuditRow {
    /// The row of an entry.
    pub fn new(id: RecordId, entry: Entry) -> Result<Self, StoreError> {
        let record = AuditRecord::new(id, entry);
        let body = record
            .canonical()
            .map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let object = record.object.as_ref();
        Ok(Self {
            id: id.to_string(),
            at: record.at.as_microsecond(),
            actor_search: record.actor.name.as_deref().map(str::to_lowercase),
            actor_id: record.actor.id,
            action: record.action,
            object_id: object.map(|object| object.id.clone()),
            object_search: object
                .and_then(|object| object.name.as_deref())
                .map(str::to_lowercase),
            outcome: record.outcome.as_str(),
            body,
        })
    }
}

/// A fresh id: 48 bits of milliseconds, then 80 random bits.
///
/// Records come by the thousand a second. Beginning with the time, their ids stand beside each other in
/// the index, so that a commit writes a few of its pages instead of one for each record.
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

/// A search as a statement with its parameters.
#[derive(Debug)]
pub struct Search<'a> {
    sql: String,
    params: Vec<Param<'a>>,
}

impl<'a> Search<'a> {
    fn new() -> Self {
        Self {
            sql: format!("{RECORD} WHERE r.sequence > 0"),
            params: Vec::new(),
        }
    }

    /// Adds a condition, in which `?` stands for the parameter.
    fn and(&mut self, condition: &str, param: impl Into<Param<'a>>) {
        self.params.push(param.into());
        let number = format!("${}", self.params.len());
        let _ = write!(self.sql, " AND ({})", condition.replace('?', &number));
    }

    /// By id, or by a part of the name. Whoever gives an id looks for nothing else, and gets the index.
    fn and_who(&mut self, column: &str, position: &str, wanted: &'a str) {
        if is_id(wanted) {
            self.and(&format!("r.{column}_id = ?"), wanted);
        } else {
            self.and(
                &format!("{position}(r.{column}_search, ?) > 0"),
                wanted.to_lowercase(),
            );
        }
    }
}

fn is_id(text: &str) -> bool {
    text.parse::<PersonId>().is_ok()
        || text.rsplit_once('_').is_some_and(|(_, digits)| {
            digits.len() == 32
                && digits
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        })
        || text.contains('/')
}

/// What an integration writes, checked against what the tree's state was read as.
#[derive(Debug)]
pub struct IntegrationRows;

impl IntegrationRows {
    /// Applies the step in the driver's transaction, which the caller commits.
    pub async fn apply<D: Driver>(driver: &mut D, step: &Integration) -> Result<(), StoreError> {
        let stale = || StoreError::Stale("tree");
        let sql = "SELECT size, sequence FROM audit_state WHERE id = 1";
        let row = driver
            .query(sql, &[])
            .await?
            .into_iter()
            .next()
            .ok_or_else(stale)?;
        let mut f = Fields::of("audit_state", row);
        let (size, integrated): (u64, i64) = (f.number("size")?, f.number("sequence")?);
        let last = step.sequences.last().copied().unwrap_or(integrated);
        if size != step.from_size || step.state.size != size + step.sequences.len() as u64 {
            return Err(stale());
        }
        // The step must take the next records, all of them, in order: none is ever passed over.
        let sql = "SELECT sequence FROM audit_record WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence";
        let next = driver.query(sql, params![integrated, last]).await?;
        let next: Vec<i64> = next
            .into_iter()
            .map(|row| Fields::of("audit_record", row).number("sequence"))
            .collect::<Result<_, _>>()?;
        if next != step.sequences {
            return Err(stale());
        }
        let leaves: Vec<_> = (size..)
            .zip(&step.sequences)
            .map(|(leaf, sequence)| [Param::from(leaf), Param::from(*sequence)])
            .collect();
        insert_all(driver, "audit_leaf (leaf_index, sequence)", &leaves).await?;
        let nodes: Vec<_> = step
            .nodes
            .iter()
            .map(|node| {
                [
                    Param::from(i64::from(node.level)),
                    Param::from(node.index),
                    Param::from(&node.hash),
                ]
            })
            .collect();
        insert_all(driver, "audit_node (level, position, hash)", &nodes).await?;
        let sql = "UPDATE audit_state SET size = $1, sequence = $2, checkpoint = $3 WHERE id = 1";
        driver
            .execute(sql, params![step.state.size, last, &step.state.checkpoint])
            .await?;
        Ok(())
    }
}

/// Inserts rows, many in a statement; the few sizes that there are stay prepared.
async fn insert_all<D: Driver, const N: usize>(
    driver: &mut D,
    into: &str,
    mut rows: &[[Param<'_>; N]],
) -> Result<(), StoreError> {
    for size in [128, 16, 1] {
        let row = |first: usize| {
            let places: Vec<String> = (first..first + N)
                .map(|number| format!("${number}"))
                .collect();
            format!("({})", places.join(", "))
        };
        let values: Vec<String> = (0..size).map(|index| row(index * N + 1)).collect();
        let sql = format!("INSERT INTO {into} VALUES {}", values.join(", "));
        while let Some((chunk, rest)) = rows.split_at_checked(size) {
            if chunk.is_empty() {
                break;
            }
            driver.execute(&sql, &chunk.concat()).await?;
            rows = rest;
        }
    }
    Ok(())
}

fn stored(mut f: Fields) -> Result<StoredRecord, StoreError> {
    Ok(StoredRecord {
        sequence: f.number("sequence")?,
        id: f.parsed("id")?,
        body: f.bytes("body")?,
        leaf_index: f.optional_number("leaf_index")?,
    })
}

fn node(mut f: Fields) -> Result<TreeNode, StoreError> {
    Ok(TreeNode {
        level: f.number("level")?,
        index: f.number("position")?,
        hash: f.hash("hash")?,
    })
}

#[async_trait]
impl<D: Driver> AuditRead for View<D> {
    async fn records(
        &mut self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        let mut search = Search::new();
        if let Some(from) = filter.from {
            search.and("r.at >= ?", from);
        }
        if let Some(to) = filter.to {
            search.and("r.at < ?", to);
        }
        if let Some(actor) = &filter.actor {
            search.and_who("actor", D::POSITION, actor);
        }
        match filter.action.as_deref() {
            Some(beginning) if beginning.ends_with('.') => {
                search.and("substr(r.action, 1, length(?)) = ?", beginning);
            }
            Some(action) => search.and("r.action = ?", action),
            None => {}
        }
        if let Some(object) = &filter.object {
            search.and_who("object", D::POSITION, object);
        }
        if let Some(outcome) = filter.outcome {
            search.and("r.outcome = ?", outcome.as_str());
        }
        if let Some(before) = before {
            search.and("r.sequence < ?", before);
        }
        search.params.push(Param::Integer(limit.into()));
        let sql = format!(
            "{} ORDER BY r.sequence DESC LIMIT ${}",
            search.sql,
            search.params.len()
        );
        self.rows("audit_record", &sql, &search.params)
            .await?
            .map(stored)
            .collect()
    }

    async fn record(&mut self, id: RecordId) -> Result<Option<StoredRecord>, StoreError> {
        let sql = format!("{RECORD} WHERE r.id = $1");
        self.row("audit_record", &sql, params![id])
            .await?
            .map(stored)
            .transpose()
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<StoredRecord>, StoreError> {
        // Sequence numbers are given in commit order, and integration passes none over.
        let sql = "SELECT sequence, id, body, NULL FROM audit_record \
                   WHERE sequence > (SELECT sequence FROM audit_state WHERE id = 1) ORDER BY sequence LIMIT $1";
        self.rows("audit_record", sql, params![limit])
            .await?
            .map(stored)
            .collect()
    }

    async fn leaves(&mut self, from: u64, limit: u32) -> Result<Vec<StoredRecord>, StoreError> {
        let sql = "SELECT r.sequence, r.id, r.body, l.leaf_index FROM audit_leaf l \
                   JOIN audit_record r ON r.sequence = l.sequence WHERE l.leaf_index >= $1 \
                   ORDER BY l.leaf_index LIMIT $2";
        self.rows("audit_leaf", sql, params![from, limit])
            .await?
            .map(stored)
            .collect()
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

    async fn nodes(&mut self, at: &[(u8, u64)]) -> Result<Vec<TreeNode>, StoreError> {
        let mut found = Vec::with_capacity(at.len());
        for wanted in at.chunks(NODES) {
            // One statement for any number: what is left of it asks for the last one again.
            let padded = wanted
                .iter()
                .chain(std::iter::repeat(wanted.last().unwrap_or(&(0, 0))))
                .take(NODES);
            let params: Vec<Param> = padded
                .flat_map(|(level, index)| [Param::Integer(i64::from(*level)), Param::from(*index)])
                .collect();
            let rows = self.rows("audit_node", &nodes_sql(), &params).await?;
            found.extend(rows.map(node).collect::<Result<Vec<_>, _>>()?);
        }
        at.iter()
            .map(|(level, index)| {
                let hit = found
                    .iter()
                    .find(|node| node.level == *level && node.index == *index);
                let row = format!("{level}/{index}");
                hit.copied().ok_or(StoreError::Corrupt {
                    table: "audit_node",
                    column: "hash",
                    row,
                })
            })
            .collect()
    }
}

fn nodes_sql() -> String {
    let pairs: Vec<String> = (0..NODES)
        .map(|n| {
            format!(
                "(CAST(${} AS BIGINT), CAST(${} AS BIGINT))",
                2 * n + 1,
                2 * n + 2
            )
        })
        .collect();
    format!(
        "SELECT level, position, hash FROM audit_node WHERE (level, position) IN (VALUES {})",
        pairs.join(", ")
    )
}
