//! Whose word is taken for where a request comes from.
//!
//! A proxy adds the address that it was reached from at the end of a header; whatever stands before may be anyone's
//! invention. So the way is followed from its end, from the connection itself, for as long as it leads over proxies
//! that the operator trusts.

use http::{HeaderMap, header};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// The proxies that the operator trusts; none unless they are named.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<Network>);

/// A network, or one address, of proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network: Option<IpNet> = text.parse().ok();
        let address: Option<IpAddr> = text.parse().ok();
        let network = network.or_else(|| address.map(IpNet::from));
        network.map(Self).ok_or_else(|| {
            format!("`{text}` is neither an address nor a network such as 10.0.0.0/8")
        })
    }
}

impl Proxies {
    /// These, and no others.
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    /// Where a request comes from, that reached this server from `peer` with those headers.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        let forwarded_for = values(headers, "x-forwarded-for");
        let by_list = self.follow(peer, forwarded_for.iter().map(|entry| address(entry)));
        let forwarded = values(headers, header::FORWARDED.as_str());
        let by_element = self.follow(peer, forwarded.iter().map(|entry| for_of(entry)));
        match (forwarded_for.is_empty(), forwarded.is_empty()) {
            (false, true) => by_list,
            (true, false) => by_element,
            // A proxy writes one of the two, and hands on what comes in the other: where they differ, one is forged.
            (false, false) if by_list == by_element => by_list,
            _ => peer,
        }
    }

    /// The way back from `peer`, hop by hop from the last: the first that is no proxy of ours, or the last that can be
    /// read.
    fn follow<'h>(
        &self,
        peer: IpAddr,
        hops: impl DoubleEndedIterator<Item = Option<IpAddr>> + 'h,
    ) -> IpAddr {
        let mut from = peer;
        for hop in hops.rev() {
            let Some(hop) = hop else { break };
            from = hop.to_canonical();
            if !self.trusts(from) {
                break;
            }
        }
        from
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0
            .iter()
            .any(|Network(trusted)| trusted.contains(&address))
    }
}

/// The entries of a header in their order, over all its lines.
fn values<'h>(headers: &'h HeaderMap, name: &str) -> Vec<&'h str> {
    let lines = headers.get_all(name).iter();
    // A line that is no text is an entry that can't be read.
    let lines = lines.map(|line| line.to_str().unwrap_or("?"));
    lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect()
}

/// The address of an entry: alone, in brackets, or with a port behind it.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bare.unwrap_or(entry).parse().ok().or_else(|| {
        let with_port: SocketAddr = entry.parse().ok()?;
        Some(with_port.ip())
    })
}

/// The address behind `for=` of an element of `Forwarded`.
fn for_of(element: &str) -> Option<IpAddr> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests;
