//! A store in a folder of its own.

use rusqlite::Connection;
use sallyport_crypto::{Keyring, RootKey};
use sallyport_kernel::id::TenantId;
use sallyport_store::{Store, StoreError};
use sallyport_store_sqlite::SqliteStore;
use sallyport_testkit::contract::Place;
use sallyport_testkit::{FakeClock, SeededRandom};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

pub(crate) struct Folder {
    pub(crate) root: RootKey,
    pub(crate) files: TempDir,
    store: Option<Arc<SqliteStore>>,
}

impl Folder {
    pub(crate) fn fresh() -> Self {
        let root = RootKey::generate(&SeededRandom::new(1));
        let mut place = Self {
            root,
            files: TempDir::new().unwrap(),
            store: None,
        };
        place.store = Some(Arc::new(place.open(&place.root).unwrap()));
        place
    }

    /// Opens the folder, as another process would.
    pub(crate) fn open(&self, root: &RootKey) -> Result<SqliteStore, StoreError> {
        let random = Arc::new(SeededRandom::new(2));
        SqliteStore::open(self.files.path(), root, random, Arc::new(FakeClock::new()))
    }

    /// Closes the store: nobody else may hold it.
    pub(crate) fn close(&mut self) {
        self.store = None;
    }

    pub(crate) fn reopen(&mut self) {
        self.close();
        self.store = Some(Arc::new(self.open(&self.root).unwrap()));
    }

    pub(crate) fn control(&self) -> PathBuf {
        self.files.path().join("control.db")
    }

    pub(crate) fn file_of(&self, tenant: TenantId) -> PathBuf {
        self.files
            .path()
            .join("tenants")
            .join(format!("{tenant}.db"))
    }

    /// The tenant's tables, past the store.
    pub(crate) fn raw(&self, tenant: TenantId) -> Connection {
        let keyring = Keyring::new(self.root.clone());
        let control = keyed(
            &self.control(),
            keyring.instance_key("control").unwrap().expose(),
        );
        let sql = "SELECT wrapped_keys FROM tenant WHERE id = ?1";
        let wrapped: String = control
            .query_row(sql, [tenant.to_string()], |row| row.get(0))
            .unwrap();
        let keys = keyring
            .open_tenant(tenant, &wrapped.parse().unwrap())
            .unwrap();
        keyed(&self.file_of(tenant), keys.database().expose())
    }
}

fn keyed(path: &std::path::Path, key: &[u8; 32]) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{}'\"", hex::encode(key)))
        .unwrap();
    connection
}

impl Place for Folder {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(self.store.as_ref().unwrap()) as Arc<dyn Store>
    }
}
