//! Records that are on disk and not in the database yet.
//!
//! The record of an act that changes nothing here, such as a query's run, must be on disk before its answer is
//! released. A commit of the database encrypts, authenticates and writes whole pages for it; an entry of the
//! journal is appended and flushed. The next commit, of whatever there is to commit, takes all records over that
//! wait here: at the latest that of the sequencer, a fraction of a second later.
//!
//! Every entry has a number, and the database knows the last one that it has taken over (`audit_journal`), by the
//! commit that took it over. So each comes into the database once, whatever is killed in between.
//!
//! There are two files. While the entries of one are taken over, new ones go to the other, from its beginning: what
//! was there before is in the database by then.

mod file;

use crate::error::unavailable;
use file::JournalFile;
use sallyport_crypto::envelope::{Binding, Sealed, open, seal};
use sallyport_kernel::{Random, Secret};
use sallyport_store::StoreError;
use sallyport_store_sql::{
    AuditRow, GrowingBatch, LARGEST, WrittenRecord, read_records, write_records,
};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many records may wait before they must be taken over: some megabytes.
const ENOUGH: usize = 8_192;

/// A tenant's journal. Its methods wait for the disk, but for [`Journal::is_empty`] and [`Journal::has_enough`].
pub(crate) struct Journal {
    key: Secret<[u8; 32]>,
    random: Arc<dyn Random>,
    state: Mutex<State>,
    waiting: AtomicUsize,
}

struct State {
    /// The file that entries go to.
    active: JournalFile,
    other: JournalFile,
    /// Whether all that the other file holds is in the database.
    other_is_free: bool,
    /// The number of the next entry.
    next: u64,
    /// The records that are in the files and not in the database, in the order of their entries.
    waiting: Vec<GrowingBatch>,
}

impl State {
    fn add(&mut self, records: &[WrittenRecord]) -> Result<(), StoreError> {
        for record in records {
            match self.waiting.last_mut() {
                Some(last) if last.records() < LARGEST => last.push(record)?,
                _ => {
                    let mut next = GrowingBatch::default();
                    next.push(record)?;
                    self.waiting.push(next);
                }
            }
        }
        Ok(())
    }

    /// How many records wait.
    fn count(&self) -> usize {
        self.waiting.iter().map(GrowingBatch::records).sum()
    }
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal")
            .field("waiting", &self.waiting)
            .finish_non_exhaustive()
    }
}

/// The files of the journal that lies beside a tenant's database.
pub(crate) fn paths(database: &Path) -> [PathBuf; 2] {
    ["journal-0", "journal-1"].map(|ending| database.with_extension(ending))
}

fn binding(number: u64) -> Binding {
    Binding::new("journal").field(&number.to_le_bytes())
}

impl Journal {
    /// The journal beside that database, which has taken over all entries up to that number. What it has not taken
    /// over waits.
    pub(crate) fn open(
        database: &Path,
        key: Secret<[u8; 32]>,
        random: Arc<dyn Random>,
        taken_over: u64,
    ) -> Result<Self, StoreError> {
        let mut found: Vec<(u64, Vec<WrittenRecord>)> = Vec::new();
        let files = paths(database).map(JournalFile::new);
        for file in &files {
            for (number, sealed) in file.entries().map_err(unavailable)? {
                // So is what lies behind the last entry, from when the file was last written from its beginning.
                if number <= taken_over {
                    continue;
                }
                let opened = Sealed::from_bytes(&sealed)
                    .and_then(|sealed| open(&key, &binding(number), &sealed));
                // What does not open is the rest of something older, or was being written when the process was ended.
                if let Some(records) = opened.ok().and_then(|opened| read_records(opened.expose()))
                {
                    found.push((number, records));
                }
            }
        }
        found.sort_by_key(|(number, _)| *number);
        let last = found.last().map_or(taken_over, |(number, _)| *number);
        let [active, other] = files;
        let mut state = State {
            active,
            other,
            // Nothing is written before what waits is taken over: see `TenantFile::open`.
            other_is_free: true,
            next: last + 1,
            waiting: Vec::new(),
        };
        for (_, records) in found {
            state.add(&records)?;
        }
        Ok(Self {
            key,
            random,
            waiting: AtomicUsize::new(state.count()),
            state: Mutex::new(state),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether every record is in the database.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.load(Ordering::Acquire) == 0
    }

    /// Whether so many records wait that they should be taken over before there are more.
    pub(crate) fn has_enough(&self) -> bool {
        self.waiting.load(Ordering::Acquire) >= ENOUGH
    }

    /// Writes records as one entry; they are on disk when it returns.
    pub(crate) fn append(&self, rows: Vec<AuditRow>) -> Result<(), StoreError> {
        let written: Vec<_> = rows
            .into_iter()
            .map(WrittenRecord::of)
            .collect::<Result<_, _>>()?;
        let bytes = write_records(&written)?;
        let mut state = self.state();
        let state = &mut *state;
        let number = state.next;
        // Taken even if the entry is not written: a part of it may be on disk, or all of it.
        state.next += 1;
        let sealed =
            seal(&self.key, &binding(number), &bytes, &*self.random).map_err(unavailable)?;
        state
            .active
            .append(number, sealed.as_bytes())
            .map_err(unavailable)?;
        state.add(&written)?;
        self.waiting.store(state.count(), Ordering::Release);
        Ok(())
    }

    /// What waits, for a commit that takes it over; `None` if nothing does. There may be one such commit at a time.
    pub(crate) fn take(self: &Arc<Self>) -> Option<TakeOver> {
        if self.is_empty() {
            return None;
        }
        let mut state = self.state();
        let state = &mut *state;
        if state.other_is_free {
            std::mem::swap(&mut state.active, &mut state.other);
            state.other_is_free = false;
            state.active.rewind();
        }
        Some(TakeOver {
            journal: Arc::clone(self),
            through: state.next - 1,
            batches: std::mem::take(&mut state.waiting),
        })
    }
}

/// Records on their way from the journal into the database. They wait again unless it ends with
/// [`TakeOver::committed`].
pub(crate) struct TakeOver {
    journal: Arc<Journal>,
    /// The number of the last entry.
    pub(crate) through: u64,
    pub(crate) batches: Vec<GrowingBatch>,
}

impl TakeOver {
    /// They are in the database.
    pub(crate) fn committed(mut self) {
        self.batches.clear();
        self.journal.state().other_is_free = true;
    }
}

impl Drop for TakeOver {
    fn drop(&mut self) {
        let mut state = self.journal.state();
        state.waiting.splice(..0, self.batches.drain(..));
        self.journal.waiting.store(state.count(), Ordering::Release);
    }
}

#[cfg(test)]
mod tests;
