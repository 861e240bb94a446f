//! The journal beside a database that is only a number: what it took over last.

use super::*;
use proptest::prelude::*;
use sallyport_kernel::Timestamp;
use sallyport_policy::SystemPermit;
use sallyport_store_sql::{Batch, record_id};
use sallyport_testkit::SeededRandom;
use std::io::{Seek as _, SeekFrom, Write as _};

#[derive(Debug, Clone, Copy)]
enum Step {
    /// So many records come.
    Append(usize),
    /// What waits is taken over.
    TakeOver,
    /// So it is, but the commit fails; meanwhile so many records come.
    Fail(usize),
    /// The process is killed before the commit, or after it and before anybody knew.
    KillIn { committed: bool },
    /// The process is killed while it writes an entry, of which so much is on disk.
    KillWriting(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1_usize..4).prop_map(Step::Append),
        2 => Just(Step::TakeOver),
        2 => (0_usize..3).prop_map(Step::Fail),
        1 => any::<bool>().prop_map(|committed| Step::KillIn { committed }),
        1 => any::<u8>().prop_map(Step::KillWriting),
    ]
}

/// The journal, the database, and what was acknowledged.
struct World {
    folder: tempfile::TempDir,
    random: Arc<SeededRandom>,
    journal: Arc<Journal>,
    taken_over: u64,
    database: Vec<Batch>,
    /// How many records were: each has its number as its moment.
    acknowledged: i64,
}

impl World {
    fn new() -> Self {
        let (folder, random) = (
            tempfile::TempDir::new().unwrap(),
            Arc::new(SeededRandom::new(1)),
        );
        let journal = Self::open(&folder, &random, 0);
        Self {
            folder,
            random,
            journal,
            taken_over: 0,
            database: Vec::new(),
            acknowledged: 0,
        }
    }

    fn open(
        folder: &tempfile::TempDir,
        random: &Arc<SeededRandom>,
        taken_over: u64,
    ) -> Arc<Journal> {
        let random = Arc::clone(random) as Arc<dyn Random>;
        let key = Secret::new([7; 32]);
        let database = folder.path().join("tenant.db");
        Arc::new(Journal::open(&database, key, random, taken_over).unwrap())
    }

    fn append(&mut self, count: usize) {
        let tenant = sallyport_kernel::id::TenantId::from_bytes([1; 16]);
        let rows = (0..count).map(|_| {
            let at = Timestamp::from_microsecond(self.acknowledged).unwrap();
            self.acknowledged += 1;
            let receipt = SystemPermit::because("a test").receipt(tenant, at, "query.run", None);
            AuditRow::new(record_id(at, &*self.random), receipt.into_entry())
        });
        let rows = rows.collect();
        self.journal.append(rows).unwrap();
    }

    /// The database takes over what waits.
    fn commit(&mut self, taken: &TakeOver) {
        assert!(taken.through > self.taken_over);
        self.taken_over = taken.through;
        let batches = taken.batches.iter();
        self.database
            .extend(batches.map(|growing| growing.batch().unwrap().unwrap()));
    }

    fn take_over(&mut self) {
        if let Some(taken) = self.journal.take() {
            self.commit(&taken);
            taken.committed();
        }
        assert!(self.journal.is_empty());
    }

    /// Another process opens the files, and takes over.
    fn reopen(&mut self) {
        self.journal = Self::open(&self.folder, &self.random, self.taken_over);
        self.take_over();
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Append(count) => self.append(count),
            Step::TakeOver => self.take_over(),
            Step::Fail(count) => {
                let taken = self.journal.take();
                if count > 0 {
                    self.append(count);
                }
                drop(taken);
            }
            Step::KillIn { committed } => {
                let taken = self.journal.take();
                if let Some(taken) = taken.as_ref().filter(|_| committed) {
                    self.commit(taken);
                }
                self.reopen();
            }
            Step::KillWriting(much) => {
                let (path, end, next) = {
                    let state = self.journal.state();
                    (
                        state.active.path().to_owned(),
                        state.active.end(),
                        state.next,
                    )
                };
                if let Ok(mut file) = std::fs::OpenOptions::new().write(true).open(path) {
                    file.seek(SeekFrom::Start(end)).unwrap();
                    let next = next.to_le_bytes();
                    let entry = [&next[..], &[200, 0, 0, 0], &[9; 200]].concat();
                    file.write_all(&entry[..usize::from(much).min(entry.len())])
                        .unwrap();
                }
                self.reopen();
            }
        }
    }
}

proptest! {
    #[test]
    fn each_acknowledged_record_comes_into_the_database_once_and_in_order(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.take_over();

        let mut next = 0;
        for batch in world.database {
            prop_assert_eq!((batch.first_at, batch.last_at), (next, next + batch.records - 1));
            next += batch.records;
        }
        prop_assert_eq!(next, world.acknowledged);
    }
}

#[test]
fn an_entry_of_another_number_or_key_is_not_read() {
    let mut world = World::new();
    world.append(1);
    let path = &paths(&world.folder.path().join("tenant.db"))[0];
    let written = std::fs::read(path).unwrap();
    let found = |number: u8, key: [u8; 32]| {
        let mut bytes = written.clone();
        bytes[0] = number;
        std::fs::write(path, bytes).unwrap();
        let random = Arc::clone(&world.random) as Arc<dyn Random>;
        let database = world.folder.path().join("tenant.db");
        let journal = Journal::open(&database, Secret::new(key), random, 0).unwrap();
        !journal.is_empty()
    };

    assert!(found(1, [7; 32]));
    assert!(!found(2, [7; 32]));
    assert!(!found(1, [8; 32]));
}
