//! Codes that are sent: eight digits, good for one ticket and as long as it is.
//!
//! What is kept of a code is a hash over it and the ticket's secret, which nobody but the browser has: from the store
//! alone eight digits can't be found by trying.

use crate::mail::Mail;
use crate::{Identity, IdentityError, mail};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, Secret, Timestamp, random};
use sallyport_model::account::OneTime;
use sallyport_model::entity::Person;
use sallyport_model::factor::FactorMethod;
use sallyport_model::mail::MailKind;
use sallyport_store::Transaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

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
