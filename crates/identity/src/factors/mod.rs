//! Second factors: what people show beside their password, and who needs one.
//!
//! A factor is begun, proved to work and only then one ([`enrol`]). From then on a sign-in by password is half a
//! sign-in: it gets a *ticket* ([`ticket`]), which an *answer* ([`answer`]) of one of the factors completes. The same
//! tickets and answers prove anew who somebody is in a session that holds.
//!
//! Start reading at [`answer`].

pub(crate) mod answer;
pub mod enrol;
pub mod own;
pub(crate) mod passkey;
mod recovery;
pub(crate) mod requirement;
pub mod reset;
pub(crate) mod sealing;
pub(crate) mod sent;
pub(crate) mod ticket;
mod totp;

pub use answer::Answer;
pub use passkey::Passkeys;
pub use requirement::Requirement;
pub use ticket::Step;

use crate::Identity;
use sallyport_kernel::id::{PersonId, TenantId};
use sallyport_model::account::SecondFactorPolicy;
use sallyport_model::factor::{Factor, FactorKind, FactorMethod};
use sallyport_store::{Read, StoreError};

/// Whether factors of a kind count where that is asked of sign-ins. What does not count is not asked for either: it is
/// as if the person had none.
pub(crate) fn counts(kind: FactorKind, policy: &SecondFactorPolicy) -> bool {
    match kind {
        FactorKind::Totp | FactorKind::Passkey => true,
        FactorKind::Email => policy.email_codes,
        FactorKind::Sms => policy.sms_codes,
    }
}

/// Whether a session that was begun by a method shows a factor that counts. A recovery code stands for the factors that
/// it was noted down for.
pub(crate) fn counts_method(method: FactorMethod, policy: &SecondFactorPolicy) -> bool {
    match method {
        FactorMethod::Totp | FactorMethod::Passkey | FactorMethod::Recovery => true,
        FactorMethod::Email => counts(FactorKind::Email, policy),
        FactorMethod::Sms => counts(FactorKind::Sms, policy),
    }
}

/// Whether a person has one of that kind at most: there is one address, and one telephone is enough.
pub(crate) fn is_single(kind: FactorKind) -> bool {
    kind.method().is_sent()
}

/// The kinds that can be added here and now.
pub(crate) async fn allowed(
    identity: &Identity,
    tenant: TenantId,
) -> Result<Vec<FactorKind>, StoreError> {
    let policy = identity.policy(tenant).await?;
    let mut read = identity.store.read(tenant).await?;
    let has_gateway = read.sms_gateway().await?.is_some();
    drop(read);
    let possible = |kind: &FactorKind| match kind {
        FactorKind::Totp => true,
        FactorKind::Passkey => identity.passkeys.are_possible(),
        FactorKind::Email => identity.sends_mail(),
        FactorKind::Sms => has_gateway,
    };
    let mut kinds = counted(&policy.second_factor);
    kinds.retain(possible);
    Ok(kinds)
}

/// The kinds that count.
pub(crate) fn counted(policy: &SecondFactorPolicy) -> Vec<FactorKind> {
    let mut kinds = FactorKind::ALL.to_vec();
    kinds.retain(|kind| counts(*kind, policy));
    kinds
}

/// The factors of a person that count, and the ways in which they can be used; recovery codes are one if any is left.
pub(crate) async fn usable(
    read: &mut (impl Read + ?Sized),
    person: PersonId,
    policy: &SecondFactorPolicy,
) -> Result<(Vec<Factor>, Vec<FactorMethod>), StoreError> {
    let mut factors = read.factors_of(person).await?;
    factors.retain(|factor| counts(factor.kind, policy));
    let mut methods: Vec<FactorMethod> = factors.iter().map(|f| f.kind.method()).collect();
    if !factors.is_empty() && read.recovery_codes_left(person).await? > 0 {
        methods.push(FactorMethod::Recovery);
    }
    methods.sort_unstable();
    methods.dedup();
    Ok((factors, methods))
}
