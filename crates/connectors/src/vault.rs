//! Where sealed credentials are opened, and nowhere else.

use async_trait::async_trait;
use sallyport_crypto::{CredentialBinding, CryptoError, SealedCredential};
use sallyport_kernel::Secret;
use sallyport_query::{Credential, RunError, Target};

/// Holds the tenants' credential keys. Wired by the server.
#[async_trait]
pub trait Vault: Send + Sync {
    /// Opens a credential with the key of the binding's tenant.
    async fn open(
        &self,
        binding: &CredentialBinding,
        sealed: &SealedCredential,
    ) -> Result<Secret<Vec<u8>>, CryptoError>;
}

/// What a target's credential is sealed to: its tenant, datasource, environment and destination.
pub fn binding(target: &Target) -> Result<CredentialBinding, RunError> {
    let destination = target
        .settings
        .destination()
        .map_err(|_| RunError::DestinationRefused {
            reason: "the address is not valid",
        })?;
    Ok(CredentialBinding {
        tenant: target.tenant,
        datasource: target.datasource,
        environment: target.environment,
        destination,
    })
}

/// The target's credential in the clear, if it has one. Ask right before it is sent.
pub(crate) async fn credential(
    vault: &dyn Vault,
    target: &Target,
) -> Result<Option<Credential>, RunError> {
    let Some(sealed) = &target.credential else {
        return Ok(None);
    };
    let unusable = |reason| RunError::CredentialUnusable { reason };
    let sealed =
        SealedCredential::from_bytes(&sealed.0).map_err(|_| unusable("it is malformed"))?;
    let opened = vault
        .open(&binding(target)?, &sealed)
        .await
        .map_err(|_| unusable("it was sealed for another destination, or with another key"))?;
    let credential = Credential::from_plaintext(&opened).ok_or(unusable("it is malformed"))?;
    if !credential.suits(&target.settings) {
        return Err(unusable(
            "it is of a kind that this datasource does not take",
        ));
    }
    Ok(Some(credential))
}
