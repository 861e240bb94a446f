//! Reading a trace of system calls beside the broker's own lines in the log.

use crate::support::child::Place;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// A call that reached for the network.
#[derive(Debug, Clone)]
pub(super) struct Call {
    name: String,
    /// `TCP`, `UDPv6`, `UNIX-STREAM`…
    protocol: String,
    /// The address in its arguments.
    to: Option<SocketAddr>,
    /// The texts in its arguments.
    texts: Vec<Vec<u8>>,
}

impl Call {
    /// Reads a line of the trace; a line that only tells a call's end is none.
    fn read(line: &str) -> Option<Self> {
        let call = line.split_once(' ')?.1.trim_start();
        let (name, arguments) = call.split_once('(')?;
        if !name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'4')
        {
            return None;
        }
        let texts: Vec<Vec<u8>> = arguments
            .split('"')
            .skip(1)
            .step_by(2)
            .map(unescaped)
            .collect();
        let protocol = arguments
            .split_once('<')
            .map(|(_, rest)| rest.split(':').next().unwrap());
        let to = ["inet_addr(\"", "inet_pton(AF_INET6, \""]
            .iter()
            .find_map(|before| {
                let address = unescaped(arguments.split_once(before)?.1.split('"').next()?);
                let address: IpAddr = String::from_utf8(address).unwrap().parse().unwrap();
                let port = arguments.split_once("_port=htons(")?.1.split(')').next()?;
                Some(SocketAddr::new(
                    address.to_canonical(),
                    port.parse().unwrap(),
                ))
            });
        Some(Self {
            name: name.to_owned(),
            protocol: protocol.unwrap_or_default().to_owned(),
            to,
            texts,
        })
    }

    fn is_udp(&self) -> bool {
        self.protocol.starts_with("UDP")
    }
}

/// `\x61\x62` is `ab`.
fn unescaped(text: &str) -> Vec<u8> {
    text.split("\\x")
        .skip(1)
        .map(|digits| u8::from_str_radix(&digits[..2], 16).unwrap())
        .collect()
}

/// The name that a question to a name server asks for.
fn question(packet: &[u8]) -> Option<String> {
    let mut labels = Vec::new();
    let mut rest = packet.get(12..)?;
    while let Some((&length, tail)) = rest.split_first().filter(|(length, _)| **length > 0) {
        labels.push(String::from_utf8(tail.get(..length.into())?.to_vec()).ok()?);
        rest = tail.get(length.into()..)?;
    }
    Some(labels.join("."))
}

/// What was seen of a time: the trace, and what the broker said of the same time.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) calls: Vec<Call>,
    pub(super) opened: Vec<SocketAddr>,
    pub(super) looked_up: Vec<String>,
}

impl Seen {
    /// Where connections were made to.
    pub(super) fn connected(&self) -> Vec<SocketAddr> {
        let mut all: Vec<_> = self
            .calls
            .iter()
            .filter(|call| call.name == "connect" && !call.is_udp())
            .filter_map(|call| call.to)
            .collect();
        all.sort();
        all
    }

    /// How often the file of names was read, which is what a lookup begins with.
    pub(super) fn read_names(&self) -> usize {
        self.calls
            .iter()
            .filter(|call| call.name == "openat" && call.texts.contains(&b"/etc/hosts".to_vec()))
            .count()
    }

    /// Every connection was opened by the broker; no datagram left but questions for names that the broker looked up.
    #[track_caller]
    pub(super) fn is_the_brokers(&self) {
        let mut opened = self.opened.clone();
        for to in self.connected() {
            let told = opened.iter().position(|address| *address == to);
            opened.swap_remove(told.unwrap_or_else(|| {
                panic!("a connection to {to} that the broker knows nothing of")
            }));
        }
        for call in &self.calls {
            let is_network = call.to.is_some() || call.is_udp();
            if call.name == "connect" && call.is_udp() {
                // To a name server; or to an address at no port, by which the C library sorts addresses. Nothing is sent.
                let port = call.to.map(|to| to.port());
                assert!(
                    matches!(port, Some(53 | 0) | None) && !self.looked_up.is_empty(),
                    "{call:?}"
                );
            } else if call.name.starts_with("send") && is_network {
                assert!(call.is_udp() && call.to.is_none(), "{call:?}");
                for asked in call.texts.iter().filter_map(|text| question(text)) {
                    // A search domain may stand behind it.
                    assert!(
                        self.looked_up.iter().any(|name| asked.starts_with(name)),
                        "somebody asked for `{asked}`"
                    );
                }
            }
        }
    }

    /// The same without what goes to one destination, where a statement may be cancelled at any time.
    #[track_caller]
    pub(super) fn apart_from(mut self, to: SocketAddr) -> Self {
        self.is_the_brokers();
        self.calls.retain(|call| call.to != Some(to));
        self
    }

    /// Nothing reached for the network, and no name was looked for.
    #[track_caller]
    pub(super) fn is_nothing(&self) {
        self.is_the_brokers();
        assert_eq!(self.connected(), []);
        assert_eq!((self.read_names(), self.looked_up.len()), (0, 0));
        let datagrams: Vec<_> = self.calls.iter().filter(|call| call.is_udp()).collect();
        assert!(datagrams.is_empty(), "{datagrams:?}");
    }
}

/// Reads on in the trace and in the log, each time from where it was.
pub(super) struct Observer {
    trace: PathBuf,
    log: PathBuf,
    at: (usize, usize),
    /// Connections that the broker has spoken of, and that are not in the trace yet.
    ahead: Vec<SocketAddr>,
}

impl Observer {
    pub(super) fn of(place: &Place) -> Self {
        Self {
            trace: place.path("trace"),
            log: place.path("log"),
            at: (0, 0),
            ahead: Vec::new(),
        }
    }

    /// What happened since the last look. The broker speaks before it acts, so the trace is read first.
    pub(super) fn look(&mut self) -> Seen {
        let trace = whole_lines(&self.trace);
        let log = whole_lines(&self.log);
        let calls: Vec<Call> = trace[self.at.0..].lines().filter_map(Call::read).collect();
        let said: Vec<&str> = log[self.at.1..]
            .lines()
            .filter(|line| line.contains("sallyport_connectors::egress"))
            .collect();
        let after = |what: &str, field: &str| -> Vec<String> {
            let lines = said.iter().filter(|line| line.contains(what));
            lines
                .map(|line| line.split_once(field).unwrap().1.trim().to_owned())
                .collect()
        };
        let canonical = |text: &String| {
            let address: SocketAddr = text.parse().unwrap();
            SocketAddr::new(address.ip().to_canonical(), address.port())
        };
        let mut opened = std::mem::take(&mut self.ahead);
        let said_now = after("a connection is opened", "address=");
        opened.extend(said_now.iter().map(canonical));
        let seen = Seen {
            calls,
            opened,
            looked_up: after("a name is looked up", "name="),
        };
        self.at = (trace.len(), log.len());
        self.ahead.clone_from(&seen.opened);
        for to in seen.connected() {
            if let Some(at) = self.ahead.iter().position(|address| *address == to) {
                self.ahead.swap_remove(at);
            }
        }
        seen
    }
}

/// A file up to its last whole line.
fn whole_lines(file: &PathBuf) -> String {
    let bytes = std::fs::read(file).unwrap();
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}
