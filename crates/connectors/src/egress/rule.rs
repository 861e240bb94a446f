//! Which addresses the service may connect to.
//!
//! The rule is an allowance, not a list of what is bad: an address must be ordinary public unicast, or
//! an administrator must have named its destination in the server's configuration.

use ipnet::IpNet;
use sallyport_query::target::parse_host;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use url::Host;

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// 10/8, 172.16/12, 192.168/16, `fc00::/7`.
    Private,
    /// 127/8, `::1`.
    Loopback,
    /// 169.254/16, `fe80::/10`: the metadata services of clouds are there too.
    LinkLocal,
    /// 100.64/10, the carrier's side of a NAT.
    SharedSpace,
    /// 0/8, `::`.
    Unspecified,
    /// Multicast and broadcast.
    Multicast,
    /// Documentation, benchmarks, protocol assignments, future use.
    Reserved,
    /// An IPv6 address that a gateway would turn into an IPv4 address of one of these kinds.
    Translated,
    /// A known address of a cloud's metadata service outside the link-local range.
    Metadata,
}

impl Refusal {
    /// The rule in words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Private => "private address",
            Self::Loopback => "loopback address",
            Self::LinkLocal => "link-local address",
            Self::SharedSpace => "address of a carrier's NAT",
            Self::Unspecified => "unspecified address",
            Self::Multicast => "multicast or broadcast address",
            Self::Reserved => "reserved address",
            Self::Translated => "translated or tunnelled address",
            Self::Metadata => "metadata address",
        }
    }
}

/// Why the address is not ordinary public unicast, if it is not.
pub fn refusal(address: IpAddr) -> Option<Refusal> {
    match address {
        IpAddr::V4(v4) => refusal_v4(v4),
        IpAddr::V6(v6) => refusal_v6(v6),
    }
}

fn refusal_v4(address: Ipv4Addr) -> Option<Refusal> {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0, ..) => Some(Refusal::Unspecified),
        (10, ..) | (172, 16..=31, _) | (192, 168, _) => Some(Refusal::Private),
        (127, ..) => Some(Refusal::Loopback),
        (169, 254, _) => Some(Refusal::LinkLocal),
        (100, 64..=127, _) => Some(Refusal::SharedSpace),
        // Azure's platform address, and Oracle's metadata.
        (168, 63, 129) if address.octets() == [168, 63, 129, 16] => Some(Refusal::Metadata),
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18..=19, _) | (198, 51, 100) | (203, 0, 113) => {
            Some(Refusal::Reserved)
        }
        (224..=239, ..) => Some(Refusal::Multicast),
        (240..=255, ..) if address.is_broadcast() => Some(Refusal::Multicast),
        (240..=255, ..) => Some(Refusal::Reserved),
        _ => None,
    }
}

fn refusal_v6(address: Ipv6Addr) -> Option<Refusal> {
    let words = address.segments();
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    if address.is_unspecified() {
        return Some(Refusal::Unspecified);
    }
    if address.is_loopback() {
        return Some(Refusal::Loopback);
    }
    match words {
        // `::ffff:a.b.c.d` is that IPv4 address, to the operating system as well.
        [0, 0, 0, 0, 0, 0xffff, high, low] => refusal_v4(v4(high, low)),
        // NAT64 with the well-known prefix reaches the embedded address; 6to4 a router there.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            refusal_v4(v4(high, low)).map(|_| Refusal::Translated)
        }
        // IPv4-compatible, NAT64 of a local prefix, Teredo, ISATAP: nothing public is there today.
        [0, 0, 0, 0, ..]
        | [0x64, 0xff9b, ..]
        | [0x2001, 0, ..]
        | [_, _, _, _, 0 | 0x200, 0x5efe, ..] => Some(Refusal::Translated),
        [0xfe80..=0xfebf, ..] => Some(Refusal::LinkLocal),
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Some(Refusal::Private),
        [0xff00..=0xffff, ..] => Some(Refusal::Multicast),
        // Documentation, benchmarks, ORCHID and the rest of the protocol assignments.
        [0x2001, 0x0db8 | 0x0001..=0x01ff, ..] | [0x3fff, 0x0000..=0x0fff, ..] => {
            Some(Refusal::Reserved)
        }
        [0x2000..=0x3fff, ..] => None,
        _ => Some(Refusal::Reserved),
    }
}

/// A destination that an administrator allows although its address is not public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowance {
    /// One host at one port, by the name that datasources use: `db.internal:5432`.
    Host(Host<String>, u16),
    /// Addresses, at any port or at one: `10.1.0.0/16`, `10.1.0.0/16:5432`.
    Net(IpNet, Option<u16>),
}

/// A text that is no allowance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `host:port`, `network/bits` or `network/bits:port`")]
pub struct InvalidAllowance;

impl FromStr for Allowance {
    type Err = InvalidAllowance;

