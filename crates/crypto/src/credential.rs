//! A datasource's credential, sealed to one tenant, datasource, environment and destination.
//!
//! The destination is part of what is authenticated: whoever changes the host in the store, and
//! keeps the credential, gets nothing opened (issue: a credential must not be sent elsewhere).

use crate::envelope::{Binding, CryptoError, Sealed, open, seal};
use sallyport_kernel::{
    Environment, Random, Secret,
    id::{DatasourceId, TenantId},
};
use std::{fmt, str::FromStr};

const LABEL: &str = "sallyport/credential";

/// What a credential is for. It opens for exactly this, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialBinding {
    /// The tenant whose it is.
    pub tenant: TenantId,
    /// The datasource.
    pub datasource: DatasourceId,
    /// The environment of that datasource.
    pub environment: Environment,
    /// Where it may be sent, in one canonical spelling, such as `postgres://db.example.com:5432`.
    /// Compared byte for byte: who makes the binding makes the spelling canonical.
    pub destination: String,
}

impl CredentialBinding {
    fn to_binding(&self) -> Binding {
        Binding::new(LABEL)
            .field(self.tenant.as_bytes())
            .field(self.datasource.as_bytes())
            .field(self.environment.as_str().as_bytes())
            .field(self.destination.as_bytes())
    }
}

/// A sealed credential. Stored as bytes ([`SealedCredential::as_bytes`]) or as text (`Display`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCredential(Sealed);

impl SealedCredential {
    /// Reads the bytes that a store kept.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        Sealed::from_bytes(bytes).map(Self)
    }

    /// The bytes, for a store.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Display for SealedCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SealedCredential {
    type Err = CryptoError;

    fn from_str(text: &str) -> Result<Self, CryptoError> {
        text.parse().map(Self)
    }
}

/// The key that seals the credentials of one tenant. Made of
/// [`crate::TenantKeys::credentials`].
#[derive(Debug, Clone)]
pub struct CredentialKey {
    tenant: TenantId,
    key: Secret<[u8; 32]>,
}

impl CredentialKey {
    /// The key of that tenant, from the bytes that the tenant's store keeps wrapped.
    pub fn new(tenant: TenantId, key: Secret<[u8; 32]>) -> Self {
        Self { tenant, key }
    }

    /// The tenant whose credentials it seals.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Seals a credential for that binding.
    pub fn seal(
        &self,
        binding: &CredentialBinding,
        credential: &Secret<Vec<u8>>,
        random: &dyn Random,
    ) -> Result<SealedCredential, CryptoError> {
        self.owns(binding)?;
        seal(
            &self.key,
            &binding.to_binding(),
            credential.expose(),
            random,
        )
        .map(SealedCredential)
    }

    /// Opens a credential; refused unless everything in the binding is as it was when sealed.
    pub fn open(
        &self,
        binding: &CredentialBinding,
        sealed: &SealedCredential,
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        self.owns(binding)?;
        open(&self.key, &binding.to_binding(), &sealed.0)
    }

    fn owns(&self, binding: &CredentialBinding) -> Result<(), CryptoError> {
        if binding.tenant == self.tenant {
            Ok(())
        } else {
            Err(CryptoError::WrongTenant)
        }
    }
}

#[cfg(test)]
mod tests;
