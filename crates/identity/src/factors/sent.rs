//! Codes that are sent: eight digits, good for one ticket and as long as it is.
//!
//! What is kept of a code is a hash over it and the ticket's secret, which nobody but the browser has: from the store
//! alone eight digits can't be found by trying.

use super::sealing;
use crate::mail::Mail;
use crate::sms::Number;
use crate::{Identity, IdentityError, letters, mail};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, Secret, Timestamp, random};
use sallyport_model::account::OneTime;
use sallyport_model::entity::Person;
use sallyport_model::factor::{Factor, FactorMethod};
use sallyport_model::mail::MailKind;
use sallyport_policy::Actor;
use sallyport_store::Transaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

/// Where what was sent stands in a ticket.
const SENT: &str = "sent";

#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    method: FactorMethod,
    hash: [u8; 32],
}

/// Sends a code for a ticket by e-mail, in place of those before. The ticket is not changed in the store: the caller
/// keeps its detail.
pub(crate) async fn by_mail(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    person: &Person,
    (ticket, secret): (&mut OneTime, &Secret<String>),
    now: Timestamp,
) -> Result<(), IdentityError> {
    let code = note(ticket, secret, FactorMethod::Email, &*identity.random);
    let letter = Mail::new(MailKind::Code, &person.email, "Your code for Sallyport")
        .say("Enter this code to go on. It is good for ten minutes, and once.")
        .code(&code)
        .say("If you did not ask for it, somebody knows your password: sign in and change it.");
    if mail::queue(identity, change, tenant, now, letter).await? {
        Ok(())
    } else {
        Err(IdentityError::FactorNotAllowed)
    }
}

/// Sends a code for a ticket to a telephone, in place of those before, likewise. It is not sent any more once the ticket
/// has ended: nobody could use it.
pub(crate) async fn by_sms(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    number: &Number,
    (ticket, secret): (&mut OneTime, &Secret<String>),
    now: Timestamp,
) -> Result<(), IdentityError> {
    let code = note(ticket, secret, FactorMethod::Sms, &*identity.random);
    let url = Url::parse(&identity.post.public_url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or("localhost");
    let message = letters::code_message(number, &code, host, ticket.expires_at);
    if mail::queue(identity, change, tenant, now, message).await? {
        Ok(())
    } else {
        Err(IdentityError::FactorNotAllowed)
    }
}

/// A way in which a code goes to somebody: by their own factors, and not by what a request says.
pub(crate) enum Way {
    Mail,
    Sms(Number),
}

impl Way {
    /// The way of a method, if codes are sent by it and the person has a factor for it.
    pub(crate) async fn of(
        identity: &Identity,
        tenant: TenantId,
        factors: &[Factor],
        method: FactorMethod,
    ) -> Result<Option<Self>, IdentityError> {
        let Some(factor) = factors.iter().find(|f| f.kind.method() == method) else {
            return Ok(None);
        };
        match method {
            FactorMethod::Email => Ok(Some(Self::Mail)),
            FactorMethod::Sms => {
                let binding = sealing::factor(tenant, factor.person, factor.id);
                let opened = sealing::opened(identity, tenant, &binding, factor).await?;
                let number = std::str::from_utf8(opened.expose()).ok();
                let number = number.and_then(|number| Number::parse(number).ok());
                let number = number.ok_or_else(|| sealing::corrupt(factor))?;
                Ok(Some(Self::Sms(number)))
            }
            FactorMethod::Totp | FactorMethod::Passkey | FactorMethod::Recovery => Ok(None),
        }
    }

    /// Sends a code for a ticket this way, once what it returns is committed. It is counted before: what was sent is
    /// there, and is not taken back.
    pub(crate) async fn send(
        &self,
        identity: &Identity,
        actor: &Actor,
        person: &Person,
        (mut ticket, secret): (OneTime, &Secret<String>),
    ) -> Result<Box<dyn Transaction>, IdentityError> {
        let (tenant, now) = (actor.tenant(), actor.at());
        match self {
            Self::Mail => identity.letter_to(actor, &person.email).await?,
            Self::Sms(number) => identity.message_to(actor, &person.email, number).await?,
        }
        let mut change = identity.store.begin(tenant).await?;
        let pair = (&mut ticket, secret);
        match self {
            Self::Mail => by_mail(identity, &mut *change, tenant, person, pair, now).await?,
            Self::Sms(number) => by_sms(identity, &mut *change, tenant, number, pair, now).await?,
        }
        change
            .put_one_time_detail(&ticket.secret_hash, &ticket.detail)
            .await?;
        Ok(change)
    }
}

/// Makes a code and notes its hash in the ticket.
pub(crate) fn note(
    ticket: &mut OneTime,
    secret: &Secret<String>,
    method: FactorMethod,
    random: &dyn Random,
) -> Secret<String> {
    let number = u64::from_be_bytes(random::array(random)) % 100_000_000;
    let code = Secret::new(format!("{number:08}"));
    let noted = Sent {
        method,
        hash: hash(secret, method, code.expose()),
    };
    let noted = serde_json::to_value(noted).unwrap_or(Value::Null);
    ticket.detail.insert(SENT.to_owned(), noted);
    code
}

/// Whether it is the code that was sent last for the ticket.
pub(crate) fn is_right(
    ticket: &OneTime,
    secret: &Secret<String>,
    method: FactorMethod,
    code: &Secret<String>,
) -> bool {
    let digits: String = code
        .expose()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    sent(ticket)
        .is_some_and(|sent| sent.method == method && sent.hash == hash(secret, method, &digits))
}

fn sent(ticket: &OneTime) -> Option<Sent> {
    serde_json::from_value(ticket.detail.get(SENT)?.clone()).ok()
}

fn hash(secret: &Secret<String>, method: FactorMethod, code: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [
        "sallyport/sent-code",
        secret.expose(),
        method.as_str(),
        code,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of a code is worth nothing without the secret of its ticket, which the store does not have.
    #[test]
    fn a_code_is_hashed_with_the_secret_of_its_ticket_and_its_way() {
        let [one, other] = ["one", "other"].map(|secret| Secret::new(secret.to_owned()));

        let kept = hash(&one, FactorMethod::Email, "12345678");

        assert_eq!(kept, hash(&one, FactorMethod::Email, "12345678"));
        assert_ne!(kept, hash(&other, FactorMethod::Email, "12345678"));
        assert_ne!(kept, hash(&one, FactorMethod::Sms, "12345678"));
        assert_ne!(kept, hash(&one, FactorMethod::Email, "12345679"));
    }
}
