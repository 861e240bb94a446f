//! A small HTTP/1.1 client over one kept-alive connection: enough to drive our own server, and cheap enough not to be what is measured.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// One connection.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    head: String,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) cookie: Option<String>,
}

impl Connection {
    pub(super) fn open(to: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            head: String::new(),
        })
    }

    /// Send a request that was written in advance, and read the answer's body into `body`.
    pub(super) fn exchange(&mut self, request: &[u8], body: &mut Vec<u8>) -> Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        body.clear();
        self.line()?;
        let status = self
            .head
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .context("an answer without a status")?;
        let (mut length, mut chunked, mut cookie) = (0, false, None);
        loop {
            self.line()?;
            let line = self.head.trim_end();
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse()?;
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = value.eq_ignore_ascii_case("chunked");
            } else if name.eq_ignore_ascii_case("set-cookie") {
                cookie = value.split(';').next().map(str::to_owned);
            }
        }
        if chunked {
            self.chunks(body)?;
        } else {
            self.exactly(length, body)?;
        }
        Ok(Answer { status, cookie })
    }

    fn line(&mut self) -> Result<()> {
        self.head.clear();
        if self.stream.read_line(&mut self.head)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }

    fn exactly(&mut self, length: usize, body: &mut Vec<u8>) -> Result<()> {
        let length = u64::try_from(length)?;
        if (&mut self.stream).take(length).read_to_end(body)? as u64 != length {
            bail!("the answer was cut short");
        }
        Ok(())
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            self.line()?;
            let size = self.head.trim_end().split(';').next().unwrap_or_default();
            let length = usize::from_str_radix(size, 16).context("a chunk without a size")?;
            self.exactly(length, body)?;
            self.line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }
}

/// One connection of a load: asked and heard without waiting for it.
pub(super) struct Exchange {
    stream: TcpStream,
    /// Read into at once, and used again: clearing memory for each answer would be measured too.
    buffer: Box<[u8]>,
    heard: Vec<u8>,
}

/// An answer that is whole, as it came over the wire.
pub(super) struct Whole<'a> {
    pub(super) status: u16,
    pub(super) bytes: &'a [u8],
}

impl Exchange {
    pub(super) fn open(to: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(to)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream,
            buffer: vec![0; 16 * 1024].into(),
            heard: Vec::with_capacity(16 * 1024),
        })
    }

    pub(super) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Sends a request. It is small: the connection's own buffer takes it.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<()> {
        self.heard.clear();
        self.stream.write_all(request)?;
        Ok(())
    }

    /// Reads what has come, and returns the answer if that is all of it.
    pub(super) fn hear(&mut self) -> Result<Option<Whole<'_>>> {
        let count = match self.stream.read(&mut self.buffer) {
            Ok(0) => bail!("the server closed the connection"),
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        self.heard
            .extend_from_slice(self.buffer.get(..count).unwrap_or_default());
        whole(&self.heard)
    }
}

/// The answer that the bytes are, if they are all of it.
fn whole(bytes: &[u8]) -> Result<Option<Whole<'_>>> {
    let mut rest = bytes;
    let (mut status, mut length, mut chunked) = (None, None, false);
    loop {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            return Ok(None);
        };
        let (line, after) = rest.split_at(end + 1);
        rest = after;
        let line = std::str::from_utf8(line)?.trim_end();
        if status.is_none() {
            let word = line.split(' ').nth(1);
            let word = word.and_then(|word| word.parse().ok());
            status = Some(word.context("an answer without a status")?);
        } else if let Some((name, value)) = line.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse::<usize>()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = true;
            }
        } else {
            break;
        }
    }
    let is_whole = match length {
        Some(length) => rest.len() >= length,
        None => !chunked || rest.ends_with(b"\r\n0\r\n\r\n"),
    };
    let status = status.context("an answer without a status")?;
    Ok(is_whole.then_some(Whole { status, bytes }))
}

/// A request as it goes over the wire.
pub(super) fn request(
    method: &str,
    path: &str,
    host: &str,
    cookie: Option<&str>,
    body: Option<&str>,
) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut text = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nAccept: application/json\r\n"
    );
    if let Some(cookie) = cookie {
        let _ = write!(text, "Cookie: {cookie}\r\n");
    }
    match body {
        Some(body) => {
            let _ = write!(
                text,
                "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
        }
        None => text.push_str("\r\n"),
    }
    text.into_bytes()
}
