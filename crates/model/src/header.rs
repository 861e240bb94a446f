//! Headers of HTTP requests that people may write down.

/// Headers that a connection or a credential decides on, in lower case (RFC 9110 and, for what hops, its section 7.6.1).
const RESERVED: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether nobody may write down a header of that name, in lower case.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}
