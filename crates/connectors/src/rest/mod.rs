//! HTTP APIs over the broker's own connections: no client that resolves, redirects or reads proxies by
//! itself.
//!
//! Redirects are followed by hand, at most five, each through the broker's check again; the credential
//! and the settings' headers are not taken to another origin, and nothing goes from https to http.
//!
//! Rows stream: a list of objects is taken apart while it arrives ([`table`]). Connections are kept for a
//! while ([`connection`]).

mod connection;
mod elements;
mod request;
mod table;

use crate::egress::Egress;
use crate::errand::Errand;
use crate::vault::{Vault, credential};
use async_trait::async_trait;
use bytes::Bytes;
use connection::{Body, Connection, Pool, Shelf};
use http::{Method, Response, StatusCode, header};
use request::{Outgoing, address, request};
use sallyport_query::binding::is_reserved_header;
use sallyport_query::target::parse_host;
use sallyport_query::{
    BoundBody, BoundHttp, BoundQuery, Connector, Credential, FaultKind, Limits, RestSettings, Rows,
    RunError, Schema, Settings, SourceFault, Target, Warning,
};
use std::sync::Arc;
use url::{Host, Url};

/// Redirects that are followed.
const REDIRECTS: usize = 5;

/// The connector.
pub struct Rest {
    egress: Egress,
    vault: Arc<dyn Vault>,
    pool: Arc<Pool>,
}

impl Rest {
    /// A connector that reaches out through that broker, with credentials from that vault.
    pub fn new(egress: Egress, vault: Arc<dyn Vault>) -> Self {
        Self {
            egress,
            vault,
            pool: Arc::default(),
        }
    }

    /// Sends a request and follows where it is sent to, up to an answer that stays.
    async fn fetch(&self, target: &Target, bound: &BoundHttp) -> Result<Response<Body>, RunError> {
        let settings = settings(target)?;
        let credential = credential(&*self.vault, target).await?;
        let base = settings.url().map_err(|_| RunError::DestinationRefused {
            reason: "the address is not valid",
        })?;
        let mut outgoing = Outgoing {
            url: address(&base, bound)?,
            method: bound.method.clone(),
            body: bound.body.clone().map(Bytes::from),
        };
        for _ in 0..=REDIRECTS {
            let is_home = origin(&outgoing.url) == origin(&base);
            let credential = credential.as_ref().filter(|_| is_home);
            let headers = if is_home {
                headers(settings, bound, credential)?
            } else {
                header::HeaderMap::new()
            };
            let back_to = is_home.then(|| self.pool.shelf(target));
            let answer = self.send(&outgoing, headers, back_to).await?;
            match follow(&outgoing, &answer)? {
                Some(next) => outgoing = next,
                None => return Ok(answer),
            }
        }
        Err(RunError::Malformed {
            reason: "too many redirects",
        })
    }

    /// Sends a request and reads the head of its answer.
    async fn send(
        &self,
        outgoing: &Outgoing,
        headers: header::HeaderMap,
        back_to: Option<Shelf>,
    ) -> Result<Response<Body>, RunError> {
        let invalid = RunError::DestinationRefused {
            reason: "the address is not valid",
        };
        let url = &outgoing.url;
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
            return Err(invalid);
        };
        let host = parse_host(host).map_err(|_| invalid)?;
        // A connection that has waited may be closed by the other end at this very moment. A question is
        // then asked again on a new one; what changes something goes out only once, on a new one.
        let is_question = outgoing.method == Method::GET;
        let waited = back_to
            .as_ref()
            .filter(|_| is_question)
            .and_then(Shelf::take);
        if let Some(connection) = waited {
            let request = request(outgoing, headers.clone())?;
            if let Ok(answer) = connection.ask(request, back_to.clone()).await {
                return Ok(answer);
            }
        }
        let is_encrypted = url.scheme() == "https";
        let connection = Connection::open(&self.egress, &host, port, is_encrypted).await?;
        connection.ask(request(outgoing, headers)?, back_to).await
    }
}

