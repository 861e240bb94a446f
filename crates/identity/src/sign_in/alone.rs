//! Signing in by a passkey alone.
//!
//! A challenge is handed out to everybody who opens the entrance, so nothing is kept of it: what is needed to judge the
//! answer is in the ticket, sealed. What is kept is that a ticket was used.

use super::{SignedIn, reference};
use crate::begin::{Begun, begin};
use crate::factors::answer::Right;
use crate::factors::passkey::Held;
use crate::factors::{sealing, ticket, usable};
use crate::guessing::Guess;
use crate::{Identity, IdentityError, one_time};
use sallyport_crypto::Sealed;
use sallyport_crypto::envelope::Binding;
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_model::entity::{Person, PersonStatus};
use sallyport_model::factor::{Factor, FactorMethod};
use sallyport_policy::Permit;
use sallyport_policy::action::session;
use sallyport_store::{StoreError, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::time::Duration;

/// How long a challenge is good: the entrance may stand open for a while.
const LIFETIME: Duration = Duration::from_mins(15);

/// What a browser asks its passkeys.
#[derive(Debug)]
pub struct PasskeyChallenge {
    /// What goes with the answer.
    pub ticket: Secret<String>,
    /// `PublicKeyCredentialRequestOptions`, as JSON.
    pub options: Value,
}

/// What is in a ticket.
#[derive(Serialize, Deserialize)]
struct Open {
    state: Value,
    expires_at: Timestamp,
}

/// Makes a challenge for whoever may come.
pub async fn passkey_challenge(
    identity: &Identity,
    permit: Permit<session::AskPasskey>,
) -> Result<PasskeyChallenge, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let challenge = identity.passkeys.ask_anyone()?;
    let open = Open {
        state: challenge.state,
        expires_at: now.checked_add(LIFETIME).unwrap_or(now),
    };
    let text =
        serde_json::to_vec(&open).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
    let sealed = sealing::seal(identity, tenant, &binding(tenant), &text).await?;
    Ok(PasskeyChallenge {
        ticket: Secret::new(sealed.to_string()),
        options: challenge.options,
    })
}

/// Signs in whoever's passkey has signed the challenge. The device has made sure that it is its owner: that is two
/// factors, and no other is asked for.
pub async fn by_passkey(
    identity: &Identity,
    permit: Permit<session::Passkey>,
    secret: &Secret<String>,
    credential: &Value,
) -> Result<SignedIn, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let attempt = identity.attempt(permit.actor(), Guess::Code, None).await?;
    let Some(open) = opened(identity, tenant, secret, now).await? else {
        let receipt = permit.failure().with("reason", "ticket spent");
        identity.store.record(receipt).await?;
        return Err(IdentityError::LinkSpent);
    };
    let signed = signed(identity, tenant, &open.state, credential).await?;
    let mut change = identity.store.begin(tenant).await?;
    let spent = OneTime {
        secret_hash: one_time::hash(secret.expose()),
        purpose: Purpose::Passkey,
        person: None,
        email: None,
        detail: Map::new(),
        tries: 0,
        created_at: now,
        expires_at: open.expires_at,
        used_at: Some(now),
    };
    let done = match &signed {
        Some((person, factor)) => used(&mut *change, person, factor, &spent, now).await?,
        None => None,
    };
    let Some(person) = done else {
        drop(change);
        let claimed = signed.map(|(person, _)| person.id.to_string());
        let receipt = permit.failure().with("reason", "wrong passkey");
        identity
            .store
            .record(receipt.with("person", claimed))
            .await?;
        return Err(IdentityError::WrongCode);
    };
    let methods = [FactorMethod::Passkey.as_str()];
    let Begun { session, secret } =
        begin(identity, &mut *change, &person, &methods, permit.actor()).await?;
    let receipt = permit.receipt().proved(reference(&person));
    change
        .commit(receipt.with("session", session.id.to_string()))
        .await?;
    attempt.succeeded().await;
    Ok(SignedIn { person, secret })
}

/// Whose passkey has signed, and the passkey as it is after that.
async fn signed(
    identity: &Identity,
    tenant: TenantId,
    state: &Value,
    credential: &Value,
) -> Result<Option<(Person, Factor)>, IdentityError> {
    let Some(claimed) = identity.passkeys.claims(credential) else {
        return Ok(None);
    };
    let policy = identity.policy(tenant).await?;
    let mut read = identity.store.read(tenant).await?;
    let Some(person) = read.person(claimed).await? else {
        return Ok(None);
    };
    let (factors, _) = usable(&mut *read, claimed, &policy.second_factor).await?;
    drop(read);
    let held = Held::of(identity, tenant, &factors).await?;
    match identity.passkeys.signed_by(state, credential, held)? {
        Some(signed) => Ok(Some((person, signed.kept(identity, tenant).await?))),
        None => Ok(None),
    }
}

/// Uses the passkey and the ticket; `None` if the person may not sign in any more, or either is gone.
async fn used(
    change: &mut dyn Transaction,
    person: &Person,
    factor: &Factor,
    spent: &OneTime,
    now: Timestamp,
) -> Result<Option<Person>, IdentityError> {
    let known = change.person(person.id).await?;
    let Some(person) = known.filter(|person| person.status == PersonStatus::Active) else {
        return Ok(None);
    };
    if !Right::Used(Box::new(factor.clone()))
        .spend(change, now)
        .await?
    {
        return Ok(None);
    }
    match ticket::keep(change, spent, now).await {
        Err(StoreError::Taken(_)) => Ok(None),
        kept => Ok(kept.map(|()| Some(person))?),
    }
}

async fn opened(
    identity: &Identity,
    tenant: TenantId,
    secret: &Secret<String>,
    now: Timestamp,
) -> Result<Option<Open>, IdentityError> {
    let Ok(sealed) = secret.expose().parse::<Sealed>() else {
        return Ok(None);
    };
    let text = sealing::open(identity, tenant, &binding(tenant), &sealed).await?;
    let open: Option<Open> = text.and_then(|text| serde_json::from_slice(text.expose()).ok());
    Ok(open.filter(|open| now < open.expires_at))
}

fn binding(tenant: TenantId) -> Binding {
    Binding::new("sallyport/passkey-challenge").field(tenant.as_bytes())
}
