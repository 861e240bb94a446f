//! What administrators do with the factors of others: see them, and take them all away.

use super::own::{self, Factors};
use super::requirement;
use crate::{Identity, IdentityError};
use sallyport_model::account::Purpose;
use sallyport_policy::Permit;
use sallyport_policy::action::person;
use sallyport_store::StoreError;
use serde_json::json;

/// The factors of a person.
pub async fn view(
    identity: &Identity,
    permit: Permit<person::ListFactors>,
) -> Result<Factors, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    let found = read.person(permit.on().id).await?;
    let person = found.ok_or(StoreError::Missing("person"))?;
    own::of(identity, &mut *read, permit.tenant(), person).await
}

/// Takes all factors and recovery codes of a person away, for one who has lost them. Their sessions and sign-ins under
/// way end, and they are told. Where a second factor is required there is no time of grace again: the next sign-in is
/// for adding one.
pub async fn reset(
    identity: &Identity,
    permit: Permit<person::ResetFactors>,
) -> Result<(), IdentityError> {
    let (tenant, now, id) = (permit.tenant(), permit.actor().at(), permit.on().id);
    let policy = identity.policy(tenant).await?;
    let access = identity.directory().access(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let found = change.person(id).await?;
    let person = found.ok_or(StoreError::Missing("person"))?;
    let had = change.factors_of(id).await?;
    let kinds: Vec<_> = had.iter().map(|factor| factor.kind.as_str()).collect();
    change.remove_factors_of(id).await?;
    change.remove_sessions_of(id).await?;
    for purpose in [Purpose::SignIn, Purpose::Proof, Purpose::Enrolment] {
        change.remove_one_times_of(purpose, id).await?;
    }
    if requirement::is_required(&policy.second_factor, &access, &person) {
        change.put_second_factor_due(id, Some(now)).await?;
    }
    let words = "An administrator has removed all second factors and recovery codes of your account. \
                 Sign in with your password and add a factor again.";
    let subject = "Your second factors were reset";
    own::tell(identity, &mut *change, tenant, &person, now, subject, words).await?;
    let receipt = permit.receipt().named(person.name.clone());
    change.commit(receipt.with("removed", json!(kinds))).await?;
    Ok(())
}
