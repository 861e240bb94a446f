//! What only the service may read and write again, such as the key of an authenticator app or the credential of a
//! passkey: sealed with the tenant's key, to the person and the factor that it belongs to. What was altered, or copied
//! into another row, does not open, so that whoever can write to the store can put no key of theirs in.

use crate::{Identity, IdentityError};
use sallyport_crypto::Sealed;
use sallyport_crypto::envelope::{self, Binding};
use sallyport_kernel::Secret;
use sallyport_kernel::id::{FactorId, PersonId, TenantId};
use sallyport_model::account::OneTime;
use sallyport_model::factor::Factor;
use sallyport_store::StoreError;

/// What the secret of a factor is sealed to.
pub(crate) fn factor(tenant: TenantId, person: PersonId, id: FactorId) -> Binding {
    Binding::new("sallyport/factor")
        .field(tenant.as_bytes())
        .field(person.as_bytes())
        .field(id.as_bytes())
}

/// What the credential of a passkey is sealed to. It is another use than [`factor`]: what one of them sealed is nothing
/// to the other, whatever the row says that it is.
pub(crate) fn passkey(tenant: TenantId, person: PersonId, id: FactorId) -> Binding {
    Binding::new("sallyport/passkey")
        .field(tenant.as_bytes())
        .field(person.as_bytes())
        .field(id.as_bytes())
}

/// What the challenge of a ticket is sealed to.
pub(crate) fn challenge(tenant: TenantId, ticket: &OneTime) -> Binding {
    let person = ticket.person.map(|person| person.to_string());
    Binding::new("sallyport/ticket-challenge")
        .field(tenant.as_bytes())
        .field(&ticket.secret_hash)
        .field(ticket.purpose.as_str().as_bytes())
        .field(person.unwrap_or_default().as_bytes())
}

/// What is sealed of a factor, opened. Anything but what was sealed for that binding is broken data.
pub(crate) async fn opened(
    identity: &Identity,
    tenant: TenantId,
    binding: &Binding,
    factor: &Factor,
) -> Result<Secret<Vec<u8>>, IdentityError> {
    let sealed = factor.sealed.as_deref().ok_or_else(|| corrupt(factor))?;
    let sealed = Sealed::from_bytes(sealed).map_err(|_| corrupt(factor))?;
    let opened = open(identity, tenant, binding, &sealed).await?;
    Ok(opened.ok_or_else(|| corrupt(factor))?)
}

/// What is said of a factor whose sealed part is not what was sealed.
pub(crate) fn corrupt(factor: &Factor) -> StoreError {
    StoreError::Corrupt {
        table: "factor",
        column: "sealed",
        row: factor.id.to_string(),
    }
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