    fn from_str(text: &str) -> Result<Self, InvalidAllowance> {
        if let Ok(net) = text.parse() {
            return Ok(Self::Net(net, None));
        }
        let (host, port) = text.rsplit_once(':').ok_or(InvalidAllowance)?;
        let port = port
            .parse()
            .ok()
            .filter(|port| *port != 0)
            .ok_or(InvalidAllowance)?;
        if let Ok(net) = host.parse() {
            return Ok(Self::Net(net, Some(port)));
        }
        // `::1:5432` could be read in two ways.
        if host.contains(':') && !host.starts_with('[') {
            return Err(InvalidAllowance);
        }
        Ok(Self::Host(
            parse_host(host).map_err(|_| InvalidAllowance)?,
            port,
        ))
    }
}

impl Allowance {
    /// Whether it covers that address, reached by that host at that port.
    pub fn covers(&self, host: &Host<String>, address: IpAddr, port: u16) -> bool {
        match self {
            // Whoever holds the name's zone must not get from it to the cloud's metadata.
            Self::Host(allowed, at) if matches!(allowed, Host::Domain(_)) => {
                allowed == host
                    && *at == port
                    && matches!(
                        refusal(address),
                        None | Some(Refusal::Private | Refusal::Loopback | Refusal::SharedSpace)
                    )
            }
            Self::Host(allowed, at) => allowed == host && *at == port,
            Self::Net(net, at) => {
                let address = address.to_canonical();
                net.contains(&address) && at.is_none_or(|at| at == port)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_inner_address_is_refused_by_its_rule() {
        for (text, expected) in [
            ("10.0.0.1", Refusal::Private),
            ("172.16.0.1", Refusal::Private),
            ("172.31.255.255", Refusal::Private),
            ("192.168.1.1", Refusal::Private),
            ("127.0.0.1", Refusal::Loopback),
            ("127.255.0.9", Refusal::Loopback),
            ("169.254.169.254", Refusal::LinkLocal),
            ("169.254.170.2", Refusal::LinkLocal),
            ("100.64.0.1", Refusal::SharedSpace),
            ("100.100.100.200", Refusal::SharedSpace),
            ("168.63.129.16", Refusal::Metadata),
            ("0.0.0.0", Refusal::Unspecified),
            ("0.1.2.3", Refusal::Unspecified),
            ("192.0.0.192", Refusal::Reserved),
            ("192.0.2.1", Refusal::Reserved),
            ("198.18.0.1", Refusal::Reserved),
            ("198.51.100.7", Refusal::Reserved),
            ("203.0.113.7", Refusal::Reserved),
            ("224.0.0.1", Refusal::Multicast),
            ("240.0.0.1", Refusal::Reserved),
            ("255.255.255.255", Refusal::Multicast),
            ("::", Refusal::Unspecified),
            ("::1", Refusal::Loopback),
            ("::127.0.0.1", Refusal::Translated),
            ("::ffff:127.0.0.1", Refusal::Loopback),
            ("::ffff:169.254.169.254", Refusal::LinkLocal),
            ("::ffff:0:7f00:1", Refusal::Translated),
            ("64:ff9b::7f00:1", Refusal::Translated),
            ("64:ff9b::a9fe:a9fe", Refusal::Translated),
            ("64:ff9b:1::a9fe:a9fe", Refusal::Translated),
            ("2002:7f00:1::", Refusal::Translated),
            ("2002:a9fe:a9fe::1", Refusal::Translated),
            ("2001::7f00:1", Refusal::Translated),
            ("2a00::5efe:a00:1", Refusal::Translated),
            ("fe80::1", Refusal::LinkLocal),
            ("fec0::1", Refusal::Private),
            ("fc00::1", Refusal::Private),
            ("fd00:ec2::254", Refusal::Private),
            ("ff02::1", Refusal::Multicast),
            ("2001:db8::1", Refusal::Reserved),
            ("2001:10::1", Refusal::Reserved),
            ("3fff::1", Refusal::Reserved),
            ("100::1", Refusal::Reserved),
            ("4000::1", Refusal::Reserved),
        ] {
            assert_eq!(refusal(text.parse().unwrap()), Some(expected), "{text}");
        }
    }

    #[test]
    fn public_addresses_are_not_refused() {
        for text in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "2606:4700::1111",
            "64:ff9b::101:101",
            "::ffff:1.1.1.1",
        ] {
            assert_eq!(refusal(text.parse().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn an_allowance_covers_what_it_names_and_nothing_beside_it() {
        let host: Allowance = "db.internal:5432".parse().unwrap();
        let net: Allowance = "10.1.0.0/16:5432".parse().unwrap();
        let name = parse_host("DB.internal.").unwrap();
        let inner = "10.1.2.3".parse().unwrap();

        assert!(host.covers(&name, inner, 5432));
        assert!(!host.covers(&name, inner, 5433));
        assert!(!host.covers(&parse_host("other.internal").unwrap(), inner, 5432));
        assert!(!host.covers(&name, "169.254.169.254".parse().unwrap(), 5432));
        assert!(net.covers(&name, inner, 5432));
        assert!(net.covers(&name, "::ffff:10.1.2.3".parse().unwrap(), 5432));
        assert!(!net.covers(&name, "10.2.0.1".parse().unwrap(), 5432));
        assert!("db.internal".parse::<Allowance>().is_err());
        assert!("::1:5432".parse::<Allowance>().is_err());
        assert!("[::1]:5432".parse::<Allowance>().is_ok());
    }
}
