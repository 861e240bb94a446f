//! A store in a database of its own.

use sallyport_crypto::RootKey;
use sallyport_store::Store;
use sallyport_store_postgres::PostgresStore;
use sallyport_testkit::contract::{Place, fixtures};
use sallyport_testkit::{FakeClock, SeededRandom, TestDatabase};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Migrated once, copied for each test.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

pub(crate) struct Database {
    store: Arc<PostgresStore>,
    pub(crate) database: TestDatabase,
}

impl Database {
    pub(crate) async fn fresh() -> Self {
        let template = TEMPLATE.get_or_init(make_template).await;
        let database = TestDatabase::from_template(template).await;
        let store = Arc::new(node(&database, "postgres").await);
        Self { store, database }
    }

    /// Another node on the same database.
    pub(crate) async fn node(&self) -> Arc<PostgresStore> {
        Arc::new(node(&self.database, "postgres").await)
    }
}

/// A database whose control schema is there, which nobody is connected to.
async fn make_template() -> String {
    let database = TestDatabase::empty().await;
    let server = database.connect_to_server().await;
    let name = format!("template_{}", std::process::id());
    drop_templates_of_ended_runs(&server).await;
    drop(node(&database, "postgres").await);
    let end = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
        database.name()
    );
    server.batch_execute(&end).await.unwrap();
    server
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .await
        .unwrap();
    server
        .batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE {}",
            database.name()
        ))
        .await
        .unwrap();
    name
}

async fn drop_templates_of_ended_runs(server: &tokio_postgres::Client) {
    let names = "SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9]+$'";
    for row in server.query(names, &[]).await.unwrap() {
        let name: String = row.get(0);
        let process = name.replace("template_", "/proc/");
        if !std::path::Path::new(&process).exists() {
            let _ = server
                .batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))
                .await;
        }
    }
}

pub(crate) fn url(database: &TestDatabase, user: &str) -> String {
    let config = database.config();
    let host = match &config.get_hosts()[0] {
        tokio_postgres::config::Host::Tcp(host) => host.clone(),
        tokio_postgres::config::Host::Unix(path) => path.display().to_string().replace('/', "%2F"),
    };
    format!(
        "postgres://{user}@{host}:{}/{}",
        config.get_ports()[0],
        database.name()
    )
}

pub(crate) async fn node(database: &TestDatabase, user: &str) -> PostgresStore {
    let (root, random) = (RootKey::generate(&SeededRandom::new(1)), Arc::new(Unseeded));
    PostgresStore::open(
        &url(database, user),
        &root,
        random,
        Arc::new(FakeClock::new()),
    )
    .await
    .unwrap()
}

/// Keys and record ids that differ between tests on the same server.
struct Unseeded;

impl sallyport_kernel::Random for Unseeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            let length = chunk.len();
            chunk.copy_from_slice(&fixtures::unique()[..length]);
        }
    }
}

impl Place for Database {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store) as Arc<dyn Store>
    }
}
