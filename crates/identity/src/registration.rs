//! Accounts that people make for themselves, where the tenant lets them.
//!
//! Asking for one takes an address and a name. The password is chosen with the link that goes to the address: by
//! whoever reads its mail, who may be somebody else than who asked.
//!
//! The answer is the same whether the address has an account or not, and so is the work: only the mailbox tells.

use crate::guessing::Guess;
use crate::offer::{self, Chosen, Offer, Terms};
use crate::people::valid_name;
use crate::sign_in::SignedIn;
use crate::{Identity, IdentityError, letters, mail, one_time};
use sallyport_kernel::Secret;
use sallyport_model::account::{OneTime, Purpose, Registration, RegistrationPolicy};
use sallyport_policy::action::account as act;
use sallyport_policy::{Action, Permit};
use sallyport_store::StoreError;
use serde_json::Value;
use std::time::Duration;

/// How long a link lasts.
pub const LIFETIME: Duration = Duration::from_hours(24);

/// Under what the name is kept with the link.
const NAME: &str = "name";

/// Asks for an account: a link goes to the address, or word that there is an account already.
pub async fn register(
    identity: &Identity,
    permit: Permit<act::Register>,
    email: &str,
    name: &str,
) -> Result<(), IdentityError> {
    identity.letter_to(permit.actor(), email).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let (address, name) = (crate::email::normalize(email)?, valid_name(name)?);
    if !identity.sends_mail() || !open_to(&policy.registration, &address) {
        return Err(closed(identity, permit).await);
    }
    let tenant_name = identity.tenant_name(tenant).await?;
    let (secret, mut token) =
        one_time::mint(Purpose::Registration, LIFETIME, now, &*identity.random);
    token.email = Some(address.clone());
    token.detail.insert(NAME.to_owned(), name.into());
    let mut change = identity.store.begin(tenant).await?;
    one_time::forget_old(&mut *change, now).await?;
    let letter = if change.person_by_email(&address).await?.is_some() {
        // Kept all the same, and over already: both ways write the same.
        token.expires_at = now;
        let sign_in = format!("{}/sign-in", identity.post.public_url);
        letters::registered_already(&address, &tenant_name, &Secret::new(sign_in))
    } else {
        letters::registration(&address, &tenant_name, &identity.link("register", &secret))
    };
    change.add_one_time(&token).await?;
    mail::queue(identity, &mut *change, tenant, now, letter).await?;
    change.commit(permit.receipt()).await?;
    identity.blur().await;
    Ok(())
}

/// Shows what a link is to, without spending it.
pub async fn look(
    identity: &Identity,
    permit: Permit<act::LookAtRegistration>,
    secret: &Secret<String>,
) -> Result<Offer, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (permit, known) = found(identity, permit, secret).await?;
    attempt.succeeded().await;
    Ok(Offer {
        tenant: identity.tenant_name(permit.tenant()).await?,
        name: Some(name(&known)?),
        email: known.email.unwrap_or_default(),
    })
}

/// Spends the link: the account is made, with the password that was chosen with it, and signed in. Of any number that
/// try, one succeeds.
pub async fn confirm(
    identity: &Identity,
    permit: Permit<act::ConfirmRegistration>,
    secret: &Secret<String>,
    chosen: Chosen,
) -> Result<SignedIn, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (permit, known) = found(identity, permit, secret).await?;
    let terms = Terms {
        roles: Vec::new(),
        groups: Vec::new(),
        mailed: true,
        invitation: None,
    };
    let signed_in = offer::take(identity, permit, &known, chosen, terms).await?;
    attempt.succeeded().await;
    Ok(signed_in)
}

/// The registration of a link, if it holds and its address may still have an account.
async fn found<A: Action>(
    identity: &Identity,
    permit: Permit<A>,
    secret: &Secret<String>,
) -> Result<(Permit<A>, OneTime), IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::Registration], now).await?;
    let Some(known) = known else {
        return Err(one_time::refused(identity, permit).await);
    };
    let policy = identity.policy(tenant).await?;
    let address = known.email.as_deref().unwrap_or_default();
    if !open_to(&policy.registration, address) {
        return Err(closed(identity, permit).await);
    }
    Ok((permit, known))
}

/// Records that nobody with such an address may make an account, and says it.
async fn closed<A: Action>(identity: &Identity, permit: Permit<A>) -> IdentityError {
    let receipt = permit.failure().with("reason", "registration is closed");
    match identity.store.record(receipt).await {
        Ok(()) => IdentityError::RegistrationClosed,
        Err(error) => error.into(),
    }
}

/// Whether somebody with that address may make an account.
fn open_to(policy: &RegistrationPolicy, address: &str) -> bool {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
    match policy.open_to {
        Registration::Closed => false,
        Registration::Domains => policy
            .domains
            .iter()
            .any(|one| one.to_lowercase() == domain),
        Registration::Open => true,
    }
}

/// The name that an account was asked for with.
fn name(secret: &OneTime) -> Result<String, StoreError> {
    let found = secret.detail.get(NAME).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| StoreError::Corrupt {
        table: "one_time",
        column: "detail",
        row: "registration".to_owned(),
    })
}
