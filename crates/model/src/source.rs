//! Where a datasource is and how to reach it; no secret is in it.

use crate::entity::DatasourceKind;
use serde::{Deserialize, Serialize};
use std::fmt;
use url::{Host, Url};

/// A sealed credential: opaque here. Only the connectors open it.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedCredential(pub Vec<u8>);

impl fmt::Debug for SealedCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedCredential(…)")
    }
}

/// How a datasource is reached, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceSettings {
    /// `PostgreSQL`.
    Postgres(PostgresSettings),
    /// An `SQLite` file.
    Sqlite(SqliteSettings),
    /// An HTTP API.
    Rest(RestSettings),
}

/// Settings of a `PostgreSQL` server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostgresSettings {
    /// A name or an address.
    pub host: String,
    /// Usually 5432.
    pub port: u16,
    /// The database.
    pub database: String,
    /// The login.
    pub username: String,
    /// Whether, and how, the connection is encrypted.
    pub tls: TlsMode,
}

/// How a connection to a database is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    /// Not at all.
    Disable,
    /// Encrypted, but the server's identity is not checked: safe from listeners only.
    Require,
    /// Encrypted, and the certificate must be valid for the host.
    VerifyFull,
}

impl TlsMode {
    /// The mode's word in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Require => "require",
            Self::VerifyFull => "verify_full",
        }
    }
}

/// Settings of an `SQLite` file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SqliteSettings {
    /// An absolute path inside one of the folders that the server's configuration allows.
    pub path: String,
    /// Opened so that nothing can be written.
    pub read_only: bool,
}

/// Settings of an HTTP API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestSettings {
    /// `https://api.example.com/v1`; the paths of queries are put behind it.
    pub base_url: String,
    /// Sent with every request. Not for secrets: those are credentials.
    pub headers: Vec<HeaderSetting>,
}

/// A header that every request carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderSetting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Why settings name no destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the datasource's address is not valid: {reason}")]
pub struct InvalidDestination {
    /// What is wrong with it.
    pub reason: &'static str,
}

impl SourceSettings {
    /// The kind of source that these are settings for.
    pub const fn kind(&self) -> DatasourceKind {
        match self {
            Self::Postgres(_) => DatasourceKind::Postgres,
            Self::Sqlite(_) => DatasourceKind::Sqlite,
            Self::Rest(_) => DatasourceKind::Rest,
        }
    }

    /// The destination in its one canonical spelling, which a credential is sealed to:
    /// `postgres://db.example.com:5432?tls=verify_full`, `https://api.example.com:443`, `sqlite:/path`.
    ///
    /// How the connection is encrypted belongs to it, as the scheme of a URL does: a credential that was
    /// entered for a verified server must not be sent where a listener or an impostor gets it. The
    /// database and the login do not: whoever hears the credential there is the same server.
    pub fn destination(&self) -> Result<String, InvalidDestination> {
        match self {
            Self::Postgres(settings) => {
                let host = parse_host(&settings.host)?;
                let (port, tls) = (settings.port, settings.tls.as_str());
                Ok(format!("postgres://{host}:{port}?tls={tls}"))
            }
            Self::Sqlite(settings) => Ok(format!("sqlite:{}", settings.path)),
            Self::Rest(settings) => {
                let url = settings.url()?;
                let host = url.host().ok_or(InvalidDestination {
                    reason: "it has no host",
                })?;
                let port = url.port_or_known_default().unwrap_or_default();
                Ok(format!("{}://{host}:{port}", url.scheme()))
            }
        }
    }
}

impl RestSettings {
    /// The base address: http or https, without credentials, query or fragment.
    pub fn url(&self) -> Result<Url, InvalidDestination> {
        let invalid = |reason| InvalidDestination { reason };
        let url = Url::parse(&self.base_url).map_err(|_| invalid("it is not a URL"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("only http and https are possible"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("a user or password does not belong in a URL"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("a base URL has neither query nor fragment"));
        }
        Ok(url)
    }
}

/// Reads a host as browsers do: every spelling of an address becomes the address (`0x7f.1`,
/// `2130706433`, `127.1`, full-width digits), names are lower case and ASCII, a last dot is dropped.
pub fn parse_host(text: &str) -> Result<Host<String>, InvalidDestination> {
    let invalid = |reason| InvalidDestination { reason };
    if text.contains('%') {
        return Err(invalid(
            "percent signs and zone ids are not possible in a host",
        ));
    }
    let bracketed = if text.contains(':') && !text.starts_with('[') {
        format!("[{text}]")
    } else {
        text.to_owned()
    };
    let host =
        Host::parse(&bracketed).map_err(|_| invalid("it is neither a name nor an address"))?;
    let Host::Domain(name) = host else {
        return Ok(host);
    };
    let name = name.strip_suffix('.').unwrap_or(&name);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return Err(invalid("it is not a valid name"));
    }
    Ok(Host::Domain(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgres(host: &str, tls: TlsMode) -> String {
        let settings = PostgresSettings {
            host: host.to_owned(),
            port: 5432,
            database: "crm".to_owned(),
            username: "reader".to_owned(),
            tls,
        };
        SourceSettings::Postgres(settings).destination().unwrap()
    }

    #[test]
    fn a_destination_is_the_host_in_one_spelling_with_its_encryption() {
        let verified = postgres("db.example.com", TlsMode::VerifyFull);
        assert_eq!(verified, "postgres://db.example.com:5432?tls=verify_full");
        assert_eq!(verified, postgres("DB.example.com.", TlsMode::VerifyFull));
        assert_ne!(verified, postgres("db2.example.com", TlsMode::VerifyFull));
    }

    #[test]
    fn the_same_host_with_another_encryption_is_another_destination() {
        let modes = [TlsMode::Disable, TlsMode::Require, TlsMode::VerifyFull];
        for (at, mode) in modes.into_iter().enumerate() {
            for other in &modes[at + 1..] {
                assert_ne!(postgres("db", mode), postgres("db", *other));
            }
            let word = serde_json::to_value(mode).unwrap();
            assert_eq!(word, mode.as_str());
        }
    }

    #[test]
    fn every_spelling_of_an_address_is_the_address() {
        for text in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "①②⑦.0.0.1",
        ] {
            let host = parse_host(text).unwrap();
            assert_eq!(host.to_string(), "127.0.0.1", "{text}");
        }
        for text in ["::1", "[::1]", "0:0:0:0:0:0:0:1"] {
            assert_eq!(parse_host(text).unwrap().to_string(), "[::1]", "{text}");
        }
    }

    #[test]
    fn hosts_that_could_be_read_in_two_ways_are_refused() {
        for text in [
            "",
            ".",
            "a..b",
            "127.0.0.1%2e",
            "fe80::1%eth0",
            "a b",
            "a/b",
            "user@host",
            "256.256.256.256",
            "a\u{0}b",
        ] {
            assert!(parse_host(text).is_err(), "{text:?}");
        }
    }
}
