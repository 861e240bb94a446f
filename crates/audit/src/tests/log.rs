//! A log in memory, which can be tampered with, and what the tests need to use it.

use crate::Log;
use async_trait::async_trait;
use futures::TryStreamExt as _;
use sallyport_kernel::{
    Random, RequestContext, Secret, Timestamp,
    id::{PersonId, RecordId, SessionId, TenantId},
};
use sallyport_policy::{
    Access, Action, Actor, Entry, Permit, Receipt, Role, Standing, SystemPermit, access::Member,
    check, resource::Tenant,
};
use sallyport_store::{
    AuditRead, AuditRecord, StoreError,
    audit::{AuditFilter, Integration, SigningSeed, StoredRecord, Tile, TreeState},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::watch;

pub(crate) const TENANT: [u8; 16] = [1; 16];

pub(crate) fn tenant() -> TenantId {
    TenantId::from_bytes(TENANT)
}

/// A permit of an administrator of [`tenant`].
pub(crate) fn permit<A: Action<On = Tenant>>() -> Permit<A> {
    let person = PersonId::from_bytes([2; 16]);
    let member = Member {
        name: "Ada".to_owned(),
        email: "ada@example.com".to_owned(),
        attributes: serde_json::Map::new(),
        active: true,
        service: false,
        roles: BTreeSet::from([Role::Administrator]),
        groups: BTreeSet::new(),
    };
    let access = Arc::new(Access::new(tenant(), 1, [(person, member)], [], []));
    let request = Arc::new(RequestContext::internal("test"));
    let session = Standing::full(SessionId::from_bytes([3; 16]));
    let actor = Actor::person(person, session, access, request, Timestamp::UNIX_EPOCH);
    check::<A>(&actor, &Tenant { id: tenant() }).unwrap()
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Kept {
    pub(crate) records: Vec<StoredRecord>,
    pub(crate) tiles: HashMap<(u8, u64), Vec<u8>>,
    pub(crate) state: TreeState,
    /// The sizes after each integration.
    pub(crate) steps: Vec<u64>,
    /// The store does not answer.
    pub(crate) down: bool,
    /// The store takes no records.
    pub(crate) unwritable: bool,
}

pub(crate) struct Memory {
    pub(crate) kept: Arc<Mutex<Kept>>,
    pub(crate) seed: u8,
    records: watch::Sender<u64>,
    /// Tells of integrations.
    pub(crate) size: watch::Sender<u64>,
    ids: Counter,
}

#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Random for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        bytes.fill(0);
        bytes[..8].copy_from_slice(&n.to_be_bytes());
    }
}

impl Memory {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            kept: Arc::default(),
            seed: 7,
            records: watch::channel(0).0,
            size: watch::channel(0).0,
            ids: Counter::default(),
        })
    }

    /// Writes a record of an act of the service.
    pub(crate) fn write(&self, action: &'static str) -> RecordId {
        let receipt =
            SystemPermit::because("a test").receipt(tenant(), Timestamp::UNIX_EPOCH, action, None);
        self.keep(receipt.into_entry())
    }

    fn keep(&self, entry: Entry) -> RecordId {
        let id = RecordId::random(&self.ids);
        let body = AuditRecord::new(id, entry).canonical().unwrap();
        let mut kept = self.kept.lock().unwrap();
        // Sequence numbers rise with gaps.
        let sequence = 3 * i64::try_from(kept.records.len()).unwrap() + 5;
        kept.records.push(StoredRecord {
            sequence,
            id,
            body,
            leaf_index: None,
        });
        drop(kept);
        self.records.send_modify(|n| *n += 1);
        id
    }

    /// A log with that many records in its tree, and one that waits.
    pub(crate) async fn with(size: u64) -> Arc<Self> {
        let log = Self::new();
        for _ in 0..size {
            log.write("app.rename");
        }
        let signer = crate::checkpoint::signer(log.as_ref(), tenant())
            .await
            .unwrap();
        while crate::sequencer::step(log.as_ref(), tenant(), &signer)
            .await
            .unwrap()
            > 0
        {}
        log.write("app.waits");
        log
    }

    pub(crate) async fn export(self: &Arc<Self>) -> Result<Vec<u8>, crate::AuditError> {
        let export = crate::export::export(permit(), Arc::clone(self)).await?;
        let chunks: Vec<_> = export.lines.try_collect().await?;
        Ok(chunks.concat())
    }
}

