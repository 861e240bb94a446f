//! A gateway for SMS of one test: it takes whatever comes, and shows what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// The longest that a message may take on a machine that does many things at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request as it came over the wire.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The method, the path with its query, and the headers.
    pub head: String,
    /// What came behind them.
    pub body: String,
}

impl Asked {
    /// The path with its query.
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

#[derive(Default)]
struct Inside {
    asked: Mutex<Vec<Asked>>,
    /// What is answered to the next requests instead of taking the message: a status, and headers.
    answers: Mutex<Vec<&'static str>>,
    news: Notify,
}

/// The gateway, and the requests that nobody has looked at yet.
pub struct Telephone {
    /// Where it listens.
    pub address: SocketAddr,
    inside: Arc<Inside>,
    serving: JoinHandle<()>,
}

impl Telephone {
    /// Opens one on this machine.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Arc::new(Inside::default());
        let shared = Arc::clone(&inside);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inside = Arc::clone(&shared);
                tokio::spawn(async move { converse(stream, &inside).await });
            }
        });
        Self {
            address,
            inside,
            serving,
        }
    }

    /// Where it is asked.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next request that nobody has looked at yet; waits for it.
    pub async fn next(&self) -> Asked {
        let found = async {
            loop {
                let news = self.inside.news.notified();
                let mut asked = std::mem::take(&mut *self.inside.asked.lock().unwrap());
                if !asked.is_empty() {
                    let first = asked.remove(0);
                    self.inside.asked.lock().unwrap().splice(0..0, asked);
                    return first;
                }
                news.await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.unwrap_or_else(|_| panic!("no message arrives"))
    }

    /// How many requests have come that nobody has looked at.
    pub fn unread(&self) -> usize {
        self.inside.asked.lock().unwrap().len()
    }

    /// What the gateway answers to the next request instead of taking the message.
    pub fn answer_next(&self, head: &'static str) {
        self.inside.answers.lock().unwrap().push(head);
    }
}

impl Drop for Telephone {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn converse(mut stream: TcpStream, inside: &Inside) -> Option<()> {
    let (mut came, mut chunk) = (Vec::new(), [0; 4096]);
    let asked = loop {
        if let Some(asked) = whole(&came) {
            break asked;
        }
        match stream.read(&mut chunk).await.ok()? {
            0 => return None,
            read => came.extend_from_slice(&chunk[..read]),
        }
    };
    let answer = inside.answers.lock().unwrap().pop();
    if answer.is_none() {
        inside.asked.lock().unwrap().push(asked);
    }
    let head = answer.unwrap_or("202 Accepted");
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    inside.news.notify_waiters();
    Some(())
}

/// The request, once all of it has come.
fn whole(came: &[u8]) -> Option<Asked> {
    let text = String::from_utf8_lossy(came);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let asked = Asked {
        head: head.to_owned(),
        body: body.to_owned(),
    };
    let length = asked.header("content-length");
    let length = length.map_or(0, |length| length.parse().unwrap());
    (asked.body.len() >= length).then_some(asked)
}