/// Sends one request on a connection of its own, and gives the status of its answer. What else the answer says is not
/// read, and where it points at nobody goes.
pub(crate) async fn once(
    egress: &Egress,
    (host, port): (&Host<String>, u16),
    errand: Errand,
    headers: header::HeaderMap,
) -> Result<u16, RunError> {
    let is_encrypted = errand.url.scheme() == "https";
    let kind = headers.get(header::CONTENT_TYPE).cloned();
    let outgoing = Outgoing {
        url: errand.url,
        method: errand.method,
        body: errand.body.map(|body| Bytes::from(body.expose().clone())),
    };
    let mut request = request(&outgoing, headers)?;
    if let Some(kind) = kind {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let connection = Connection::open(egress, host, port, is_encrypted).await?;
    Ok(connection.ask(request, None).await?.status().as_u16())
}

fn settings(target: &Target) -> Result<&RestSettings, RunError> {
    match &target.settings {
        Settings::Rest(settings) => Ok(settings),
        _ => Err(RunError::Mismatch),
    }
}

fn origin(url: &Url) -> (&str, Option<&str>, Option<u16>) {
    (url.scheme(), url.host_str(), url.port_or_known_default())
}

/// The headers of a request to the datasource itself; the credential's wins over all others.
fn headers(
    settings: &RestSettings,
    bound: &BoundHttp,
    credential: Option<&Credential>,
) -> Result<header::HeaderMap, RunError> {
    use base64::Engine as _;
    let invalid = RunError::Malformed {
        reason: "a header of the datasource's settings is not valid",
    };
    let mut headers = header::HeaderMap::new();
    for setting in &settings.headers {
        let name = header::HeaderName::try_from(&setting.name);
        let value = header::HeaderValue::try_from(&setting.value);
        let (Ok(name), Ok(value)) = (name, value) else {
            return Err(invalid);
        };
        if !is_reserved_header(&name) {
            headers.insert(name, value);
        }
    }
    for (name, value) in &bound.headers {
        headers.insert(name.clone(), value.clone());
    }
    let (name, text) = match credential {
        None | Some(Credential::Password(_)) => return Ok(headers),
        Some(Credential::Bearer(token)) => {
            (header::AUTHORIZATION, format!("Bearer {}", token.expose()))
        }
        Some(Credential::Basic { username, password }) => {
            let pair = base64::engine::general_purpose::STANDARD
                .encode(format!("{username}:{}", password.expose()));
            (header::AUTHORIZATION, format!("Basic {pair}"))
        }
        Some(Credential::Header { name, value }) => {
            let name = header::HeaderName::try_from(name).map_err(|_| unusable())?;
            let is_for_credentials = name == header::AUTHORIZATION || name == header::COOKIE;
            if is_reserved_header(&name) && !is_for_credentials {
                return Err(unusable());
            }
            (name, value.expose().clone())
        }
    };
    let mut value = header::HeaderValue::try_from(text).map_err(|_| unusable())?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(headers)
}

fn unusable() -> RunError {
    RunError::CredentialUnusable {
        reason: "it cannot be sent in a header",
    }
}

/// Where an answer sends the request next, if it does.
fn follow(sent: &Outgoing, answer: &Response<Body>) -> Result<Option<Outgoing>, RunError> {
    let keeps_method = match answer.status() {
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER => false,
        _ => return Ok(None),
    };
    let place = answer.headers().get(header::LOCATION);
    let place = place
        .and_then(|place| place.to_str().ok())
        .ok_or(RunError::Malformed {
            reason: "a redirect without a place",
        })?;
    let url = sent.url.join(place).map_err(|_| RunError::Malformed {
        reason: "a redirect to no URL",
    })?;
    let is_safe =
        url.scheme() == "https" || (url.scheme() == "http" && sent.url.scheme() == "http");
    if !is_safe || !url.username().is_empty() || url.password().is_some() {
        return Err(RunError::DestinationRefused {
            reason: "a redirect to a less safe place",
        });
    }
    let (method, body) = if keeps_method {
        // A body is meant for the datasource; it is not handed to whoever it points at.
        if sent.body.is_some() && origin(&url) != origin(&sent.url) {
            return Err(RunError::DestinationRefused {
                reason: "a redirect that takes the body elsewhere",
            });
        }
        (sent.method.clone(), sent.body.clone())
    } else if matches!(sent.method, Method::GET | Method::HEAD) {
        (sent.method.clone(), None)
    } else {
        (Method::GET, None)
    };
    Ok(Some(Outgoing { url, method, body }))
}

/// An answer that is not a success.
fn refused(status: StatusCode) -> RunError {
    let kind = match status.as_u16() {
        401 | 403 => FaultKind::Forbidden,
        409 | 412 => FaultKind::Constraint,
        400 | 404 | 405 | 410 | 415 | 422 => FaultKind::Value,
        429 | 503 | 504 => FaultKind::Busy,
        _ => FaultKind::Other,
    };
    RunError::Source(SourceFault {
        code: status.as_str().to_owned(),
        kind,
        about_statement: None,
        position: None,
    })
}

#[async_trait]
impl Connector for Rest {
    async fn run(
        &self,
        target: &Target,
        query: &BoundQuery,
        limits: &Limits,
    ) -> Result<Rows, RunError> {
        let BoundBody::Http(bound) = &query.body else {
            return Err(RunError::Mismatch);
        };
        if !query.writes && bound.method != Method::GET {
            // Many APIs take POST for a question; that one is the builder's to mark.
            return Err(RunError::Source(SourceFault {
                code: "read_only".to_owned(),
                kind: FaultKind::Forbidden,
                about_statement: Some("only a GET request is not marked as writing".to_owned()),
                position: None,
            }));
        }
        let answer = self.fetch(target, bound).await?;
        if !answer.status().is_success() {
            return Err(refused(answer.status()));
        }
        table::rows(answer.into_body(), limits).await
    }

    async fn test(&self, target: &Target) -> Result<Vec<Warning>, RunError> {
        let bound = BoundHttp {
            method: Method::GET,
            segments: vec![],
            query: vec![],
            headers: vec![],
            body: None,
        };
        // It answers; what, is not the question.
        let answer = self.fetch(target, &bound).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            return Err(RunError::LoginRefused);
        }
        let url = settings(target)?.url();
        Ok(if url.is_ok_and(|url| url.scheme() == "http") {
            vec![Warning::NotVerified]
        } else {
            vec![]
        })
    }

    async fn schema(&self, _target: &Target) -> Result<Schema, RunError> {
        Ok(Schema::default())
    }
}
