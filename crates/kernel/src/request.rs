//! What is known of the request that an act came in.

use std::net::IpAddr;

/// Where an act came from; it goes into the audit record beside the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// The request's own id, which is also in the answer's `x-request-id`.
    pub request_id: String,
    /// The peer's address, or none for acts of the service itself.
    pub address: Option<IpAddr>,
    /// The `User-Agent` header, cut to 256 characters.
    pub user_agent: Option<String>,
}

impl RequestContext {
    /// An act of the service itself, such as a scheduled duty.
    pub fn internal(duty: &str) -> Self {
        Self {
            request_id: duty.to_owned(),
            address: None,
            user_agent: None,
        }
    }
}
