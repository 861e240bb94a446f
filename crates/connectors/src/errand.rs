//! Single requests that are no query: a message that is handed to a gateway.
//!
//! They leave by the same broker as everything else. Each has a connection of its own; no redirect is followed, and of
//! the answer nobody reads more than its head.

use crate::egress::Egress;
use crate::rest::once;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use sallyport_kernel::Secret;
use sallyport_query::RunError;
use sallyport_query::binding::is_reserved_header;
use sallyport_query::target::parse_host;
use std::time::Duration;
use url::{Host, Url};

/// How long all of it may take: the connection, the request, and the head of the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// One request.
pub struct Errand {
    /// Where.
    pub url: Url,
    /// How.
    pub method: Method,
    /// Headers; those of the connection itself are left out.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Secret<String>>,
    /// What is shown as a bearer token.
    pub bearer: Option<Secret<String>>,
}

/// Runs errands.
#[derive(Debug, Clone)]
pub struct Errands {
    egress: Egress,
    patience: Duration,
}

impl Errands {
    /// Errands by way of that broker.
    pub fn new(egress: Egress) -> Self {
        Self {
            egress,
            patience: PATIENCE,
        }
    }

    /// Whether the administrator has named the place of that address as one inside.
    pub fn is_named(&self, url: &Url) -> bool {
        place(url).is_ok_and(|(host, port)| self.egress.is_named(&host, port))
    }

    /// Sends a request, once, and gives the status of its answer.
    pub async fn run(&self, errand: Errand) -> Result<u16, RunError> {
        let (host, port) = place(&errand.url)?;
        let headers = headers(&errand)?;
        let sent = once(&self.egress, (&host, port), errand, headers);
        let after = self.patience;
        let answered = tokio::time::timeout(after, sent).await;
        answered.map_err(|_| RunError::TimedOut { after })?
    }
}

fn place(url: &Url) -> Result<(Host<String>, u16), RunError> {
    let invalid = || RunError::DestinationRefused {
        reason: "the address is not valid",
    };
    match (url.host_str(), url.port_or_known_default()) {
        (Some(host), Some(port)) => Ok((parse_host(host).map_err(|_| invalid())?, port)),
        _ => Err(invalid()),
    }
}

fn headers(errand: &Errand) -> Result<HeaderMap, RunError> {
    let malformed = || RunError::Malformed {
        reason: "a header is not valid",
    };
    let mut headers = HeaderMap::new();
    for (name, value) in &errand.headers {
        let name = HeaderName::try_from(name).map_err(|_| malformed())?;
        let value = HeaderValue::try_from(value).map_err(|_| malformed())?;
        if name == header::CONTENT_TYPE || !is_reserved_header(&name) {
            headers.insert(name, value);
        }
    }
    if let Some(bearer) = &errand.bearer {
        let value = HeaderValue::try_from(format!("Bearer {}", bearer.expose()));
        let mut value = value.map_err(|_| malformed())?;
        value.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests;
