//! Answers: what somebody shows to use a second factor, and whether it is right.
//!
//! An answer is judged before the transaction that it is for, and spent in it: what it uses up (a step of time, a
//! recovery code, a passkey's counter) is taken together with the ticket, or not at all.

use super::passkey::{self, Held};
use super::{recovery, sealing, sent, totp, usable};
use crate::{Identity, IdentityError};
use sallyport_kernel::id::{FactorId, PersonId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::OneTime;
use sallyport_model::factor::{Factor, FactorKind, FactorMethod};
use sallyport_store::{StoreError, Transaction};
use serde_json::Value;

/// What somebody shows.
#[derive(Debug)]
pub struct Answer {
    /// How they answer.
    pub method: FactorMethod,
    /// The code, for all but passkeys.
    pub code: Option<Secret<String>>,
    /// What the browser made of a passkey's signature, as JSON.
    pub credential: Option<Value>,
}

/// An answer that is right, with what using it takes.
#[derive(Debug)]
pub(crate) enum Right {
    /// A code of an authenticator app, of that step.
    Step(FactorId, u64),
    /// Something that was noted down; whether it is one of theirs is seen when it is spent.
    Recovery(PersonId, [u8; 32]),
    /// A passkey's signature, or a code that was sent: the factor as it is after that.
    Used(Box<Factor>),
    /// What shows that a new factor works: there is nothing of it to use up yet.
    Nothing,
}

/// Judges the answer to a ticket of a person; `None` if it is wrong.
pub(crate) async fn judge(
    identity: &Identity,
    tenant: TenantId,
    person: PersonId,
    ticket: &OneTime,
    secret: &Secret<String>,
    answer: &Answer,
    now: Timestamp,
) -> Result<Option<Right>, IdentityError> {
    let policy = identity.policy(tenant).await?;
    let mut read = identity.store.read(tenant).await?;
    let (factors, methods) = usable(&mut *read, person, &policy.second_factor).await?;
    drop(read);
    if !methods.contains(&answer.method) {
        return Ok(None);
    }
    let code = answer.code.as_ref();
    match (answer.method, code, &answer.credential) {
        (FactorMethod::Totp, Some(code), _) => {
            step(identity, tenant, &factors, code.expose(), now).await
        }
        (FactorMethod::Recovery, Some(code), _) => {
            let hash = recovery::hash(person, code.expose());
            Ok(Some(Right::Recovery(person, hash)))
        }
        (FactorMethod::Passkey, _, Some(credential)) => {
            let Some(state) = passkey::challenge_of(identity, tenant, ticket).await? else {
                return Ok(None);
            };
            let held = Held::of(identity, tenant, &factors).await?;
            match identity.passkeys.signed(&state, credential, held)? {
                Some(signed) => {
                    let factor = signed.kept(identity, tenant).await?;
                    Ok(Some(Right::Used(Box::new(factor))))
                }
                None => Ok(None),
            }
        }
        (FactorMethod::Email | FactorMethod::Sms, Some(code), _) => {
            if !sent::is_right(ticket, secret, answer.method, code) {
                return Ok(None);
            }
            let used = factors
                .into_iter()
                .find(|f| f.kind.method() == answer.method);
            Ok(used.map(|factor| Right::Used(Box::new(factor))))
        }
        _ => Ok(None),
    }
}

async fn step(
    identity: &Identity,
    tenant: TenantId,
    factors: &[Factor],
    code: &str,
    now: Timestamp,
) -> Result<Option<Right>, IdentityError> {
    for factor in factors.iter().filter(|f| f.kind == FactorKind::Totp) {
        let binding = sealing::factor(tenant, factor.person, factor.id);
        let key = sealing::opened(identity, tenant, &binding, factor).await?;
        if let Some(step) = totp::step(&key, code, now) {
            return Ok(Some(Right::Step(factor.id, step)));
        }
    }
    Ok(None)
}

impl Right {
    /// Uses up what the answer takes; `false` if somebody has used it before.
    pub(crate) async fn spend(
        &self,
        change: &mut dyn Transaction,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let spent = match self {
            Self::Nothing => Ok(()),
            Self::Step(factor, step) => change.use_step(*factor, *step, now).await,
            Self::Recovery(person, hash) => change.spend_recovery_code(*person, hash, now).await,
            Self::Used(factor) => {
                let mut factor = Factor::clone(factor);
                factor.last_used_at = Some(now);
                change.put_factor(&factor).await
            }
        };
        match spent {
            Err(StoreError::Stale(_) | StoreError::Missing(_)) => Ok(false),
            spent => spent.map(|()| true),
        }
    }
}
