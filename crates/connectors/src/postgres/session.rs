//! One connection to a server: opened through the broker, with its prepared statements.

use super::{ByText, encode, fault};
use crate::egress::{Egress, SecureStream};
use crate::vault::{Vault, credential};
use sallyport_query::target::parse_host;
use sallyport_query::{
    Column, Columns, Credential, PostgresSettings, RunError, Settings, Target, TlsMode,
};
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_postgres::config::{ChannelBinding as Binding, SslMode};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_postgres::types::Type;
use tokio_postgres::{CancelToken, Client, Config, Statement};
use url::Host;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 256;
/// How long a login may take.
const LOGIN_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection may take to become as it was opened, before it is closed.
const RESET_TIMEOUT: Duration = Duration::from_secs(5);
/// Undoes what a statement may have left behind on its connection, were it by `set_config`. What the
/// connection was opened with are start-up options, to which `reset all` returns.
const RESET: &str = "reset session authorization; reset role; reset all; \
                     select pg_catalog.pg_advisory_unlock_all(); discard temp";
/// How long the server is asked to stop a statement, before the connection is just closed.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(5);

/// Whether the statements of a connection may change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The server itself refuses changes.
    Reading,
    /// Changes are possible.
    Writing,
}

/// How connections to one target are opened.
#[derive(Clone)]
pub(super) struct Opener {
    pub(super) egress: Egress,
    pub(super) vault: Arc<dyn Vault>,
    pub(super) target: Arc<Target>,
}

impl Opener {
    fn settings(&self) -> Result<(&PostgresSettings, Host<String>), RunError> {
        let Settings::Postgres(settings) = &self.target.settings else {
            return Err(RunError::Mismatch);
        };
        let host = parse_host(&settings.host).map_err(|_| RunError::DestinationRefused {
            reason: "the address is not valid",
        })?;
        Ok((settings, host))
    }

    /// Opens a connection.
    pub(super) async fn open(&self, mode: Mode) -> Result<Session, RunError> {
        let (settings, host) = self.settings()?;
        let stream = self.egress.connect(&host, settings.port).await?;
        let mut config = Config::new();
        config
            .user(&settings.username)
            .dbname(&settings.database)
            .application_name("sallyport")
            .channel_binding(Binding::Disable)
            .ssl_mode(if settings.tls == TlsMode::Disable {
                SslMode::Disable
            } else {
                SslMode::Require
            })
            .options(match mode {
                Mode::Reading => {
                    "-c TimeZone=UTC -c DateStyle=ISO -c default_transaction_read_only=on"
                }
                Mode::Writing => {
                    "-c TimeZone=UTC -c DateStyle=ISO -c default_transaction_read_only=off"
                }
            });
        if let Some(Credential::Password(password)) = credential(&*self.vault, &self.target).await?
        {
            config.password(password.expose());
        }
        let tls = self.tls()?;
        let login = tokio::time::timeout(LOGIN_TIMEOUT, config.connect_raw(stream, tls));
        let (client, connection) = login
            .await
            .map_err(|_| RunError::Unreachable {
                stage: "login",
                kind: Some(std::io::ErrorKind::TimedOut),
            })?
            .map_err(|error| fault::connect(&error))?;
        // It ends by itself when the client is dropped, or when the connection breaks.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        let canceller = Canceller {
            opener: self.clone(),
            token: client.cancel_token(),
        };
        Ok(Session {
            client,
            canceller,
            statements: Mutex::default(),
        })
    }

    fn tls(&self) -> Result<TlsOver, RunError> {
        let (settings, host) = self.settings()?;
        Ok(TlsOver {
            egress: self.egress.clone(),
            host,
            verify: settings.tls == TlsMode::VerifyFull,
        })
    }
}

/// An open connection.
pub(super) struct Session {
    pub(super) client: Client,
    pub(super) canceller: Canceller,
    statements: Mutex<ByText<Arc<Prepared>>>,
}

/// A statement that a connection has prepared, with what is the same in each of its runs.
pub(super) struct Prepared {
    pub(super) statement: Statement,
    pub(super) columns: Columns,
    pub(super) types: Arc<[Type]>,
}

impl Prepared {
    fn of(statement: Statement) -> Self {
        let columns = statement.columns().iter();
        let columns: Vec<Column> = columns
            .map(|column| Column {
                name: column.name().to_owned(),
                kind: encode::column_type(column.type_()),
            })
            .collect();
        let types = statement.columns().iter();
        Self {
            columns: columns.into(),
            types: types.map(|column| column.type_().clone()).collect(),
            statement,
        }
    }
}

impl Session {
    /// The prepared statement for a text; prepared when it is new to this connection.
    pub(super) async fn prepare(
        &self,
        text: &Arc<str>,
    ) -> Result<Arc<Prepared>, tokio_postgres::Error> {
        let known = self
            .statements
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(text)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let prepared = Arc::new(Prepared::of(self.client.prepare(text).await?));
        let mut statements = self
            .statements
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if statements.len() >= STATEMENTS {
            statements.clear();
        }
        statements.insert(Arc::clone(text), Arc::clone(&prepared));
        Ok(prepared)
    }

    /// Makes the connection as it was opened; `false` if it must not be used any more.
    pub(super) async fn reset(&self) -> bool {
        let reset = tokio::time::timeout(RESET_TIMEOUT, self.client.batch_execute(RESET));
        matches!(reset.await, Ok(Ok(())))
    }

    /// Forgets a statement that the server no longer takes.
    pub(super) fn forget(&self, text: &Arc<str>) {
        self.statements
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(text);
    }
}

/// Stops what a connection is doing, over a connection of its own.
#[derive(Clone)]
pub(super) struct Canceller {
    opener: Opener,
    token: CancelToken,
}

impl Canceller {
    /// Asks the server to stop. Nothing can be done if it does not.
    pub(super) async fn cancel(&self) {
        let stopped = tokio::time::timeout(CANCEL_TIMEOUT, async {
            let (settings, host) = self.opener.settings()?;
            let stream = self.opener.egress.connect(&host, settings.port).await?;
            let tls = self.opener.tls()?;
            self.token
                .cancel_query_raw(stream, tls)
                .await
                .map_err(|error| fault::run(&error))
        });
        if !matches!(stopped.await, Ok(Ok(()))) {
            tracing::warn!(datasource = %self.opener.target.datasource, "a statement could not be cancelled");
        }
    }
}

/// TLS for the driver, by the broker.
struct TlsOver {
    egress: Egress,
    host: Host<String>,
    verify: bool,
}

impl TlsConnect<TcpStream> for TlsOver {
    type Stream = Encrypted;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Encrypted, Self::Error>> + Send>>;

    fn connect(self, stream: TcpStream) -> Self::Future {
        Box::pin(async move {
            let tls = self.egress.tls();
            let stream = if self.verify {
                tls.verified(&self.host, stream).await?
            } else {
                tls.unverified(&self.host, stream).await?
            };
            Ok(Encrypted(stream))
        })
    }
}

/// An encrypted stream, as the driver wants it.
struct Encrypted(SecureStream);

impl TlsStream for Encrypted {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
