//! What an administrator should know of the tenant's accounts at a glance.

use crate::begin::idle_since;
use crate::factors::counted;
use crate::factors::requirement::{is_required, lets};
use crate::guessing::BEGIN_WAIT;
use crate::{Identity, IdentityError};
use sallyport_kernel::{Limit, Timestamp};
use sallyport_model::entity::{Person, PersonStatus, Session};
use sallyport_policy::action::tenant;
use sallyport_policy::{Outcome, Permit};
use sallyport_store::audit::{AuditFilter, StoredRecord};
use sallyport_store::{AuditRead, AuditRecord, StoreError};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How many of a kind are named; all are counted.
const NAMED: usize = 100;

/// After how long without a sign-in an account is inactive.
const INACTIVE: Duration = Duration::from_hours(24 * 90);

/// For how many days failed sign-ins are counted.
const DAYS: u32 = 30;

/// How many failed sign-ins are counted at the most: the newest.
const COUNTED: usize = 20_000;

/// How many records are read at once.
const SLICE: u16 = 1_000;

/// How many waits are shown: the newest.
const WAITS: u16 = 20;

/// The overview.
#[derive(Debug, Default)]
pub struct Overview {
    /// How many people have an account; service accounts are none.
    pub people: u64,
    /// How many of them may be used.
    pub active: u64,
    /// Active accounts without a second factor that counts.
    pub without_second_factor: Named<WithoutSecondFactor>,
    /// Active accounts that nobody has signed in to for 90 days.
    pub inactive: Named<Person>,
    /// Failed sign-ins of the last 30 days, by day, the oldest first.
    pub failed_sign_ins: Vec<(String, u64)>,
    /// Whether all of them were counted.
    pub all_counted: bool,
    /// The latest tries of the last 30 days that made the next ones wait, the newest first.
    pub waits: Vec<Held>,
    /// How many sessions there are.
    pub sessions: u64,
    /// The places with the most sessions.
    pub places: Vec<Place>,
}

/// Tries that made the next ones wait.
#[derive(Debug, PartialEq, Eq)]
pub struct Held {
    /// When the wait began, or became longer.
    pub at: Timestamp,
    /// The account, if the tries were at one that is there: its id and name.
    pub account: Option<(String, Option<String>)>,
    /// Whether an account waits; otherwise the place does.
    pub of_account: bool,
    /// What was tried, such as `password`.
    pub tried: String,
    /// How many times.
    pub tries: u64,
    /// How long the next one waits, in seconds.
    pub wait_seconds: u64,
    /// Where the last one came from, if that is known.
    pub place: Option<String>,
}

/// Some of a kind, and how many there are.
#[derive(Debug)]
pub struct Named<T> {
    /// The first hundred.
    pub first: Vec<T>,
    /// How many there are.
    pub count: u64,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<T> Named<T> {
    fn add(&mut self, one: T) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(one);
        }
    }
}

/// Somebody without a second factor.
#[derive(Debug)]
pub struct WithoutSecondFactor {
    /// Who.
    pub person: Person,
    /// Whether the policy asks one of them.
    pub required: bool,
    /// From when on they may do nothing without, once that was set.
    pub due_at: Option<Timestamp>,
}

/// Where sessions began.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The address; `None` if it is not known.
    pub address: Option<String>,
    /// How many sessions.
    pub sessions: u64,
    /// Of how many people.
    pub people: u64,
}

/// The overview of the tenant.
pub async fn view(
    identity: &Identity,
    permit: Permit<tenant::ViewSecurity>,
) -> Result<Overview, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let policy = identity.policy(tenant).await?;
    let access = identity.directory().access(tenant).await?;
    let inactive_since = now.checked_sub(INACTIVE).unwrap_or(now);
    let mut read = identity.store.read(tenant).await?;
    let kinds = counted(&policy.second_factor);
    let mut overview = Overview::default();
    let mut after = None;
    loop {
        let people = read.people(after, Limit::MAX).await?;
        let whole = people.len() == usize::from(Limit::MAX);
        after = people.last().map(|person| person.id);
        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        let protected = read.people_with_factors(&ids, &kinds).await?;
        for person in people {
            overview.people += 1;
            if person.status != PersonStatus::Active {
                continue;
            }
            overview.active += 1;
            if person.last_sign_in_at.unwrap_or(person.created_at) <= inactive_since {
                overview.inactive.add(person.clone());
            }
            if !protected.contains(&person.id) {
                overview.without_second_factor.add(WithoutSecondFactor {
                    required: is_required(&policy.second_factor, &access, &person),
                    person,
                    due_at: None,
                });
            }
        }
        if !whole {
            break;
        }
    }
    for one in &mut overview.without_second_factor.first {
        if one.required {
            one.due_at = read.second_factor_due(one.person.id).await?;
        }
    }
    let idle_since = idle_since(&policy.sessions, now);
    let mut sessions = read.sessions(now, idle_since).await?;
    sessions.retain(|session| {
        let member = access.member(session.person);
        member.is_none_or(|member| lets(session, &policy.second_factor, member, now))
    });
    overview.sessions = sessions.len() as u64;
    overview.places = places(&sessions);
    drop(read);
    let mut log = identity.store.read_log(tenant).await?;
    (overview.failed_sign_ins, overview.all_counted) = failed_sign_ins(&mut *log, now).await?;
    overview.waits = waits(&mut *log, now).await?;
    Ok(overview)
}

