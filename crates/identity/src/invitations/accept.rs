//! What somebody does with an invitation's link.

use super::Kept;
use crate::guessing::Guess;
use crate::offer::{self, Chosen, Offer, Terms};
use crate::sign_in::SignedIn;
use crate::{Identity, IdentityError, one_time};
use sallyport_kernel::Secret;
use sallyport_model::account::Purpose;
use sallyport_policy::Permit;
use sallyport_policy::action::invitation;

/// Shows what a link is to, without spending it.
pub async fn look(
    identity: &Identity,
    permit: Permit<invitation::Look>,
    secret: &Secret<String>,
) -> Result<Offer, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::Invitation], now).await?;
    let Some(known) = known else {
        return Err(one_time::refused(identity, permit).await);
    };
    attempt.succeeded().await;
    let name = Kept::of(&known)?.name;
    Ok(Offer {
        tenant: identity.tenant_name(tenant).await?,
        email: known.email.unwrap_or_default(),
        name,
    })
}

/// Makes the account that was offered, and signs it in. Of any number that try, one succeeds.
pub async fn accept(
    identity: &Identity,
    permit: Permit<invitation::Accept>,
    secret: &Secret<String>,
    chosen: Chosen,
) -> Result<SignedIn, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::Invitation], now).await?;
    let Some(known) = known else {
        return Err(one_time::refused(identity, permit).await);
    };
    let kept = Kept::of(&known)?;
    let terms = Terms {
        roles: kept.roles,
        groups: kept.groups,
        // Whoever has the link has read the mail that it came in; a link that was handed over proves no address.
        mailed: kept.mailed,
        invitation: Some(kept.invitation),
    };
    let signed_in = offer::take(identity, permit, &known, chosen, terms).await?;
    attempt.succeeded().await;
    Ok(signed_in)
}
