//! Who needs a second factor, and from when on.
//!
//! The time of grace begins with the first sign-in that would have needed one. Within it a sign-in goes, and its
//! session ends with it at the latest; after it a session is for adding a factor alone.

use super::usable;
use crate::{Identity, IdentityError};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_model::account::SecondFactorPolicy;
use sallyport_model::entity::Person;
use sallyport_model::factor::FactorMethod;
use sallyport_policy::{Access, Actor};
use sallyport_store::{Read, StoreError, Transaction};
use std::time::Duration;

/// Whether a person needs a second factor, and from when on, if they have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// Whether it is asked of them.
    pub required: bool,
    /// From when on they may do nothing without one; `None` for those who have one, or need none.
    pub due_at: Option<Timestamp>,
}

/// Whether the tenant asks a second factor of the person.
pub(crate) fn is_required(policy: &SecondFactorPolicy, access: &Access, person: &Person) -> bool {
    let member = access.member(person.id);
    let has_role = |role: &String| {
        person.roles.contains(role)
            || member.is_some_and(|m| m.roles.iter().any(|has| has.as_str() == role))
    };
    let is_in =
        |group| person.groups.contains(group) || member.is_some_and(|m| m.groups.contains(group));
    policy.everyone || policy.roles.iter().any(has_role) || policy.groups.iter().any(is_in)
}

/// From when on a sign-in by these methods is not enough; `None` if it is. Begins the time of grace where it has not
/// begun.
pub(crate) async fn at_sign_in(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    person: &Person,
    methods: &[&str],
    now: Timestamp,
) -> Result<Option<Timestamp>, IdentityError> {
    if methods.iter().any(|one| FactorMethod::parse(one).is_some()) {
        return Ok(None);
    }
    let policy = identity.policy(tenant).await?;
    let access = identity.directory().access(tenant).await?;
    let begun = change.second_factor_due(person.id).await?;
    if !is_required(&policy.second_factor, &access, person) {
        if begun.is_some() {
            change.put_second_factor_due(person.id, None).await?;
        }
        return Ok(None);
    }
    if let Some(due) = begun {
        return Ok(Some(due));
    }
    let grace = Duration::from_hours(24 * u64::from(policy.second_factor.grace_days));
    let due = now.checked_add(grace).unwrap_or(now);
    change.put_second_factor_due(person.id, Some(due)).await?;
    Ok(Some(due))
}

/// What is asked of a person, for showing it.
pub(crate) async fn of(
    identity: &Identity,
    read: &mut (impl Read + ?Sized),
    tenant: TenantId,
    person: &Person,
) -> Result<Requirement, StoreError> {
    let policy = identity.policy(tenant).await?;
    let access = identity.directory().access(tenant).await?;
    let required = is_required(&policy.second_factor, &access, person);
    let mut due_at = None;
    if required {
        let (factors, _) = usable(read, person.id, &policy.second_factor).await?;
        if factors.is_empty() {
            due_at = read.second_factor_due(person.id).await?;
        }
    }
    Ok(Requirement { required, due_at })
}

impl Identity {
    /// From when on the actor may do nothing without a second factor; `None` if they have one, or need none.
    pub async fn second_factor_due(&self, actor: &Actor) -> Result<Option<Timestamp>, StoreError> {
        let tenant = actor.tenant();
        let policy = self.policy(tenant).await?;
        let wanted = &policy.second_factor;
        if !wanted.everyone && wanted.roles.is_empty() && wanted.groups.is_empty() {
            return Ok(None);
        }
        let Some(id) = actor.person_id() else {
            return Ok(None);
        };
        let mut read = self.store.read(tenant).await?;
        let Some(person) = read.person(id).await? else {
            return Ok(None);
        };
        Ok(of(self, &mut *read, tenant, &person).await?.due_at)
    }
}
