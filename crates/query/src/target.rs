//! Where a query goes: one datasource in one environment, as configured at one moment.

use sallyport_kernel::{
    Environment, Secret, SecretText,
    id::{DatasourceId, TenantId},
};
use serde::Deserialize;

pub use sallyport_model::source::{
    HeaderSetting, InvalidDestination, PostgresSettings, RestSettings, SealedCredential,
    SourceSettings as Settings, SqliteSettings, TlsMode, parse_host,
};

/// A configured datasource, ready to be reached.
#[derive(Debug, Clone)]
pub struct Target {
    /// Whose it is.
    pub tenant: TenantId,
    /// Which one.
    pub datasource: DatasourceId,
    /// In which environment.
    pub environment: Environment,
    /// Rises with every change of settings or credential: connections of an older one are not used.
    pub version: u64,
    /// How it is reached.
    pub settings: Settings,
    /// Its credential, as the store keeps it.
    pub credential: Option<SealedCredential>,
}

impl Target {
    /// What pools and caches are keyed by: two targets with the same key are the same connections.
    pub fn key(&self) -> TargetKey {
        (self.tenant, self.datasource, self.environment, self.version)
    }
}

/// See [`Target::key`].
pub type TargetKey = (TenantId, DatasourceId, Environment, u64);

/// A credential as somebody enters it. It is sealed as [`Credential::to_plaintext`].
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Credential {
    /// The password of a database's login.
    Password(SecretText),
    /// A bearer token.
    Bearer(SecretText),
    /// A name and a password over HTTP.
    Basic {
        /// The name.
        username: String,
        /// The password.
        password: SecretText,
    },
    /// A header of its own.
    Header {
        /// Its name.
        name: String,
        /// Its value.
        value: SecretText,
    },
}

impl Credential {
    /// The bytes to seal.
    pub fn to_plaintext(&self) -> Secret<Vec<u8>> {
        let mut out = Vec::with_capacity(512);
        let parts: [&str; 3] = match self {
            Self::Password(password) => ["password", "", password.expose()],
            Self::Bearer(token) => ["bearer", "", token.expose()],
            Self::Basic { username, password } => ["basic", username, password.expose()],
            Self::Header { name, value } => ["header", name, value.expose()],
        };
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                out.push(0);
            }
            out.extend_from_slice(part.as_bytes());
        }
        Secret::new(out)
    }

    /// Reads what [`Credential::to_plaintext`] wrote.
    pub fn from_plaintext(bytes: &Secret<Vec<u8>>) -> Option<Self> {
        let text = std::str::from_utf8(bytes.expose()).ok()?;
        let (kind, rest) = text.split_once('\0')?;
        let (name, value) = rest.split_once('\0')?;
        let value = Secret::new(value.to_owned());
        match kind {
            "password" => Some(Self::Password(value)),
            "bearer" => Some(Self::Bearer(value)),
            "basic" => Some(Self::Basic {
                username: name.to_owned(),
                password: value,
            }),
            "header" => Some(Self::Header {
                name: name.to_owned(),
                value,
            }),
            _ => None,
        }
    }

    /// Whether the credential is of a sort that such a datasource takes.
    pub fn suits(&self, settings: &Settings) -> bool {
        match settings {
            Settings::Postgres(_) => matches!(self, Self::Password(_)),
            Settings::Sqlite(_) => false,
            Settings::Rest(_) => !matches!(self, Self::Password(_)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_reads_what_it_writes() {
        let secret = |text: &str| Secret::new(text.to_owned());
        let basic = Credential::Basic {
            username: "me".to_owned(),
            password: secret("p\0q"),
        };

        let Some(Credential::Basic { username, password }) =
            Credential::from_plaintext(&basic.to_plaintext())
        else {
            panic!("another kind");
        };

        assert_eq!(
            (username.as_str(), password.expose().as_str()),
            ("me", "p\0q")
        );
    }
}