#[async_trait]
impl Log for Memory {
    async fn tenants(&self) -> Result<Vec<TenantId>, StoreError> {
        Ok(vec![tenant()])
    }

    async fn read(&self, of: TenantId) -> Result<Box<dyn AuditRead>, StoreError> {
        assert_eq!(of, tenant());
        let kept = self.kept.lock().unwrap().clone();
        if kept.down {
            return Err(StoreError::Unavailable("down".into()));
        }
        Ok(Box::new(View(kept)))
    }

    async fn record(&self, receipt: Receipt) -> Result<(), StoreError> {
        if self.kept.lock().unwrap().unwritable {
            return Err(StoreError::Unavailable("full".into()));
        }
        self.keep(receipt.into_entry());
        Ok(())
    }

    async fn integrate(&self, of: TenantId, step: Integration) -> Result<(), StoreError> {
        assert_eq!(of, tenant());
        // Lets another step read what this one has read.
        tokio::task::yield_now().await;
        let mut kept = self.kept.lock().unwrap();
        if kept.state.size != step.from_size {
            return Err(StoreError::Stale("tree"));
        }
        let mut size = step.from_size;
        for record in &mut kept.records {
            if record.leaf_index.is_none() && Some(record.sequence) <= step.through {
                record.leaf_index = Some(size);
                size += 1;
            }
        }
        assert_eq!(step.state.size, size);
        for tile in step.tiles {
            let before = kept
                .tiles
                .insert((tile.level, tile.index), tile.hashes.clone());
            assert!(tile.hashes.starts_with(&before.unwrap_or_default()));
        }
        kept.steps.push(step.state.size);
        self.size.send_replace(step.state.size);
        kept.state = step.state;
        Ok(())
    }

    async fn signing_key(&self, _: TenantId) -> Result<SigningSeed, StoreError> {
        Ok(Secret::new([self.seed; 32]))
    }

    async fn watch_records(&self, _: TenantId) -> Result<watch::Receiver<u64>, StoreError> {
        Ok(self.records.subscribe())
    }
}

struct View(Kept);

#[async_trait]
impl AuditRead for View {
    async fn records(
        &mut self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<StoredRecord>, StoreError> {
        assert_eq!(
            filter,
            &AuditFilter::default(),
            "filters are the stores' own, tested there"
        );
        let newest_first = self.0.records.iter().rev();
        let wanted = newest_first.filter(|r| before.is_none_or(|before| r.sequence < before));
        Ok(wanted.take(limit.into()).cloned().collect())
    }

    async fn record(&mut self, id: RecordId) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.0.records.iter().find(|r| r.id == id).cloned())
    }

    async fn pending(&mut self, limit: u32) -> Result<Vec<StoredRecord>, StoreError> {
        let pending = self.0.records.iter().filter(|r| r.leaf_index.is_none());
        Ok(pending.take(limit as usize).cloned().collect())
    }

    async fn leaves(&mut self, from: u64, limit: u32) -> Result<Vec<StoredRecord>, StoreError> {
        assert!(limit <= 500, "an export takes the memory of a page");
        let placed = self
            .0
            .records
            .iter()
            .filter(|r| r.leaf_index.is_some_and(|i| i >= from));
        Ok(placed.take(limit as usize).cloned().collect())
    }

    async fn tree(&mut self) -> Result<TreeState, StoreError> {
        Ok(self.0.state.clone())
    }

    async fn tiles(&mut self, at: &[(u8, u64)]) -> Result<Vec<Tile>, StoreError> {
        let tile = |(level, index): &(u8, u64)| {
            let hashes = self.0.tiles.get(&(*level, *index)).cloned();
            let hashes = hashes.ok_or(StoreError::Corrupt {
                table: "audit_tile",
                column: "hashes",
                row: format!("{level}/{index}"),
            })?;
            Ok(Tile {
                level: *level,
                index: *index,
                hashes,
            })
        };
        at.iter().map(tile).collect()
    }
}
