//! A gateway for SMS of one test: it takes whatever comes, and shows what it was asked.

use crate::arrivals::{Arrivals, Listening};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

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

/// The gateway, and the requests that nobody has looked at yet.
pub struct Telephone {
    /// Where it listens.
    pub address: SocketAddr,
    arrivals: Arc<Arrivals<Asked>>,
    _listening: Listening,
}

impl Telephone {
    /// Opens one on this machine.
    pub async fn open() -> Self {
        let arrivals = Arc::default();
        let listening = Listening::open(&arrivals, converse).await;
        Self {
            address: listening.address,
            arrivals,
            _listening: listening,
        }
    }

    /// Where it is asked.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The next request that nobody has looked at yet; waits for it.
    pub async fn next(&self) -> Asked {
        self.arrivals.next("message", |_| true).await
    }

    /// How many requests have come that nobody has looked at.
    pub fn unread(&self) -> usize {
        self.arrivals.count(|_| true)
    }

    /// What the gateway answers to the next request instead of taking the message: a status, and headers.
    pub fn answer_next(&self, head: &'static str) {
        self.arrivals.refuse_next(head);
    }
}

async fn converse(mut stream: TcpStream, arrivals: Arc<Arrivals<Asked>>) -> Option<()> {
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
    let refusal = arrivals.refusal();
    let head = refusal.unwrap_or("202 Accepted");
    let head = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    if refusal.is_none() {
        arrivals.put(asked);
    }
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
