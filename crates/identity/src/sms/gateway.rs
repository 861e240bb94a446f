//! Setting up the gateway, taking it away, and trying whether messages arrive.
//!
//! The secret goes in and never comes out: it is sealed to the tenant and to the destination that it was entered for,
//! so that another address takes entering it again.

use super::{Number, messenger, template};
use crate::account::own;
use crate::factors::sealing;
use crate::sign_in_policy::PolicyFault;
use crate::{Identity, IdentityError, letters, mail};
use sallyport_kernel::SecretText;
use sallyport_model::sms::{SmsGateway, address};
use sallyport_model::source::SealedCredential;
use sallyport_policy::Permit;
use sallyport_policy::action::sms_gateway;
use sallyport_store::StoreError;

/// The longest secret: what fits into a header.
const LONGEST_SECRET: usize = 4_000;

/// What becomes of the secret when a gateway is set up.
#[derive(Debug)]
pub enum SecretChange {
    /// It stays, if there is one and the destination is the same.
    Keep,
    /// There is none from now on.
    Remove,
    /// This one, from now on.
    Replace(SecretText),
}

/// The gateway, if one is set up.
pub async fn view(
    identity: &Identity,
    permit: Permit<sms_gateway::View>,
) -> Result<Option<SmsGateway>, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    Ok(read.sms_gateway().await?)
}

/// Sets up the gateway, in place of the one before. One whose templates make no request is refused, and one that would
/// be spoken to in the clear, unless the operator has named its destination. The gateway's own `secret` is not looked
/// at.
pub async fn set(
    identity: &Identity,
    permit: Permit<sms_gateway::Set>,
    gateway: SmsGateway,
    secret: SecretChange,
) -> Result<SmsGateway, IdentityError> {
    let tenant = permit.tenant();
    let mut faults = template::faults(&gateway);
    faults.extend(in_the_clear(identity, &gateway));
    faults.extend(no_secret(&secret));
    if !faults.is_empty() {
        return Err(IdentityError::InvalidGateway(faults));
    }
    let unnamed = |_| IdentityError::InvalidGateway(template::faults(&gateway));
    let destination = gateway.destination().map_err(unnamed)?;
    let (word, new) = match &secret {
        SecretChange::Keep => ("kept", None),
        SecretChange::Remove => ("removed", None),
        SecretChange::Replace(secret) => {
            let binding = messenger::binding(tenant, &destination);
            let text = secret.expose().as_bytes();
            let sealed = sealing::seal(identity, tenant, &binding, text).await?;
            (
                "replaced",
                Some(SealedCredential(sealed.as_bytes().to_vec())),
            )
        }
    };
    let mut change = identity.store.begin(tenant).await?;
    let before = change.sms_gateway().await?;
    let kept = before.filter(|_| matches!(secret, SecretChange::Keep));
    let kept = kept.filter(|before| before.secret.is_some());
    if let Some(before) = &kept
        && before.destination().ok().as_ref() != Some(&destination)
    {
        return Err(IdentityError::SecretBound);
    }
    let gateway = SmsGateway {
        secret: kept.and_then(|before| before.secret).or(new),
        ..gateway
    };
    change.put_sms_gateway(Some(&gateway)).await?;
    let receipt = permit
        .receipt()
        .with("destination", destination)
        .with("method", gateway.method.as_str())
        .with("secret", word);
    change.commit(receipt).await?;
    Ok(gateway)
}

/// Takes the gateway away. It stays while the policy takes codes by SMS: whoever has no other factor would be locked
/// out.
pub async fn remove(
    identity: &Identity,
    permit: Permit<sms_gateway::Remove>,
) -> Result<(), IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    if change.sign_in_policy().await?.second_factor.sms_codes {
        return Err(IdentityError::GatewayNeeded);
    }
    let before = change.sms_gateway().await?;
    let destination = before.and_then(|before| before.destination().ok());
    change.put_sms_gateway(None).await?;
    change
        .commit(permit.receipt().with("destination", destination))
        .await?;
    Ok(())
}

/// Sends a message to a number that whoever asks gives, to see that it arrives.
pub async fn test(
    identity: &Identity,
    permit: Permit<sms_gateway::Test>,
    number: &str,
) -> Result<(), IdentityError> {
    let number = Number::parse(number)?;
    let (tenant, now, id) = (permit.tenant(), permit.actor().at(), own(&permit)?);
    let mut read = identity.store.read(tenant).await?;
    let is_there = read.sms_gateway().await?.is_some();
    let person = read.person(id).await?;
    drop(read);
    let person = person.ok_or(StoreError::Missing("person"))?;
    if !is_there {
        return Err(IdentityError::NoGateway);
    }
    identity
        .message_to(permit.actor(), &person.email, &number)
        .await?;
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let message = letters::test_message(&number, &name);
    if !mail::queue(identity, &mut *change, tenant, now, message).await? {
        return Err(IdentityError::NoGateway);
    }
    change
        .commit(permit.receipt().with("to", number.masked()))
        .await?;
    Ok(())
}

/// Codes do not go over the wire in the clear, unless it is the operator's own.
fn in_the_clear(identity: &Identity, gateway: &SmsGateway) -> Option<PolicyFault> {
    let url = address(&gateway.url).ok()?;
    let clear = url.scheme() != "https" && !identity.transmit.is_inside(&url);
    clear.then(|| PolicyFault {
        path: "url".to_owned(),
        message: "expected https://: http is for destinations that the operator has named with `--allow-destination`"
            .to_owned(),
    })
}

fn no_secret(change: &SecretChange) -> Option<PolicyFault> {
    let SecretChange::Replace(secret) = change else {
        return None;
    };
    let text = secret.expose();
    let whole =
        (1..=LONGEST_SECRET).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    (!whole).then(|| PolicyFault {
        path: "secret".to_owned(),
        message: "expected a secret without spaces, of plain characters".to_owned(),
    })
}
