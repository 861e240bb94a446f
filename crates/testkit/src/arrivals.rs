//! A server of one test that takes whatever comes, and what came that nobody has looked at yet.

use std::fmt::Display;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// The longest that a message may take on a machine that does many things at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came, and what is said to the next ones instead of taking them.
pub(crate) struct Arrivals<T> {
    came: Mutex<Vec<T>>,
    refusals: Mutex<Vec<&'static str>>,
    news: Notify,
}

impl<T> Default for Arrivals<T> {
    fn default() -> Self {
        Self {
            came: Mutex::default(),
            refusals: Mutex::default(),
            news: Notify::new(),
        }
    }
}

impl<T> Arrivals<T> {
    pub(crate) fn put(&self, one: T) {
        self.came.lock().unwrap().push(one);
        self.news.notify_waiters();
    }

    /// The first such that nobody has looked at yet; waits for it.
    pub(crate) async fn next(&self, what: impl Display, is_it: impl Fn(&T) -> bool) -> T {
        let found = async {
            loop {
                let news = self.news.notified();
                if let Some(one) = self.take(&is_it) {
                    return one;
                }
                news.await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.unwrap_or_else(|_| panic!("no {what} arrives"))
    }

    fn take(&self, is_it: impl Fn(&T) -> bool) -> Option<T> {
        let mut came = self.came.lock().unwrap();
        let at = came.iter().position(is_it)?;
        Some(came.remove(at))
    }

    /// How many such came that nobody has looked at.
    pub(crate) fn count(&self, is_it: impl Fn(&T) -> bool) -> usize {
        let came = self.came.lock().unwrap();
        came.iter().filter(|one| is_it(one)).count()
    }

    /// What is said to the next one instead of taking it.
    pub(crate) fn refuse_next(&self, words: &'static str) {
        self.refusals.lock().unwrap().push(words);
    }

    pub(crate) fn refusal(&self) -> Option<&'static str> {
        self.refusals.lock().unwrap().pop()
    }
}

/// Listens on this machine until it is dropped.
pub(crate) struct Listening {
    pub(crate) address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Listening {
    /// Each connection is conversed with in a task of its own.
    pub(crate) async fn open<T, F>(
        arrivals: &Arc<Arrivals<T>>,
        converse: fn(TcpStream, Arc<Arrivals<T>>) -> F,
    ) -> Self
    where
        T: Send + 'static,
        F: Future<Output = Option<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let arrivals = Arc::clone(arrivals);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&arrivals)));
            }
        });
        Self { address, serving }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
