//! The keys: one root key for the instance, three keys for each tenant, wrapped under it.
//!
//! The root key lies in a file outside the data folder. Each tenant has keys of its own, random
//! and independent of each other, one for each use. They are stored wrapped: sealed under the root
//! key, bound to their use and their tenant, so that a wrapped key moved to another tenant, or to
//! another use, does not open. To change the root key, [`Keyring::rewrap`] the tenants' keys;
//! nothing that they seal has to be touched.

use crate::envelope::{Binding, CryptoError, Sealed, derive, open, seal};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sallyport_kernel::{Random, Secret, id::TenantId, random::array};
use std::{fmt, str::FromStr};
use zeroize::Zeroize as _;

const ROOT_PREFIX: &str = "sallyport-root-key-1.";
const WRAP_LABEL: &str = "sallyport/wrapped-key";

/// The key that all others are wrapped under: 32 random bytes.
#[derive(Debug, Clone)]
pub struct RootKey(Secret<[u8; 32]>);

impl RootKey {
    /// A new root key.
    pub fn generate(random: &dyn Random) -> Self {
        Self(Secret::new(array(random)))
    }

    /// Reads the content of a key file, as [`RootKey::to_text`] writes it.
    pub fn parse(content: &str) -> Result<Self, CryptoError> {
        let digits = content.trim_end().strip_prefix(ROOT_PREFIX);
        let digits = digits.ok_or(CryptoError::MalformedRootKey)?;
        let mut bytes = URL_SAFE_NO_PAD
            .decode(digits)
            .map_err(|_| CryptoError::MalformedRootKey)?;
        let key = bytes.as_slice().try_into().map(Secret::new);
        bytes.zeroize();
        key.map(Self).map_err(|_| CryptoError::MalformedRootKey)
    }

    /// The content of a key file, with a line end.
    pub fn to_text(&self) -> Secret<String> {
        let mut digits = URL_SAFE_NO_PAD.encode(self.0.expose());
        let text = format!("{ROOT_PREFIX}{digits}\n");
        digits.zeroize();
        Secret::new(text)
    }
}

/// What a tenant's key is for. Goes into what its wrapping is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Database,
    Credentials,
    AuditLog,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Credentials => "credentials",
            Self::AuditLog => "audit-log",
        }
    }
}

/// The keys of a tenant, ready for use. Made by [`Keyring::open_tenant`].
#[derive(Debug)]
pub struct TenantKeys {
    tenant: TenantId,
    database: Secret<[u8; 32]>,
    credentials: Secret<[u8; 32]>,
    audit_log: Secret<[u8; 32]>,
}

impl TenantKeys {
    /// Whose keys these are.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The key of the tenant's encrypted file.
    pub fn database(&self) -> &Secret<[u8; 32]> {
        &self.database
    }

    /// The bytes of the [`crate::CredentialKey`], which seals the credentials of datasources.
    pub fn credentials(&self) -> &Secret<[u8; 32]> {
        &self.credentials
    }

    /// The seed of the [`crate::Signer`] of the tenant's audit log.
    pub fn audit_log(&self) -> &Secret<[u8; 32]> {
        &self.audit_log
    }
}

/// The keys of a tenant as they are stored: as a text (`Display`, `FromStr`) of some 400 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedTenantKeys {
    database: Sealed,
    credentials: Sealed,
    audit_log: Sealed,
}

impl fmt::Display for WrappedTenantKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.database, self.credentials, self.audit_log
        )
    }
}

impl FromStr for WrappedTenantKeys {
    type Err = CryptoError;

    fn from_str(text: &str) -> Result<Self, CryptoError> {
        let mut parts = text.split(' ').map(str::parse);
        let mut next = || parts.next().unwrap_or(Err(CryptoError::MalformedSeal));
        let keys = Self {
            database: next()?,
            credentials: next()?,
            audit_log: next()?,
        };
        match parts.next() {
            None => Ok(keys),
            Some(_) => Err(CryptoError::MalformedSeal),
        }
    }
}

/// Holds the root key, and makes and opens what is wrapped under it.
#[derive(Debug)]
pub struct Keyring {
    root: RootKey,
}

impl Keyring {
    /// The keyring of that root key.
    pub fn new(root: RootKey) -> Self {
        Self { root }
    }

    /// A key of the instance itself for that use, such as the control database's: always the same
    /// for the same root key and label.
    pub fn instance_key(&self, label: &str) -> Result<Secret<[u8; 32]>, CryptoError> {
        derive(&self.root.0, b"", &format!("sallyport/instance/{label}"))
    }

    /// Makes the keys of a new tenant, to be stored before anything is sealed with them.
    pub fn create_tenant(
        &self,
        tenant: TenantId,
        random: &dyn Random,
    ) -> Result<WrappedTenantKeys, CryptoError> {
        let fresh = |purpose| self.wrap(purpose, tenant, &Secret::new(array(random)), random);
        Ok(WrappedTenantKeys {
            database: fresh(Purpose::Database)?,
            credentials: fresh(Purpose::Credentials)?,
            audit_log: fresh(Purpose::AuditLog)?,
        })
    }

    /// Opens the keys of a tenant; refused if they are another tenant's or another root key's.
    pub fn open_tenant(
        &self,
        tenant: TenantId,
        wrapped: &WrappedTenantKeys,
    ) -> Result<TenantKeys, CryptoError> {
        Ok(TenantKeys {
            tenant,
            database: self.unwrap(Purpose::Database, tenant, &wrapped.database)?,
            credentials: self.unwrap(Purpose::Credentials, tenant, &wrapped.credentials)?,
            audit_log: self.unwrap(Purpose::AuditLog, tenant, &wrapped.audit_log)?,
        })
    }

    /// The same keys, wrapped under the root key of another keyring.
    pub fn rewrap(
        &self,
        tenant: TenantId,
        wrapped: &WrappedTenantKeys,
        under: &Keyring,
        random: &dyn Random,
    ) -> Result<WrappedTenantKeys, CryptoError> {
        let moved = |purpose, sealed| {
            let key = self.unwrap(purpose, tenant, sealed)?;
            under.wrap(purpose, tenant, &key, random)
        };
        Ok(WrappedTenantKeys {
            database: moved(Purpose::Database, &wrapped.database)?,
            credentials: moved(Purpose::Credentials, &wrapped.credentials)?,
            audit_log: moved(Purpose::AuditLog, &wrapped.audit_log)?,
        })
    }

    fn wrap(
        &self,
        purpose: Purpose,
        tenant: TenantId,
        key: &Secret<[u8; 32]>,
        random: &dyn Random,
    ) -> Result<Sealed, CryptoError> {
        seal(
            &self.root.0,
            &wrapping(purpose, tenant),
            key.expose(),
            random,
        )
    }

    fn unwrap(
        &self,
        purpose: Purpose,
        tenant: TenantId,
        sealed: &Sealed,
    ) -> Result<Secret<[u8; 32]>, CryptoError> {
        let bytes = open(&self.root.0, &wrapping(purpose, tenant), sealed)?;
        let key = bytes.expose().as_slice().try_into();
        key.map(Secret::new).map_err(|_| CryptoError::MalformedSeal)
    }
}

fn wrapping(purpose: Purpose, tenant: TenantId) -> Binding {
    Binding::new(WRAP_LABEL)
        .field(purpose.as_str().as_bytes())
        .field(tenant.as_bytes())
}

#[cfg(test)]
mod tests;
