//! Secrets that the service must read again, such as the key of an authenticator app: sealed with the tenant's key, to
//! the person and the factor that they belong to. One that was copied into another row does not open.

use crate::{Identity, IdentityError};
use sallyport_crypto::Sealed;
use sallyport_crypto::envelope::{self, Binding};
use sallyport_kernel::Secret;
use sallyport_kernel::id::{FactorId, PersonId, TenantId};
use sallyport_store::StoreError;

/// What the secret of a factor is sealed to.
pub(crate) fn factor(tenant: TenantId, person: PersonId, id: FactorId) -> Binding {
    Binding::new("sallyport/factor")
        .field(tenant.as_bytes())
        .field(person.as_bytes())
        .field(id.as_bytes())
}

/// Seals a secret.
pub(crate) async fn seal(
    identity: &Identity,
    tenant: TenantId,
    binding: &Binding,
    secret: &[u8],
) -> Result<Sealed, IdentityError> {
    let key = identity.store.credential_key(tenant).await?;
    let sealed = envelope::seal(&key, binding, secret, &*identity.random);
    Ok(sealed.map_err(|error| StoreError::Unavailable(Box::new(error)))?)
}

/// Opens what [`seal`] sealed for the same binding; `None` if it is anything else.
pub(crate) async fn open(
    identity: &Identity,
    tenant: TenantId,
    binding: &Binding,
    sealed: &Sealed,
) -> Result<Option<Secret<Vec<u8>>>, IdentityError> {
    let key = identity.store.credential_key(tenant).await?;
    Ok(envelope::open(&key, binding, sealed).ok())
}
