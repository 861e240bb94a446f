//! Another node over a test's store, with limits and proxies of its own.

use super::client::{self, Reply};
use super::server::TestServer;
use bytes::Bytes;
use http::Method;
use http_body_util::Full;
use sallyport_http::Service;
use sallyport_http::layers::proxies::Proxies;
use sallyport_http::service::Origin;
use sallyport_identity::password::Cost;
use sallyport_kernel::Clock;
use sallyport_limits::Limits;
use sallyport_mail::Smtp;
use sallyport_sandbox::CageConfig;
use sallyport_server::serve::answer;
use sallyport_server::system::SystemRandom;
use sallyport_server::wiring::{Foundation, assemble};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What password hashes cost in tests, as a rule.
pub(crate) const CHEAP: Cost = Cost {
    memory_kib: 8,
    passes: 1,
};

/// A node of a test.
pub(crate) struct Node {
    pub(crate) service: Service,
    address: SocketAddr,
    origin: Origin,
    serving: JoinHandle<()>,
}

/// How a node differs from the test's own server.
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    pub(crate) proxies: Vec<&'static str>,
    pub(crate) cost: Cost,
    pub(crate) mail: Option<Smtp>,
}

impl TestServer {
    /// How the test's mailbox is reached.
    pub(crate) fn smtp(&self) -> Smtp {
        let url = format!("smtp://{}", self.mailbox.address).parse().unwrap();
        Smtp::new(&url, None, "Sallyport <sallyport@example.com>").unwrap()
    }

    /// A node that counts for itself and trusts the word of whoever connects to it, as of a proxy on this machine.
    pub(crate) async fn behind_a_proxy(&self) -> Node {
        self.node(Settings {
            limits: Limits::local(Arc::clone(&self.clock) as Arc<dyn Clock>),
            proxies: vec!["127.0.0.1"],
            cost: CHEAP,
            mail: None,
        })
        .await
    }

    /// The same, and it sends e-mails to the test's mailbox.
    pub(crate) async fn behind_a_proxy_with_mail(&self) -> Node {
        self.node(Settings {
            limits: Limits::local(Arc::clone(&self.clock) as Arc<dyn Clock>),
            proxies: vec!["127.0.0.1"],
            cost: CHEAP,
            mail: Some(self.smtp()),
        })
        .await
    }

    /// A node that counts in Redis, behind a proxy.
    pub(crate) async fn node_on(&self, redis: &sallyport_testkit::TestRedis) -> Node {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        self.node(Settings {
            limits: Limits::redis(redis.url(), clock).unwrap(),
            proxies: vec!["127.0.0.1"],
            cost: CHEAP,
            mail: None,
        })
        .await
    }

    /// A node over the same store, at the same time.
    pub(crate) async fn node(&self, settings: Settings) -> Node {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let origin = Origin {
            secure: false,
            authority: format!("localhost:{}", address.port()),
        };
        let program = PathBuf::from(env!("CARGO_BIN_EXE_sallyport"));
        let mut cage = CageConfig::new(program, ["cage".into()]);
        cage.children = 1;
        let proxies = settings.proxies.iter().map(|text| text.parse().unwrap());
        let foundation = Foundation {
            store: Arc::clone(&self.store),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            random: Arc::new(SystemRandom),
            cost: settings.cost,
            allowances: Vec::new(),
            sqlite_folders: Vec::new(),
            cage,
            mail: settings.mail,
            origin: origin.clone(),
            limits: settings.limits,
            proxies: Proxies::new(proxies.collect()),
        };
        let instance = assemble(foundation).await.unwrap();
        Node {
            service: instance.service.clone(),
            address,
            origin,
            serving: tokio::spawn(async move { answer(instance, listener).await.unwrap() }),
        }
    }
}

impl Node {
    /// The port that it answers on.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Sends JSON, or nothing, with these headers.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        let mut builder = client::request(&self.origin.authority, method, path);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let bytes = body.map(|body| Bytes::from(body.to_string()));
        if bytes.is_some() {
            builder = builder.header("content-type", "application/json");
        }
        let request = builder.body(Full::new(bytes.unwrap_or_default())).unwrap();
        client::try_send(self.address, request)
            .await
            .expect("the node does not answer")
    }

    /// Sends JSON as from that address, by way of the proxy.
    pub(crate) async fn post_from(&self, from: &str, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, &[("x-forwarded-for", from)], Some(body))
            .await
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
