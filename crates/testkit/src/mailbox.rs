//! A mail server of one test: it takes whatever comes, and shows what it took.

use crate::arrivals::{Arrivals, Listening};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A letter that arrived.
#[derive(Debug, Clone)]
pub struct Message {
    /// The address that it went to.
    pub to: String,
    /// As it came over the wire.
    pub raw: String,
    /// Its plain text, decoded.
    pub text: String,
    /// Its HTML, decoded.
    pub html: String,
}

impl Message {
    /// The address of the link in it.
    #[track_caller]
    pub fn link(&self) -> String {
        let found = self.text.lines().find(|line| line.contains("#token="));
        found
            .unwrap_or_else(|| panic!("no link in: {}", self.text))
            .trim()
            .to_owned()
    }

    /// The secret of the link in it.
    #[track_caller]
    pub fn token(&self) -> String {
        self.link().split_once("#token=").unwrap().1.to_owned()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{name}: ");
        self.raw
            .lines()
            .take_while(|line| !line.is_empty())
            .find_map(|line| line.strip_prefix(start.as_str()))
    }
}

/// The mail server, and the letters that nobody has read yet.
pub struct Mailbox {
    /// Where it listens.
    pub address: SocketAddr,
    arrivals: Arc<Arrivals<Message>>,
    _listening: Listening,
}

impl Mailbox {
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

    /// The next letter to that address that nobody has read yet; waits for it.
    pub async fn next(&self, to: &str) -> Message {
        let letter = format_args!("letter to {to}");
        self.arrivals.next(letter, |message| message.to == to).await
    }

    /// The letters to that address that arrived by now and that nobody has read.
    pub fn unread(&self, to: &str) -> usize {
        self.arrivals.count(|message| message.to == to)
    }

    /// What the mail server says to the next letter instead of taking it.
    pub fn refuse_next(&self, words: &'static str) {
        self.arrivals.refuse_next(words);
    }
}

async fn converse(stream: TcpStream, arrivals: Arc<Arrivals<Message>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let mut to = String::new();
    write.write_all(b"220 here\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        let answer = if let Some(rest) = line.strip_prefix("RCPT TO:<") {
            to = rest.split('>').next()?.to_owned();
            arrivals.refusal().unwrap_or("250 ok")
        } else if line == "DATA" {
            write.write_all(b"354 go on\r\n").await.ok()?;
            let raw = body(&mut read).await?;
            arrivals.put(Message {
                text: part(&raw, "text/plain"),
                html: part(&raw, "text/html"),
                to: to.clone(),
                raw,
            });
            "250 taken"
        } else if line == "QUIT" {
            "221 bye"
        } else if line.starts_with("EHLO") {
            "250-here\r\n250 8BITMIME"
        } else {
            "250 ok"
        };
        write.write_all(answer.as_bytes()).await.ok()?;
        write.write_all(b"\r\n").await.ok()?;
    }
}

/// All up to the line with a single full stop.
async fn body(read: &mut (impl tokio::io::AsyncBufRead + Unpin)) -> Option<String> {
    let mut raw = Vec::new();
    while !raw.ends_with(b"\r\n.\r\n") {
        let byte = read.read_u8().await.ok()?;
        raw.push(byte);
    }
    raw.truncate(raw.len() - 3);
    let text = String::from_utf8(raw).ok()?;
    Some(text.replace("\r\n..", "\r\n.").replace("\r\n", "\n"))
}

/// The part of that kind, decoded; empty if there is none.
fn part(raw: &str, kind: &str) -> String {
    let Some((_, rest)) = raw.split_once("boundary=\"") else {
        return String::new();
    };
    let boundary = format!("--{}", rest.split('"').next().unwrap_or_default());
    for part in raw.split(boundary.as_str()).skip(1) {
        let Some((head, body)) = part.split_once("\n\n") else {
            continue;
        };
        if !head.contains(kind) {
            continue;
        }
        return if head.contains("base64") {
            let packed: String = body.split_whitespace().collect();
            String::from_utf8(STANDARD.decode(packed).unwrap()).unwrap()
        } else if head.contains("quoted-printable") {
            unquoted(body)
        } else {
            body.to_owned()
        };
    }
    String::new()
}

fn unquoted(text: &str) -> String {
    let joined = text.replace("=\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'=' && rest.len() >= 2 {
            let digits = std::str::from_utf8(&rest[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &rest[2..];
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).unwrap()
}
