//! Requests from elsewhere: another host's name, or another site's page.

use crate::problem::{Code, Problem};
use crate::service::Origin;
use axum::extract::Request;
use http::{Method, header};

/// Refuses a request that names a host which is not this server's (so that a name that an attacker points here gets
/// nothing), and one that changes something on behalf of another site's page.
pub(crate) fn check(origin: &Origin, request: &Request) -> Result<(), Problem> {
    let header = |name: header::HeaderName| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let host = request
        .uri()
        .authority()
        .map(http::uri::Authority::as_str)
        .or_else(|| header(header::HOST));
    let health = matches!(request.uri().path(), "/healthz" | "/readyz");
    if !health && !host.is_some_and(|host| host.eq_ignore_ascii_case(&origin.authority)) {
        return Err(Problem::new(
            Code::MisdirectedRequest,
            "this server does not serve that host",
        )
        .hint(format!("use {}", origin.as_url())));
    }
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return Ok(());
    }
    let site = request
        .headers()
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    let from_here = match (site, header(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(from)) => from.eq_ignore_ascii_case(&origin.as_url()),
        // Not a browser: those send at least one of the two with a request that changes something.
        (None, None) => true,
    };
    if from_here {
        Ok(())
    } else {
        Err(Problem::new(
            Code::CrossSite,
            "the request comes from another site",
        ))
    }
}
