//! What is counted.

use std::net::{IpAddr, Ipv6Addr};

/// What is counted: something of a kind, by 16 bytes that nothing else of that kind has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    kind: &'static str,
    id: [u8; 16],
}

impl Key {
    /// Something of a kind, by its id or by the first bytes of a hash.
    pub const fn new(kind: &'static str, id: [u8; 16]) -> Self {
        Self { kind, id }
    }

    /// Where somebody comes from: see [`place`].
    pub fn of_address(kind: &'static str, address: IpAddr) -> Self {
        Self::new(kind, place(address).octets())
    }

    /// How the key is called in Redis.
    pub(crate) fn name(self) -> String {
        format!("sallyport:{}:{}", self.kind, hex::encode(self.id))
    }
}

/// What one subscriber is given by their provider, as an address of version 6: an address of version 4, or the
/// network of 64 bits that an address of version 6 is in. Within that network anyone has addresses without end.
pub fn place(address: IpAddr) -> Ipv6Addr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)),
    }
}
