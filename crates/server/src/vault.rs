//! The tenants' credential keys, for those who seal and those who open.

use async_trait::async_trait;
use sallyport_connectors::Vault;
use sallyport_crypto::{CredentialBinding, CredentialKey, CryptoError, SealedCredential};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, Secret};
use sallyport_model::source::SealedCredential as Stored;
use sallyport_query::sources::{SealedTo, Sealer};
use sallyport_store::{Store, StoreError};
use std::sync::Arc;

/// Seals and opens credentials with the keys that the store keeps wrapped.
pub struct StoreVault {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
}

impl StoreVault {
    /// A vault over a store's keys.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>) -> Self {
        Self { store, random }
    }

    async fn key(&self, tenant: TenantId) -> Result<CredentialKey, StoreError> {
        Ok(CredentialKey::new(
            tenant,
            self.store.credential_key(tenant).await?,
        ))
    }
}

#[async_trait]
impl Sealer for StoreVault {
    async fn seal(&self, to: &SealedTo, plaintext: &Secret<Vec<u8>>) -> Result<Stored, StoreError> {
        let binding = CredentialBinding {
            tenant: to.tenant,
            datasource: to.datasource,
            environment: to.environment,
            destination: to.destination.clone(),
        };
        let key = self.key(to.tenant).await?;
        let sealed = key.seal(&binding, plaintext, &*self.random);
        let sealed = sealed.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        Ok(Stored(sealed.as_bytes().to_vec()))
    }
}

#[async_trait]
impl Vault for StoreVault {
    async fn open(
        &self,
        binding: &CredentialBinding,
        sealed: &SealedCredential,
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        // Without its key a credential does not open; whether the key or the seal is at fault, nobody gets it.
        let key = self
            .key(binding.tenant)
            .await
            .map_err(|_| CryptoError::WrongTenant)?;
        key.open(binding, sealed)
    }
}
