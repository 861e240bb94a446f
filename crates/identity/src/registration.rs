//! Accounts that people make for themselves, where the tenant lets them.
//!
//! The answer is the same whether the address has an account or not, and so is the work: only the mailbox tells.

use crate::guessing::Guess;
use crate::people::{NewPerson, Registered, account, registered};
use crate::sign_in::reference;
use crate::{Identity, IdentityError, letters, mail, one_time};
use sallyport_kernel::Secret;
use sallyport_model::account::{OneTime, Purpose, Registration, RegistrationPolicy};
use sallyport_model::entity::Person;
use sallyport_policy::action::account as act;
use sallyport_policy::{ObjectRef, Permit};
use sallyport_store::StoreError;
use serde_json::Value;
use std::time::Duration;

/// How long a link lasts.
pub const LIFETIME: Duration = Duration::from_hours(24);

/// Asks for an account: a link goes to the address, or word that there is an account already.
pub async fn register(
    identity: &Identity,
    permit: Permit<act::Register>,
    new: NewPerson,
) -> Result<(), IdentityError> {
    identity.letter_to(permit.actor(), &new.email).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let address = crate::email::normalize(&new.email)?;
    if !identity.sends_mail() || !open_to(&policy.registration, &address) {
        let receipt = permit.failure().with("reason", "registration is closed");
        identity.store.record(receipt).await?;
        return Err(IdentityError::RegistrationClosed);
    }
    let person = account(identity, tenant, new, now).await?;
    let name = identity.tenant_name(tenant).await?;
    let (secret, mut token) =
        one_time::mint(Purpose::Registration, LIFETIME, now, &*identity.random);
    token.email = Some(address.clone());
    token
        .detail
        .insert("name".to_owned(), person.name.clone().into());
    token
        .detail
        .insert("password_hash".to_owned(), person.password_hash.into());
    let mut change = identity.store.begin(tenant).await?;
    one_time::forget_old(&mut *change, now).await?;
    let letter = if change.person_by_email(&address).await?.is_some() {
        // Kept all the same, and over already: both ways write the same.
        token.expires_at = now;
        let sign_in = format!("{}/sign-in", identity.post.public_url);
        letters::registered_already(&address, &name, &Secret::new(sign_in))
    } else {
        letters::registration(&address, &name, &identity.link("verify", &secret))
    };
    change.add_one_time(&token).await?;
    mail::queue(identity, &mut *change, tenant, now, letter).await?;
    change.commit(permit.receipt()).await?;
    Ok(())
}

/// Spends the link: the account is made, with the password chosen when it was asked for. Of any number that try, one
/// succeeds.
pub async fn confirm(
    identity: &Identity,
    permit: Permit<act::ConfirmRegistration>,
    secret: &Secret<String>,
) -> Result<Person, IdentityError> {
    let attempt = identity.attempt(permit.actor(), Guess::Link, None).await?;
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let known = one_time::find(identity, tenant, secret, &[Purpose::Registration], now).await?;
    let Some(known) = known else {
        return Err(one_time::refused(identity, permit).await);
    };
    let policy = identity.policy(tenant).await?;
    let address = known.email.clone().unwrap_or_default();
    if !open_to(&policy.registration, &address) {
        let receipt = permit.failure().with("reason", "registration is closed");
        identity.store.record(receipt).await?;
        return Err(IdentityError::RegistrationClosed);
    }
    let asked = Registered {
        email: address,
        name: text(&known, "name")?,
        password_hash: text(&known, "password_hash")?,
        at: known.created_at,
    };
    let person = registered(identity, asked, now);
    let mut change = identity.store.begin(tenant).await?;
    let late = match one_time::spend(&mut *change, &known, now).await {
        Err(IdentityError::LinkSpent) => true,
        spent => {
            spent?;
            // Somebody else's link for the same address was quicker, or an administrator.
            change.person_by_email(&person.email).await?.is_some()
        }
    };
    if late {
        drop(change);
        return Err(one_time::refused(identity, permit).await);
    }
    change.add_person(&person).await?;
    change
        .remove_one_times_for(Purpose::Registration, &person.email)
        .await?;
    change
        .remove_one_times_for(Purpose::Invitation, &person.email)
        .await?;
    let made = ObjectRef {
        kind: "person".to_owned(),
        id: person.id.to_string(),
        name: Some(person.name.clone()),
    };
    let receipt = permit.receipt().proved(reference(&person)).made(made);
    change.commit(receipt).await?;
    attempt.succeeded().await;
    Ok(person)
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

fn text(secret: &OneTime, name: &str) -> Result<String, StoreError> {
    let found = secret.detail.get(name).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| StoreError::Corrupt {
        table: "one_time",
        column: "detail",
        row: "registration".to_owned(),
    })
}
