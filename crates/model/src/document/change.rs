//! A change as a value: what undo, autosave, comparison, conflicts and the audit log all use.

use super::{Document, record::Record};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// What changes from one document to the next, with both sides of every update.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Records that come, by id.
    pub added: BTreeMap<String, Record>,
    /// Records that change, by id: from, to.
    pub updated: BTreeMap<String, (Record, Record)>,
    /// Records that go, by id, as they were.
    pub removed: BTreeMap<String, Record>,
}

/// The change was made against another state than the document is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The records that differ from what the change expects.
    pub records: Vec<String>,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} records have changed since", self.records.len())
    }
}

impl std::error::Error for Stale {}

impl Change {
    /// What turns `from` into `to`.
    pub fn diff(from: &Document, to: &Document) -> Self {
        let mut change = Self::default();
        for (key, old) in &from.records {
            match to.records.get(key) {
                None => {
                    change.removed.insert(key.clone(), old.clone());
                }
                Some(new) if new != old => {
                    change
                        .updated
                        .insert(key.clone(), (old.clone(), new.clone()));
                }
                Some(_) => {}
            }
        }
        for (key, new) in &to.records {
            if !from.records.contains_key(key) {
                change.added.insert(key.clone(), new.clone());
            }
        }
        change
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn invert(&self) -> Self {
        Self {
            added: self.removed.clone(),
            updated: self
                .updated
                .iter()
                .map(|(key, (from, to))| (key.clone(), (to.clone(), from.clone())))
                .collect(),
            removed: self.added.clone(),
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updated.is_empty() && self.removed.is_empty()
    }

    /// How many records it touches.
    pub fn len(&self) -> usize {
        self.added.len() + self.updated.len() + self.removed.len()
    }

    /// The document with the change made: all of it, or nothing and the records that stand in its way.
    ///
    /// The result is not validated: [`validate`](super::validate) is the next step.
    pub fn apply(&self, document: &Document) -> Result<Document, Stale> {
        let records = self.obstacles(document);
        if !records.is_empty() {
            return Err(Stale { records });
        }
        let mut next = document.clone();
        for key in self.removed.keys() {
            next.records.remove(key);
        }
        for (key, (_, to)) in &self.updated {
            next.records.insert(key.clone(), to.clone());
        }
        for (key, record) in &self.added {
            next.records.insert(key.clone(), record.clone());
        }
        Ok(next)
    }

    fn obstacles(&self, document: &Document) -> Vec<String> {
        let stored = &document.records;
        let added = self
            .added
            .keys()
            .filter(|key| stored.contains_key(*key) || self.updated.contains_key(*key));
        let updated = self
            .updated
            .iter()
            .filter(|(key, (from, _))| stored.get(*key) != Some(from))
            .map(|(key, _)| key);
        let removed = self
            .removed
            .iter()
            .filter(|(key, record)| {
                stored.get(*key) != Some(record) || self.updated.contains_key(*key)
            })
            .map(|(key, _)| key);
        let mut keys: Vec<String> = added.chain(updated).chain(removed).cloned().collect();
        keys.sort();
        keys.dedup();
        keys
    }
}
