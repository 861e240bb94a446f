//! The server of one test.

use super::Visitor;
use super::client;
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
use sallyport_testkit::{FakeClock, Mailbox, Telephone, TestDatabase};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
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
    /// The gateway for SMS that the server may reach, if it is told of it.
    pub(crate) telephone: Arc<Telephone>,
    root: RootKey,
    sources: PathBuf,
    _folder: Option<TempDir>,
    serving: JoinHandle<()>,
    database: Option<TestDatabase>,
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

    /// A server on such a store as this one's, with nothing of what was done here.
    pub(crate) async fn another(&self) -> Self {
        Self::on(match self.database {
            Some(_) => Backend::Postgres,
            None => Backend::Sqlite,
        })
        .await
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
        let telephone = Arc::new(Telephone::open().await);
        let smtp = || {
            let url = format!("smtp://{}", mailbox.address).parse().unwrap();
            Smtp::new(&url, None, "Sallyport <sallyport@example.com>").unwrap()
        };
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FakeClock::new());
        let root = RootKey::generate(&SystemRandom);
        let (store, database) = open(backend, &folder, &root, &clock).await;
        let store = wrap(store);
        let sources = folder.path().join("sources");
        std::fs::create_dir(&sources).unwrap();
        let (instance, listener, origin) =
            build(&store, &clock, &sources, mails.then(smtp), &telephone).await;
        let world = World::make(&instance, &sources).await;
        Self {
            address: listener.local_addr().unwrap(),
            origin,
            service: instance.service.clone(),
            home: instance.home,
            serving: tokio::spawn(async move { answer(instance, listener).await.unwrap() }),
            store,
            clock,
            world,
            mailbox,
            telephone,
            root,
            sources,
            _folder: Some(folder),
            database,
        }
    }

    /// Another node over the same PostgreSQL store, at the same time.
    pub(crate) async fn beside(&self) -> Self {
        let url = url_of(self.database.as_ref().expect("one file has one node"));
        let (random, clock) = (Arc::new(SystemRandom), Arc::clone(&self.clock));
        let store = PostgresStore::open(&url, &self.root, random, clock.clone()).await;
        let store: Arc<dyn Store> = Arc::new(store.unwrap());
        let (instance, listener, origin) =
            build(&store, &clock, &self.sources, None, &self.telephone).await;
        assert_eq!(instance.home, self.home);
        Self {
            address: listener.local_addr().unwrap(),
            origin,
            service: instance.service.clone(),
            home: instance.home,
            serving: tokio::spawn(async move { answer(instance, listener).await.unwrap() }),
            store,
            clock,
            world: self.world.clone(),
            root: self.root.clone(),
            sources: self.sources.clone(),
            _folder: None,
            database: None,
            mailbox: Mailbox::open().await,
            telephone: Arc::clone(&self.telephone),
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

/// An instance over a store, and the port that it is to answer on.
async fn build(
    store: &Arc<dyn Store>,
    clock: &Arc<FakeClock>,
    sources: &Path,
    mail: Option<Smtp>,
    telephone: &Telephone,
) -> (Instance, TcpListener, Origin) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin {
        secure: false,
        authority: format!("localhost:{}", listener.local_addr().unwrap().port()),
    };
    let mut cage = CageConfig::new(
        PathBuf::from(env!("CARGO_BIN_EXE_sallyport")),
        ["cage".into()],
    );
    cage.children = 1;
    // Time enough for a machine that does many things at once.
    cage.deadline = std::time::Duration::from_secs(10);
    let foundation = Foundation {
        store: Arc::clone(store),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        random: Arc::new(SystemRandom),
        cost: Cost {
            memory_kib: 8,
            passes: 1,
        },
        allowances: vec![telephone.address.to_string().parse().unwrap()],
        sqlite_folders: vec![sources.to_owned()],
        cage,
        origin: origin.clone(),
        mail,
        limits: Limits::local(Arc::clone(clock) as Arc<dyn Clock>),
        proxies: Proxies::default(),
    };
    (assemble(foundation).await.unwrap(), listener, origin)
}

async fn open(
    backend: Backend,
    folder: &TempDir,
    root: &RootKey,
    clock: &Arc<FakeClock>,
) -> Opened {
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    match backend {
        Backend::Sqlite => {
            let data = folder.path().join("data");
            let store = SqliteStore::open(&data, root, random, clock).unwrap();
            (Arc::new(store), None)
        }
        Backend::Postgres => {
            let database = TestDatabase::empty().await;
            let store = PostgresStore::open(&url_of(&database), root, random, clock).await;
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
