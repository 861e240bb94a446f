//! People, for administrators.

use crate::begin::rotate_own;
use crate::factors::counted;
use crate::password::PasswordOwner;
use crate::{Identity, IdentityError, SessionSecret, attributes, email};
use sallyport_kernel::id::{GroupId, PersonId, TenantId};
use sallyport_kernel::{Cursor, Limit, Secret, Slice, Timestamp};
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_model::factor::FactorState;
use sallyport_policy::action::{person, tenant};
use sallyport_policy::{Actor, ObjectRef, Permit, Role, resource};
use sallyport_store::{PeopleFilter, Read, StoreError};
use serde_json::{Map, Value, json};

/// What an account is made from.
#[derive(Debug)]
pub struct NewPerson {
    /// The address.
    pub email: String,
    /// The name, as it is shown.
    pub name: String,
    /// The first password.
    pub password: Secret<String>,
    /// The roles given.
    pub roles: Vec<Role>,
    /// The groups that the person is put into.
    pub groups: Vec<GroupId>,
}

/// What changes of an account; `None` leaves as it is.
#[derive(Debug, Default)]
pub struct PersonChange {
    /// Another name.
    pub name: Option<String>,
    /// Enabled or disabled. Disabling ends all sessions.
    pub status: Option<PersonStatus>,
    /// All roles, in place of those before. The person's sessions end with it: a secret from before is not good for
    /// other rights.
    pub roles: Option<Vec<Role>>,
    /// All groups, in place of those before.
    pub groups: Option<Vec<GroupId>>,
    /// All that rules and queries may know of the person, in place of what was known before.
    pub attributes: Option<Map<String, Value>>,
}

/// An account as whoever looks after accounts sees it.
#[derive(Debug)]
pub struct Account {
    /// The account.
    pub person: Person,
    /// Whether a second factor that counts stands beside its password; `None` for whoever may not know: it would tell
    /// them which password is enough.
    pub second_factor: Option<FactorState>,
}

/// An account as it is after a change.
#[derive(Debug)]
pub struct Updated {
    /// The account.
    pub account: Account,
    /// What the browser is to keep from now on, if the person changed their own rights.
    pub secret: Option<SessionSecret>,
}

/// The people of the tenant that fit, by name; by whether they have a second factor that counts too, for whoever may
/// know that.
pub async fn list(
    identity: &Identity,
    permit: Permit<tenant::ListPeople>,
    mut filter: PeopleFilter,
    second_factor: Option<FactorState>,
    (after, limit): (Option<PersonId>, Limit),
) -> Result<Slice<Account>, IdentityError> {
    if let Some(state) = second_factor {
        if !sees_factors(permit.actor()) {
            return Err(IdentityError::FactorsHidden);
        }
        let policy = identity.policy(permit.tenant()).await?;
        filter.factor = Some((state, counted(&policy.second_factor)));
    }
    let mut read = identity.store.read(permit.tenant()).await?;
    let mut people = read.find_people(&filter, after, limit.get() + 1).await?;
    let more = people.len() > usize::from(limit.get());
    people.truncate(usize::from(limit.get()));
    let next = people
        .last()
        .filter(|_| more)
        .map(|person| Cursor(person.id.to_string()));
    let items = seen(identity, permit.actor(), &mut *read, people).await?;
    Ok(Slice { items, next })
}

/// Whether the actor may know who has a second factor.
fn sees_factors(actor: &Actor) -> bool {
    let whole = resource::Tenant { id: actor.tenant() };
    actor.may::<tenant::ViewSecurity>(&whole)
}

/// The accounts as the actor sees them.
async fn seen(
    identity: &Identity,
    actor: &Actor,
    read: &mut (impl Read + ?Sized),
    people: Vec<Person>,
) -> Result<Vec<Account>, StoreError> {
    let mut having = None;
    if sees_factors(actor) {
        let policy = identity.policy(actor.tenant()).await?;
        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        let kinds = counted(&policy.second_factor);
        having = Some(read.people_with_factors(&ids, &kinds).await?);
    }
    let state = |has| {
        if has {
            FactorState::Present
        } else {
            FactorState::Missing
        }
    };
    let account = |person: Person| Account {
        second_factor: having.as_ref().map(|all| state(all.contains(&person.id))),
        person,
    };
    Ok(people.into_iter().map(account).collect())
}

/// One account as the actor sees it.
async fn one_seen(
    identity: &Identity,
    actor: &Actor,
    read: &mut (impl Read + ?Sized),
    person: Person,
) -> Result<Account, StoreError> {
    let mut seen = seen(identity, actor, read, vec![person]).await?;
    seen.pop().ok_or(StoreError::Missing("person"))
}

/// Makes an account.
pub async fn create(
    identity: &Identity,
    permit: Permit<tenant::CreatePerson>,
    new: NewPerson,
) -> Result<Account, IdentityError> {
    let mut person = account(identity, permit.tenant(), new, permit.actor().at()).await?;
    // Whoever makes the account knows its password, which is therefore good for choosing another one and nothing else.
    person.password_set_at = None;
    let mut change = identity.store.begin(permit.tenant()).await?;
    for group in &person.groups {
        change
            .group(*group)
            .await?
            .ok_or(IdentityError::UnknownGroup)?;
    }
    change.add_person(&person).await?;
    let account = one_seen(identity, permit.actor(), &mut *change, person.clone()).await?;
    let made = ObjectRef {
        kind: "person".to_owned(),
        id: person.id.to_string(),
        name: Some(person.name.clone()),
    };
    let receipt = permit
        .receipt()
        .made(made)
        .with("roles", json!(person.roles))
        .with("groups", json!(person.groups));
    change.commit(receipt).await?;
    Ok(account)
}

