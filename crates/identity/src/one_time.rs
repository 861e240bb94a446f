//! Single-use secrets: links, and the steps of a sign-in.

use crate::{Identity, IdentityError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, Secret, Timestamp, random};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_policy::{Action, Permit};
use sallyport_store::{StoreError, Transaction};
use serde_json::Map;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// A new secret of 256 random bits, and what is kept of it. The secret goes to whoever may use it, and is kept nowhere.
pub(crate) fn mint(
    purpose: Purpose,
    lifetime: Duration,
    now: Timestamp,
    random: &dyn Random,
) -> (Secret<String>, OneTime) {
    let secret = URL_SAFE_NO_PAD.encode(random::array::<32>(random));
    let kept = OneTime {
        secret_hash: hash(&secret),
        purpose,
        person: None,
        email: None,
        detail: Map::new(),
        tries: 0,
        created_at: now,
        expires_at: now.checked_add(lifetime).unwrap_or(now),
        used_at: None,
    };
    (Secret::new(secret), kept)
}

/// What the store finds a secret by.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The secret that somebody came with, if it serves that purpose now.
pub(crate) async fn find(
    identity: &Identity,
    tenant: TenantId,
    secret: &Secret<String>,
    purposes: &[Purpose],
    now: Timestamp,
) -> Result<Option<OneTime>, StoreError> {
    let hash = hash(secret.expose());
    let known = identity.store.read(tenant).await?.one_time(&hash).await?;
    let serves = |known: &OneTime| purposes.iter().any(|purpose| known.serves(*purpose, now));
    Ok(known.filter(serves))
}

/// Records that a link was no good, and says it. The caller's transaction must be over.
pub(crate) async fn refused<A: Action>(identity: &Identity, permit: Permit<A>) -> IdentityError {
    let receipt = permit.failure().with("reason", "link spent");
    match identity.store.record(receipt).await {
        Ok(()) => IdentityError::LinkSpent,
        Err(error) => error.into(),
    }
}

/// Forgets what ended so long ago that nobody asks for it any more.
pub(crate) async fn forget_old(
    change: &mut dyn Transaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    match now.checked_sub(REMEMBERED) {
        Ok(then) => change.remove_one_times_before(then).await,
        Err(_) => Ok(()),
    }
}

/// How long an invitation that has ended is still shown.
const REMEMBERED: Duration = Duration::from_hours(30 * 24);

/// Spends a secret in the act's own transaction: of any number that try, one gets through.
pub(crate) async fn spend(
    change: &mut dyn Transaction,
    secret: &OneTime,
    now: Timestamp,
) -> Result<(), IdentityError> {
    match change.spend_one_time(&secret.secret_hash, now).await {
        Err(StoreError::Stale(_) | StoreError::Missing(_)) => Err(IdentityError::LinkSpent),
        spent => Ok(spent?),
    }
}
