//! Who needs a second factor, and from when on.
//!
//! The time of grace begins with the first sign-in that would have needed one. Within it a sign-in goes, and its
//! session ends with it at the latest; after it a session is for adding a factor alone. A session from before a factor
//! was asked of its person has as much time as one that began with it ([`lets`]): so it is over when the time of grace
//! is at the latest, whichever way the person came to need a factor.

use super::{counts_method, usable};
use crate::{Identity, IdentityError};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_model::account::SecondFactorPolicy;
use sallyport_model::entity::{Person, Session};
use sallyport_model::factor::FactorMethod;
use sallyport_policy::{Access, Actor, Member, Role};
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

/// Whether the policy asks a second factor of somebody, as the access snapshot knows them.
pub(crate) fn is_asked(policy: &SecondFactorPolicy, member: &Member) -> bool {
    let has_role = |role: &Role| policy.roles.iter().any(|name| name == role.as_str());
    policy.everyone
        || member.roles.iter().any(has_role)
        || policy
            .groups
            .iter()
            .any(|group| member.groups.contains(group))
}

/// Whether one of these methods is a second factor that counts.
fn shows_factor<'m>(
    methods: impl IntoIterator<Item = &'m str>,
    policy: &SecondFactorPolicy,
) -> bool {
    methods
        .into_iter()
        .filter_map(FactorMethod::parse)
        .any(|method| counts_method(method, policy))
}

/// Whether the policy lets a session of somebody go on at `now`. One that shows no factor, where one is asked of them,
/// is over after the time of grace from when it began; one that is confined can do nothing but put that in order.
pub(crate) fn lets(
    session: &Session,
    policy: &SecondFactorPolicy,
    member: &Member,
    now: Timestamp,
) -> bool {
    session.confined.is_some()
        || !is_asked(policy, member)
        || shows_factor(session.methods.iter().map(String::as_str), policy)
        || now < after_grace(policy, session.created_at)
}

/// The end of a time of grace that begins then.
fn after_grace(policy: &SecondFactorPolicy, begins: Timestamp) -> Timestamp {
    let grace = Duration::from_hours(24 * u64::from(policy.grace_days));
    begins.checked_add(grace).unwrap_or(begins)
}

/// Whether the tenant asks a second factor of the person.
pub(crate) fn is_required(policy: &SecondFactorPolicy, access: &Access, person: &Person) -> bool {
    let member = access.member(person.id);
    policy.everyone
        || policy.roles.iter().any(|role| person.roles.contains(role))
        || policy
            .groups
            .iter()
            .any(|group| person.groups.contains(group))
        || member.is_some_and(|member| is_asked(policy, member))
}

/// From when on a sign-in by these methods is not enough; `None` if it is. Begins the time of grace where it has not
/// begun; where the policy has made it shorter since, what is left of it is no longer than that.
pub(crate) async fn at_sign_in(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    person: &Person,
    methods: &[&str],
    now: Timestamp,
) -> Result<Option<Timestamp>, IdentityError> {
    let policy = identity.policy(tenant).await?;
    if shows_factor(methods.iter().copied(), &policy.second_factor) {
        return Ok(None);
    }
    let access = identity.directory().access(tenant).await?;
    let begun = change.second_factor_due(person.id).await?;
    if !is_required(&policy.second_factor, &access, person) {
        if begun.is_some() {
            change.put_second_factor_due(person.id, None).await?;
        }
        return Ok(None);
    }
    let due = after_grace(&policy.second_factor, now);
    if let Some(begun) = begun.filter(|begun| *begun <= due) {
        return Ok(Some(begun));
    }
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