/// Changes an account; the change holds from the person's next request on.
pub async fn update(
    identity: &Identity,
    permit: Permit<person::Update>,
    wanted: PersonChange,
) -> Result<Updated, IdentityError> {
    let id = permit.on().id;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let before = change
        .person(id)
        .await?
        .ok_or(StoreError::Missing("person"))?;
    let mut after = before.clone();
    if let Some(name) = wanted.name {
        after.name = valid_name(&name)?;
    }
    if let Some(status) = wanted.status {
        after.status = status;
    }
    if let Some(roles) = wanted.roles {
        after.roles = names_of(&roles);
    }
    if let Some(groups) = wanted.groups {
        for group in &groups {
            change
                .group(*group)
                .await?
                .ok_or(IdentityError::UnknownGroup)?;
        }
        after.groups = groups;
    }
    if let Some(attributes) = wanted.attributes {
        attributes::check(&mut *change, &attributes).await?;
        after.attributes = attributes;
    }
    if administers(&before)
        && !administers(&after)
        && !another_administers(&mut *change, id).await?
    {
        return Err(IdentityError::LastAdministrator);
    }
    change.put_person(&after).await?;
    let other_rights = after.roles != before.roles;
    let mut secret = None;
    if after.status == PersonStatus::Disabled {
        change.remove_sessions_of(id).await?;
    } else if other_rights && permit.actor().person_id() == Some(id) {
        secret = rotate_own(&mut *change, permit.actor(), &*identity.random).await?;
    } else if other_rights {
        change.remove_sessions_of(id).await?;
    }
    let changes = json!({ "before": shown(&before), "after": shown(&after) });
    let name = after.name.clone();
    let account = one_seen(identity, permit.actor(), &mut *change, after).await?;
    change
        .commit(permit.receipt().named(name).with("change", changes))
        .await?;
    Ok(Updated { account, secret })
}

/// A person's account.
pub async fn view(
    identity: &Identity,
    permit: Permit<person::View>,
) -> Result<Account, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    let found = read.person(permit.on().id).await?;
    let found = found.ok_or(StoreError::Missing("person"))?;
    Ok(one_seen(identity, permit.actor(), &mut *read, found).await?)
}

/// Deletes an account: its sessions, grants and links go along, and nobody has them for their manager any more. Its
/// records stay, and so does the last administrator.
pub async fn delete(
    identity: &Identity,
    permit: Permit<person::Delete>,
) -> Result<(), IdentityError> {
    let id = permit.on().id;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let person = change.person(id).await?;
    let person = person.ok_or(StoreError::Missing("person"))?;
    if administers(&person) && !another_administers(&mut *change, id).await? {
        return Err(IdentityError::LastAdministrator);
    }
    change.remove_person(id).await?;
    let managed = change
        .take_out_attribute(attributes::MANAGER, &id.to_string())
        .await?;
    let receipt = permit
        .receipt()
        .named(person.name)
        .with("email", person.email)
        .with("manager_of", managed);
    change.commit(receipt).await?;
    Ok(())
}

/// The account that `new` asks for, checked but not yet kept.
pub(crate) async fn account(
    identity: &Identity,
    tenant: TenantId,
    new: NewPerson,
    now: Timestamp,
) -> Result<Person, IdentityError> {
    let address = email::normalize(&new.email)?;
    let name = valid_name(&new.name)?;
    let owner = PasswordOwner {
        person: None,
        email: &address,
        name: &name,
        second_factor: false,
    };
    let password = identity
        .choose_password(tenant, owner, &new.password)
        .await?;
    let mut person = Person {
        id: PersonId::random(&*identity.random),
        kind: PersonKind::Person,
        email: address,
        name,
        status: PersonStatus::Active,
        roles: names_of(&new.roles),
        groups: new.groups,
        attributes: Map::new(),
        description: String::new(),
        password_hash: None,
        password_set_at: None,
        email_verified_at: None,
        created_at: now,
        last_sign_in_at: None,
    };
    password.begin(&mut person, now);
    Ok(person)
}

pub(crate) fn valid_name(name: &str) -> Result<String, IdentityError> {
    let name = name.trim();
    let whole =
        !name.is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control);
    whole
        .then(|| name.to_owned())
        .ok_or(IdentityError::InvalidName)
}

pub(crate) fn names_of(roles: &[Role]) -> Vec<String> {
    let mut names: Vec<String> = roles.iter().map(|role| role.as_str().to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

pub(crate) fn administers(person: &Person) -> bool {
    person.status == PersonStatus::Active
        && person
            .roles
            .iter()
            .any(|role| role == Role::Administrator.as_str())
}

async fn another_administers(
    change: &mut dyn sallyport_store::Transaction,
    but: PersonId,
) -> Result<bool, IdentityError> {
    let mut after = None;
    loop {
        let people = change.people(after, Limit::MAX).await?;
        if people
            .iter()
            .any(|person| person.id != but && administers(person))
        {
            return Ok(true);
        }
        match people.last() {
            Some(last) if people.len() == usize::from(Limit::MAX) => after = Some(last.id),
            _ => return Ok(false),
        }
    }
}

fn shown(person: &Person) -> serde_json::Value {
    json!({ "name": person.name, "status": person.status, "roles": person.roles, "groups": person.groups, "attributes": person.attributes })
}
