//! Connections to HTTP sources: opened by the broker, used by one request at a time, and kept for a while.
//!
//! A connection goes back only when an answer was read to its end on it, and only for the same version of
//! the same target; in any other case it is closed. Each new one is resolved and checked anew.

use crate::egress::Egress;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use sallyport_kernel::Environment;
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_query::{RunError, Target};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use url::Host;

/// Connections that wait for the next request of one target.
const FOR_EACH: usize = 8;
/// And of all targets together.
const IN_ALL: usize = 128;
/// How long they wait.
const IDLE: Duration = Duration::from_secs(30);
/// What is read ahead of an answer.
const AHEAD: usize = 64 * 1024;

/// An open connection; dropping it closes it.
pub(super) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    driver: tokio::task::JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connection {
    /// Opens a connection, if the broker allows it.
    pub(super) async fn open(
        egress: &Egress,
        host: &Host<String>,
        port: u16,
        is_encrypted: bool,
    ) -> Result<Self, RunError> {
        let stream = egress.connect(host, port).await?;
        if is_encrypted {
            Self::over(egress.tls().verified(host, stream).await?).await
        } else {
            Self::over(stream).await
        }
    }

    async fn over<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
        stream: S,
    ) -> Result<Self, RunError> {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(AHEAD)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| broken(&error))?;
        let driver = tokio::spawn(async move {
            let _ = connection.await;
        });
        Ok(Self { sender, driver })
    }

    /// Sends a request and reads the head of its answer.
    pub(super) async fn ask(
        mut self,
        request: Request<Full<Bytes>>,
        back_to: Option<Shelf>,
    ) -> Result<http::Response<Body>, RunError> {
        let sent = async {
            self.sender.ready().await?;
            self.sender.send_request(request).await
        };
        let (head, incoming) = sent.await.map_err(|error| broken(&error))?.into_parts();
        let mut body = Body {
            incoming,
            connection: Some((self, back_to)),
        };
        if body.incoming.is_end_stream() {
            body.give_back();
        }
        Ok(http::Response::from_parts(head, body))
    }
}

/// What hyper says is for the log of nobody: it may quote what the source sent.
fn broken(_: &hyper::Error) -> RunError {
    RunError::Unreachable {
        stage: "request",
        kind: None,
    }
}

/// The body of an answer, and the connection that it comes on.
pub(super) struct Body {
    incoming: Incoming,
    connection: Option<(Connection, Option<Shelf>)>,
}

impl Body {
    /// The next bytes. With the last of them the connection is free for another request.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, RunError> {
        while let Some(frame) = self.incoming.frame().await {
            match frame.map_err(|error| broken(&error))?.into_data() {
                Ok(data) if !data.is_empty() => return Ok(Some(data)),
                _ => {}
            }
        }
        self.give_back();
        Ok(None)
    }

    fn give_back(&mut self) {
        if let Some((connection, Some(shelf))) = self.connection.take() {
            shelf.put(connection);
        }
    }
}

type Place = (TenantId, DatasourceId, Environment);

/// The connections that wait.
#[derive(Default)]
pub(super) struct Pool(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    places: HashMap<Place, Kept>,
    /// Whether a task is there that closes those which have waited too long.
    is_swept: bool,
}

/// The connections of one version of a target, the one used last at the end.
struct Kept {
    version: u64,
    connections: Vec<(Connection, Instant)>,
}

