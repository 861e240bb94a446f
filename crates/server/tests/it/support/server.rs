//! The server of one test.

use super::Visitor;
use super::client;
use super::mailbox::Mailbox;
use super::world::World;
use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use sallyport_crypto::RootKey;
use sallyport_http::Service;
use sallyport_http::layers::proxies::Proxies;
use sallyport_http::service::Origin;
use sallyport_identity::password::Cost;
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Clock, Random};
use sallyport_limits::Limits;
use sallyport_mail::Smtp;
use sallyport_sandbox::CageConfig;
use sallyport_server::serve::answer;
use sallyport_server::system::SystemRandom;
use sallyport_server::wiring::{Foundation, Instance, assemble};
use sallyport_store::Store;
use sallyport_store_postgres::PostgresStore;
use sallyport_store_sqlite::SqliteStore;
use sallyport_testkit::{FakeClock, TestDatabase};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Which store a test's server keeps everything in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    /// The embedded store.
    Sqlite,
    /// PostgreSQL, in a database of its own on the server of `SALLYPORT_TEST_POSTGRES`.
    Postgres,
}

/// A store, and the database to drop after it.
type Opened = (Arc<dyn Store>, Option<TestDatabase>);

/// A server on a port of its own, with a store, a clock and a small support console of its own.
pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    pub(crate) origin: Origin,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) service: Service,
    pub(crate) home: TenantId,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) world: World,
    pub(crate) mailbox: Mailbox,
    _folder: TempDir,
    serving: JoinHandle<()>,
    _database: Option<TestDatabase>,
}

impl TestServer {
    /// A server on the embedded store.
    pub(crate) async fn start() -> Self {
        Self::on(Backend::Sqlite).await
    }

    /// A server on that store.
    pub(crate) async fn on(backend: Backend) -> Self {
        Self::with(backend, |store| store).await
    }

    /// A server on that store that has no mail server.
    pub(crate) async fn without_mail(backend: Backend) -> Self {
        Self::made(backend, |store| store, false).await
    }

    /// A server whose store is seen through `wrap`.
    pub(crate) async fn with(
        backend: Backend,
        wrap: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>,
    ) -> Self {
        Self::made(backend, wrap, true).await
    }

    async fn made(
        backend: Backend,
        wrap: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>,
        mails: bool,
    ) -> Self {
        let mailbox = Mailbox::open().await;
        let smtp = || {
            let url = format!("smtp://{}", mailbox.address).parse().unwrap();
            Smtp::new(&url, None, "Sallyport <sallyport@example.com>").unwrap()
        };
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FakeClock::new());
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let (store, database) = open(backend, &folder, &random, &clock).await;
        let store = wrap(store);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let origin = Origin {
            secure: false,
            authority: format!("localhost:{}", address.port()),
        };
        let sources = folder.path().join("sources");
        std::fs::create_dir(&sources).unwrap();
        let mut cage = CageConfig::new(
            PathBuf::from(env!("CARGO_BIN_EXE_sallyport")),
            ["cage".into()],
        );
        cage.children = 1;
        // Time enough for a machine that does many things at once.
        cage.deadline = std::time::Duration::from_secs(10);
        let foundation = Foundation {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random,
            cost: Cost {
                memory_kib: 8,
                passes: 1,
            },
            allowances: Vec::new(),
            sqlite_folders: vec![sources.clone()],
            cage,
            origin: origin.clone(),
            mail: mails.then(smtp),
            limits: Limits::local(Arc::clone(&clock) as Arc<dyn Clock>),
            proxies: Proxies::default(),
        };
        let instance = assemble(foundation).await.unwrap();
        let world = World::make(&instance, &sources).await;
        let Instance { service, home, .. } = &instance;
        let (service, home) = (service.clone(), *home);
        let serving = tokio::spawn(async move { answer(instance, listener).await.unwrap() });
        Self {
            address,
            origin,
            store,
            service,
            home,
            clock,
            world,
            mailbox,
            _folder: folder,
            serving,
            _database: database,
        }
    }

    /// Sends a request and gives back what came.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> super::Reply {
        client::try_send(self.address, request)
            .await
            .expect("the server does not answer")
    }

    /// Nobody known.
    pub(crate) fn anonymous(&self) -> Visitor<'_> {
        Visitor::new(self, None)
    }
}

async fn open(
    backend: Backend,
    folder: &TempDir,
    random: &Arc<dyn Random>,
    clock: &Arc<FakeClock>,
) -> Opened {
    let root = RootKey::generate(&**random);
    let random = Arc::clone(random);
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    match backend {
        Backend::Sqlite => {
            let data = folder.path().join("data");
            let store = SqliteStore::open(&data, &root, random, clock).unwrap();
            (Arc::new(store), None)
        }
        Backend::Postgres => {
            let database = TestDatabase::empty().await;
            let store = PostgresStore::open(&url_of(&database), &root, random, clock).await;
            (Arc::new(store.unwrap()), Some(database))
        }
    }
}

/// How the store connects to it.
pub(crate) fn url_of(database: &TestDatabase) -> String {
    #[allow(clippy::disallowed_methods, reason = "the test's own database server")]
    let server = std::env::var("SALLYPORT_TEST_POSTGRES").unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(database.name());
    url.into()
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
