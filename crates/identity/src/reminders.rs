//! Reminders before something ends: passwords where the tenant lets them age, and API keys.
//!
//! Each is sent once, whatever number of nodes looks: that it was is noted in the transaction that queues it.

use crate::letters::notices;
use crate::{Identity, IdentityError, Mail, account, begin, guessing, mail};
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Limit, Timestamp};
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_model::key::ApiKey;
use sallyport_model::mail::Told;
use sallyport_policy::{ObjectRef, SystemPermit};
use sallyport_store::{Read, StoreError};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// How long before the end one is reminded.
pub const AHEAD: Duration = Duration::from_hours(7 * 24);

/// How long it is remembered that one was: longer than anything is about to end.
const REMEMBERED: Duration = Duration::from_hours(60 * 24);

/// What somebody is to be reminded of.
struct Reminder {
    what: Told,
    about: [u8; 32],
    object: ObjectRef,
    letters: Vec<Mail>,
}

/// Reminds all people of the tenant of what ends soon, and who were not reminded yet.
pub async fn send(
    identity: &Identity,
    tenant: TenantId,
    now: Timestamp,
) -> Result<(), IdentityError> {
    if !identity.sends_mail() {
        return Ok(());
    }
    for reminder in passwords(identity, tenant, now).await? {
        tell(identity, tenant, reminder, now).await?;
    }
    for reminder in keys(identity, tenant, now).await? {
        tell(identity, tenant, reminder, now).await?;
    }
    Ok(())
}

/// Queues the letters of a reminder, if nobody has before.
async fn tell(
    identity: &Identity,
    tenant: TenantId,
    reminder: Reminder,
    now: Timestamp,
) -> Result<(), IdentityError> {
    let mut change = identity.store.begin(tenant).await?;
    let (what, about) = (reminder.what, reminder.about);
    if !change.note_told(what, &about, remembered(now), now).await? {
        return Ok(());
    }
    for letter in reminder.letters {
        mail::queue(identity, &mut *change, tenant, now, letter).await?;
    }
    let permit = SystemPermit::because("what ends soon is said before it does");
    let receipt = permit
        .receipt(tenant, now, "service.remind", Some(reminder.object))
        .with("of", what.as_str());
    change.commit(receipt).await?;
    Ok(())
}

/// The passwords that end within a week, and within a day.
async fn passwords(
    identity: &Identity,
    tenant: TenantId,
    now: Timestamp,
) -> Result<Vec<Reminder>, IdentityError> {
    let policy = identity.policy(tenant).await?;
    let Some(days) = policy.passwords.expires_after_days else {
        return Ok(Vec::new());
    };
    let good_for = Duration::from_hours(24 * u64::from(days));
    let name = identity.tenant_name(tenant).await?;
    let page = identity.page("account/security");
    let mut due = Vec::new();
    let mut read = identity.store.read(tenant).await?;
    for (what, ahead) in [(Told::PasswordEndsSoon, DAY), (Told::PasswordEnds, AHEAD)] {
        // A password that was good for no longer than that when it was chosen is no news.
        let Some(age) = good_for.checked_sub(ahead).filter(|age| !age.is_zero()) else {
            continue;
        };
        let (Ok(after), Ok(until)) = (now.checked_sub(good_for), now.checked_sub(age)) else {
            continue;
        };
        for person in read.people_by_password(after, until).await? {
            let Some(end) = begin::password_end(&person, &policy) else {
                continue;
            };
            let soon = end <= now.checked_add(DAY).unwrap_or(now);
            let chosen = person.password_set_at.map(Timestamp::as_microsecond);
            let chosen = chosen.unwrap_or_default().to_be_bytes();
            let about = guessing::hash(&[person.id.as_bytes(), &chosen]);
            // Within the last day there is one thing to say.
            let over = what == Told::PasswordEnds && soon;
            if over || read.was_told(what, &about, remembered(now)).await? {
                continue;
            }
            due.push(Reminder {
                what,
                about,
                object: account::object(&person),
                letters: vec![notices::password_ends(&person.email, &name, end, &page)],
            });
        }
    }
    Ok(due)
}

/// The API keys that end within a week.
async fn keys(
    identity: &Identity,
    tenant: TenantId,
    now: Timestamp,
) -> Result<Vec<Reminder>, IdentityError> {
    let mut read = identity.store.read(tenant).await?;
    let mut due = Vec::new();
    let soon = now.checked_add(AHEAD).unwrap_or(now);
    for key in read.keys_ending(now, soon).await? {
        let about = guessing::hash(&[key.id.as_bytes()]);
        // Whoever makes a key for a few days knows that it ends.
        let short = key
            .created_at
            .checked_add(AHEAD)
            .is_ok_and(|at| at >= key.expires_at);
        if short
            || read
                .was_told(Told::KeyEnds, &about, remembered(now))
                .await?
        {
            continue;
        }
        let letters = letters_of(identity, &mut *read, tenant, &key).await?;
        if letters.is_empty() {
            continue;
        }
        due.push(Reminder {
            what: Told::KeyEnds,
            about,
            object: ObjectRef {
                kind: "key".to_owned(),
                id: key.id.to_string(),
                name: Some(key.name),
            },
            letters,
        });
    }
    Ok(due)
}

/// To whom it is said that a key ends: to its owner; where that is a service account, to whoever made the key, and to
/// all administrators if they are gone.
async fn letters_of(
    identity: &Identity,
    read: &mut dyn Read,
    tenant: TenantId,
    key: &ApiKey,
) -> Result<Vec<Mail>, IdentityError> {
    let name = identity.tenant_name(tenant).await?;
    let Some(owner) = read.person(key.owner).await? else {
        return Ok(Vec::new());
    };
    if owner.status != PersonStatus::Active {
        return Ok(Vec::new());
    }
    if owner.kind == PersonKind::Person {
        let ends = (key.name.as_str(), key.expires_at);
        let page = identity.page("account/keys");
        return Ok(vec![notices::key_ends(&owner.email, &name, ends, &page)]);
    }
    let maker = read.person(key.created_by).await?;
    let maker = maker.filter(|maker| maker.status == PersonStatus::Active);
    let readers = match maker {
        Some(maker) if maker.kind == PersonKind::Person => vec![maker],
        _ => administrators(read).await?,
    };
    let ends = (owner.name.as_str(), key.name.as_str(), key.expires_at);
    let page = identity.page("admin/service-accounts");
    let letter = |to: Person| notices::account_key_ends(&to.email, &name, ends, &page);
    Ok(readers.into_iter().map(letter).collect())
}

async fn administrators(read: &mut dyn Read) -> Result<Vec<Person>, StoreError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let people = read.people(after, Limit::MAX).await?;
        after = people.last().map(|person| person.id);
        let whole = people.len() == usize::from(Limit::MAX);
        found.extend(people.into_iter().filter(crate::people::administers));
        if !whole {
            return Ok(found);
        }
    }
}

fn remembered(now: Timestamp) -> Timestamp {
    now.checked_sub(REMEMBERED).unwrap_or(now)
}