impl Pool {
    /// Where the connections of a target are.
    pub(super) fn shelf(self: &Arc<Self>, target: &Target) -> Shelf {
        Shelf {
            pool: Arc::clone(self),
            place: (target.tenant, target.datasource, target.environment),
            version: target.version,
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes those that have waited too long, from time to time, as long as there are any.
    async fn sweep(pool: Weak<Self>) {
        loop {
            tokio::time::sleep(IDLE).await;
            match pool.upgrade() {
                Some(pool) if !pool.close_old() => {}
                _ => return,
            }
        }
    }

    /// Closes those that have waited too long; whether none are left.
    fn close_old(&self) -> bool {
        let mut waiting = self.waiting();
        waiting.places.retain(|_, kept| {
            kept.connections.retain(is_usable);
            !kept.connections.is_empty()
        });
        waiting.is_swept = !waiting.places.is_empty();
        !waiting.is_swept
    }
}

fn is_usable((connection, since): &(Connection, Instant)) -> bool {
    since.elapsed() < IDLE && !connection.sender.is_closed()
}

/// The place of one target's connections, as configured at one moment.
#[derive(Clone)]
pub(super) struct Shelf {
    pool: Arc<Pool>,
    place: Place,
    version: u64,
}

impl Shelf {
    /// A connection that waited, if there is one. Those of an older version are closed.
    pub(super) fn take(&self) -> Option<Connection> {
        let mut waiting = self.pool.waiting();
        let kept = waiting.places.get_mut(&self.place)?;
        if kept.version < self.version {
            waiting.places.remove(&self.place);
            return None;
        }
        if kept.version > self.version {
            return None;
        }
        kept.connections.retain(is_usable);
        kept.connections.pop().map(|(connection, _)| connection)
    }

    fn put(self, connection: Connection) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let mut waiting = self.pool.waiting();
        let there: usize = waiting
            .places
            .values()
            .map(|kept| kept.connections.len())
            .sum();
        let kept = waiting.places.entry(self.place).or_insert(Kept {
            version: self.version,
            connections: Vec::new(),
        });
        if kept.version < self.version {
            kept.version = self.version;
            kept.connections.clear();
        }
        if kept.version == self.version && kept.connections.len() < FOR_EACH && there < IN_ALL {
            kept.connections.push((connection, Instant::now()));
        }
        if !waiting.is_swept {
            waiting.is_swept = true;
            runtime.spawn(Pool::sweep(Arc::downgrade(&self.pool)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(datasource: u8, version: u64) -> Target {
        let settings = sallyport_query::RestSettings {
            base_url: "http://example.com/".to_owned(),
            headers: vec![],
        };
        Target {
            tenant: TenantId::from_bytes([1; 16]),
            datasource: DatasourceId::from_bytes([datasource; 16]),
            environment: Environment::Production,
            version,
            settings: sallyport_query::Settings::Rest(settings),
            credential: None,
        }
    }

    /// A connection, and its other end, which sees it closed.
    async fn connection() -> (Connection, tokio::io::DuplexStream) {
        let (near, far) = tokio::io::duplex(1024);
        (Connection::over(near).await.unwrap(), far)
    }

    async fn is_closed(mut far: tokio::io::DuplexStream) -> bool {
        use tokio::io::AsyncReadExt as _;
        let read = far.read_u8();
        let read = tokio::time::timeout(Duration::from_secs(10), read).await;
        read.is_ok_and(|read| read.is_err())
    }

    #[tokio::test]
    async fn a_target_keeps_a_few_connections_and_all_targets_not_many_more() {
        let pool = Arc::new(Pool::default());
        let mut far = Vec::new();
        for datasource in 0..40 {
            for _ in 0..=FOR_EACH {
                let (near, end) = connection().await;
                pool.shelf(&target(datasource, 1)).put(near);
                far.push(end);
            }
        }

        let sizes: Vec<usize> = (0..40)
            .map(|datasource| {
                let shelf = pool.shelf(&target(datasource, 1));
                std::iter::from_fn(|| shelf.take()).count()
            })
            .collect();

        assert_eq!(sizes.iter().max(), Some(&FOR_EACH));
        assert_eq!(sizes.iter().sum::<usize>(), IN_ALL);
    }

    #[tokio::test]
    async fn a_newer_version_closes_the_connections_of_the_older_and_an_older_gets_none() {
        let pool = Arc::new(Pool::default());
        let (first, first_end) = connection().await;
        let (second, _second_end) = connection().await;
        let (late, late_end) = connection().await;
        pool.shelf(&target(1, 1)).put(first);

        assert!(pool.shelf(&target(1, 2)).take().is_none());
        assert!(is_closed(first_end).await);
        pool.shelf(&target(1, 2)).put(second);
        pool.shelf(&target(1, 1)).put(late);

        assert!(is_closed(late_end).await);
        assert!(pool.shelf(&target(1, 1)).take().is_none());
        assert!(pool.shelf(&target(1, 2)).take().is_some());
    }

    #[tokio::test]
    async fn a_connection_that_nobody_asks_for_is_closed() {
        let pool = Arc::new(Pool::default());
        let (old, old_end) = connection().await;
        let (fresh, _fresh_end) = connection().await;
        pool.shelf(&target(1, 1)).put(old);
        pool.shelf(&target(2, 1)).put(fresh);
        let first = pool.shelf(&target(1, 1)).place;
        let long_ago = Instant::now().checked_sub(IDLE).unwrap();
        pool.waiting().places.get_mut(&first).unwrap().connections[0].1 = long_ago;

        assert!(!pool.close_old());
        assert!(is_closed(old_end).await);
        assert!(pool.shelf(&target(1, 1)).take().is_none());
        let kept = pool.shelf(&target(2, 1)).take();
        assert!(kept.is_some());
        assert!(pool.close_old(), "the sweeper has nothing left to do");
    }
}
