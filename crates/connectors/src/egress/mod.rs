//! The one door to the outside: every outgoing connection of the service is opened in here.
//!
//! A name is resolved once, every address that came of it is checked, and the connection is made to
//! one of the checked addresses, never to the name. Raw clients are banned by lint (`clippy.toml`);
//! the exemptions are in this file. Each lookup and each connection leaves a line in the log (level
//! `debug`), and a test compares those lines with what the process asked of the system.

mod rule;
mod tls;

pub use rule::{Allowance, InvalidAllowance, Refusal, refusal};
pub use tls::{SecureStream, Tls};

use async_trait::async_trait;
use sallyport_query::RunError;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use url::Host;

/// How long one address may take to accept.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Turns names into addresses.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// All addresses of a name.
    async fn resolve(&self, name: &str) -> std::io::Result<Vec<IpAddr>>;
}

/// The operating system's resolver.
#[derive(Debug, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    #[allow(
        clippy::disallowed_methods,
        reason = "names of datasources are looked up here, and the answers are checked"
    )]
    async fn resolve(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0))
            .await?
            .map(|address| address.ip())
            .collect())
    }
}

/// Opens connections to where it is allowed.
#[derive(Clone)]
pub struct Egress {
    resolver: Arc<dyn Resolve>,
    allowances: Arc<[Allowance]>,
    tls: Tls,
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Egress")
            .field("allowances", &self.allowances)
            .finish_non_exhaustive()
    }
}

impl Egress {
    /// A broker that reaches public addresses and what the administrator allowed.
    pub fn new(allowances: Vec<Allowance>) -> Self {
        Self::with(Arc::new(SystemResolver), allowances, Tls::system())
    }

    /// A broker of these parts.
    pub fn with(resolver: Arc<dyn Resolve>, allowances: Vec<Allowance>, tls: Tls) -> Self {
        Self {
            resolver,
            allowances: allowances.into(),
            tls,
        }
    }

    /// How connections are encrypted.
    pub fn tls(&self) -> &Tls {
        &self.tls
    }

    /// Whether the administrator has named that destination, so that it may be inside: by its name, or by a network that
    /// its address is in. Nothing is looked up.
    pub fn is_named(&self, host: &Host<String>, port: u16) -> bool {
        let is_named = |allowance: &Allowance| match (allowance, host) {
            (Allowance::Host(allowed, at), host) => allowed == host && *at == port,
            (Allowance::Net(..), Host::Domain(_)) => false,
            (net, Host::Ipv4(address)) => net.covers(host, IpAddr::V4(*address), port),
            (net, Host::Ipv6(address)) => net.covers(host, IpAddr::V6(*address), port),
        };
        self.allowances.iter().any(is_named)
    }

    /// Checks a destination without connecting: the addresses that a connection would use.
    pub async fn check(&self, host: &Host<String>, port: u16) -> Result<Vec<SocketAddr>, RunError> {
        let addresses = match host {
            Host::Ipv4(address) => vec![IpAddr::V4(*address)],
            Host::Ipv6(address) => vec![IpAddr::V6(*address)],
            Host::Domain(name) => {
                tracing::debug!(%name, "a name is looked up");
                self.resolver
                    .resolve(name)
                    .await
                    .map_err(|error| RunError::Unreachable {
                        stage: "name",
                        kind: Some(error.kind()),
                    })?
            }
        };
        if addresses.is_empty() {
            return Err(RunError::Unreachable {
                stage: "name",
                kind: None,
            });
        }
        for &address in &addresses {
            let Some(refusal) = refusal(address) else {
                continue;
            };
            // One bad address spoils the name: it is how a name is made to point inside.
            if !self
                .allowances
                .iter()
                .any(|allowance| allowance.covers(host, address, port))
            {
                tracing::warn!(
                    reason = refusal.reason(),
                    "an outgoing connection was refused"
                );
                return Err(RunError::DestinationRefused {
                    reason: refusal.reason(),
                });
            }
        }
        Ok(addresses
            .into_iter()
            .map(|address| SocketAddr::new(address, port))
            .collect())
    }

    /// Connects to a destination, if it is allowed.
    pub async fn connect(&self, host: &Host<String>, port: u16) -> Result<TcpStream, RunError> {
        let mut kind = None;
        for address in self.check(host, port).await? {
            match connect_to(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => kind = Some(error.kind()),
            }
        }
        Err(RunError::Unreachable {
            stage: "connection",
            kind,
        })
    }
}

/// The only place that opens a socket to the outside.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the egress broker that everything else must use"
)]
async fn connect_to(address: SocketAddr) -> std::io::Result<TcpStream> {
    tracing::debug!(%address, "a connection is opened");
    let stream = tokio::time::timeout(CONNECT_TIMEOUT, TcpStream::connect(address)).await??;
    stream.set_nodelay(true)?;
    Ok(stream)
}
