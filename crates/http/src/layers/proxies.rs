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
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn client(peer: &str, headers: &[(&str, &str)]) -> String {
        let trusted = ["10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.1"];
        let proxies = Proxies::new(trusted.iter().map(|text| text.parse().unwrap()).collect());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            map.append(name, HeaderValue::from_str(value).unwrap());
        }
        proxies.client(peer.parse().unwrap(), &map).to_string()
    }

    #[test]
    fn headers_of_a_peer_that_is_not_trusted_say_nothing() {
        let forged = [
            ("x-forwarded-for", "198.51.100.7"),
            ("forwarded", "for=198.51.100.7"),
        ];

        assert_eq!(client("203.0.113.9", &forged), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &forged[..1]), "203.0.113.9");
    }

    #[test]
    fn the_way_is_followed_from_its_end_to_the_first_that_is_not_trusted() {
        for (header, expected) in [
            ("203.0.113.9", "203.0.113.9"),
            ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
            ("198.51.100.7, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
            ("10.9.9.9, 10.1.2.3", "10.9.9.9"),
            ("203.0.113.9:4711", "203.0.113.9"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("198.51.100.7, nonsense", "10.0.0.1"),
            ("198.51.100.7, nonsense, 10.1.2.3", "10.1.2.3"),
            ("", "10.0.0.1"),
        ] {
            assert_eq!(
                client("10.0.0.1", &[("x-forwarded-for", header)]),
                expected,
                "{header}"
            );
        }
        let lines = [
            ("x-forwarded-for", "198.51.100.7"),
            ("x-forwarded-for", "203.0.113.9"),
        ];
        assert_eq!(client("192.0.2.1", &lines), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn the_standard_header_is_followed_alike() {
        for (header, expected) in [
            ("for=203.0.113.9;proto=https", "203.0.113.9"),
            (
                "for=198.51.100.7, For=\"[2001:db8::1]:4711\"",
                "2001:db8::1",
            ),
            ("for=203.0.113.9, for=\"[2001:db8:ffff::2]\"", "203.0.113.9"),
            ("for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"),
        ] {
            assert_eq!(
                client("10.0.0.1", &[("forwarded", header)]),
                expected,
                "{header}"
            );
        }
    }

    #[test]
    fn where_the_two_headers_differ_neither_is_believed() {
        let one = ("x-forwarded-for", "203.0.113.9");

        assert_eq!(
            client("10.0.0.1", &[one, ("forwarded", "for=203.0.113.9")]),
            "203.0.113.9"
        );
        assert_eq!(
            client("10.0.0.1", &[one, ("forwarded", "for=198.51.100.7")]),
            "10.0.0.1"
        );
    }

    #[test]
    fn what_is_no_network_is_refused() {
        assert!("10.0.0.0/8".parse::<Network>().is_ok() && "::1".parse::<Network>().is_ok());
        assert!("proxy.example.com".parse::<Network>().is_err());
    }
}
