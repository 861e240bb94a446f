//! Session secrets: what the cookie holds, and what the store keeps of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, Secret, random};
use sallyport_model::account::SessionPolicy;
use sallyport_model::entity::Session;
use sallyport_policy::Standing;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// What a browser holds: the tenant, and 256 random bits that nobody else knows.
#[derive(Debug, Clone)]
pub struct SessionSecret {
    tenant: TenantId,
    secret: Secret<[u8; 32]>,
}

impl SessionSecret {
    /// A new secret.
    pub fn random(tenant: TenantId, random: &dyn Random) -> Self {
        Self {
            tenant,
            secret: Secret::new(random::array(random)),
        }
    }

    /// Reads a cookie's value; `None` if it was not made by [`SessionSecret::to_cookie`].
    pub fn parse(value: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (tenant, secret) = bytes.split_first_chunk::<16>()?;
        let secret: [u8; 32] = secret.try_into().ok()?;
        Some(Self {
            tenant: TenantId::from_bytes(*tenant),
            secret: Secret::new(secret),
        })
    }

    /// The cookie's value.
    pub fn to_cookie(&self) -> String {
        let mut bytes = Vec::with_capacity(48);
        bytes.extend_from_slice(self.tenant.as_bytes());
        bytes.extend_from_slice(self.secret.expose());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The tenant that the session is in.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// What the store keeps.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret.expose()).into()
    }
}

/// What decisions need to know of a session.
pub(crate) fn standing(session: &Session, policy: &SessionPolicy) -> Standing {
    let good_for = Duration::from_mins(u64::from(policy.proof_minutes));
    Standing {
        session: session.id,
        proved_until: session
            .proved_at
            .checked_add(good_for)
            .unwrap_or(session.proved_at),
        confined: session.confined.is_some(),
    }
}

#[cfg(test)]
mod tests;