/// The addresses that sessions began from, those with the most first.
fn places(sessions: &[Session]) -> Vec<Place> {
    let mut found: BTreeMap<Option<&str>, (u64, BTreeSet<_>)> = BTreeMap::new();
    for session in sessions {
        let (count, people) = found.entry(session.address.as_deref()).or_default();
        *count += 1;
        people.insert(session.person);
    }
    let mut places: Vec<Place> = found
        .into_iter()
        .map(|(address, (sessions, people))| Place {
            address: address.map(str::to_owned),
            sessions,
            people: people.len() as u64,
        })
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.sessions));
    places.truncate(NAMED);
    places
}

/// The latest waits of the last 30 days.
async fn waits(log: &mut dyn AuditRead, now: Timestamp) -> Result<Vec<Held>, StoreError> {
    let filter = AuditFilter {
        from: now
            .checked_sub(Duration::from_hours(24 * u64::from(DAYS)))
            .ok(),
        action: Some(BEGIN_WAIT.to_owned()),
        ..AuditFilter::default()
    };
    let records = log.records(&filter, None, WAITS).await?;
    let held = records.iter().map(|record| {
        let corrupt = || corrupt(record);
        let said: AuditRecord = serde_json::from_slice(&record.body).map_err(|_| corrupt())?;
        let text = |name: &str| said.detail.get(name).and_then(Value::as_str);
        let number = |name: &str| said.detail.get(name).and_then(Value::as_u64);
        Ok(Held {
            at: said.at,
            of_account: text("who").ok_or_else(corrupt)? == "account",
            tried: text("tried").ok_or_else(corrupt)?.to_owned(),
            tries: number("tries").ok_or_else(corrupt)?,
            wait_seconds: number("wait_seconds").ok_or_else(corrupt)?,
            place: text("place").map(str::to_owned),
            account: said.object.map(|account| (account.id, account.name)),
        })
    });
    held.collect()
}

fn corrupt(record: &StoredRecord) -> StoreError {
    StoreError::Corrupt {
        table: "audit_batch",
        column: "body",
        row: record.id.to_string(),
    }
}

/// What is wanted of a record.
#[derive(Deserialize)]
struct When {
    at: Timestamp,
}

/// Failed sign-ins by day (UTC), and whether all were counted.
async fn failed_sign_ins(
    log: &mut dyn AuditRead,
    now: Timestamp,
) -> Result<(Vec<(String, u64)>, bool), StoreError> {
    let mut days: BTreeMap<String, u64> = (0..DAYS)
        .filter_map(|back| {
            now.checked_sub(Duration::from_hours(24 * u64::from(back)))
                .ok()
        })
        .map(|at| (day(at), 0))
        .collect();
    let first = days.keys().next();
    let filter = AuditFilter {
        from: first.and_then(|day| format!("{day}T00:00:00Z").parse().ok()),
        action: Some("session.sign_in".to_owned()),
        outcome: Some(Outcome::Failed),
        ..AuditFilter::default()
    };
    let (mut before, mut counted) = (None, 0);
    loop {
        let records = log.records(&filter, before, SLICE).await?;
        for record in &records {
            let When { at } = serde_json::from_slice(&record.body).map_err(|_| corrupt(record))?;
            if let Some(count) = days.get_mut(&day(at)) {
                *count += 1;
            }
        }
        counted += records.len();
        before = records.last().map(|record| record.sequence);
        let all = records.len() < usize::from(SLICE);
        if all || counted >= COUNTED {
            return Ok((days.into_iter().collect(), all));
        }
    }
}

fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}
