//! What is written down when tries begin to wait: off the request path, so that no answer takes longer for it.
//!
//! A refused try leaves nothing, and neither does one that makes the wait no longer: however many come, there are as
//! many records as there are steps of a wait. Of an account that is not there the same is written, and told to nobody.

use super::Guess;
use crate::{Identity, IdentityError, account, email, warning};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::TenantId;
use sallyport_limits::{Growth, Wait};
use sallyport_model::entity::{Person, PersonKind, PersonStatus};
use sallyport_policy::SystemPermit;
use std::collections::VecDeque;
use std::net::Ipv6Addr;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// How many may be waiting to be written down. Beyond that they are lost: that the tries failed is recorded anyway.
const MOST: usize = 1_000;

/// The action of the records.
pub(crate) const BEGIN_WAIT: &str = "service.begin_wait";

/// A try that made others wait.
pub(crate) struct Alarm {
    pub(super) tenant: TenantId,
    pub(super) at: Timestamp,
    pub(super) guess: Guess,
    /// The address of the account, as it was typed.
    pub(super) account: Option<String>,
    pub(super) place: Option<Ipv6Addr>,
    pub(super) grown: Vec<Grown>,
}

/// What has come to the end of its free tries.
pub(crate) struct Grown {
    /// How many tries there are.
    tries: u32,
    /// The wait, if it begins or is longer than the last.
    wait: Option<Wait>,
    /// Whether it is the account that waits, and not the place.
    of_account: bool,
}

impl Grown {
    /// `None` as long as tries are free.
    pub(super) fn at(tries: u32, growth: Growth, of_account: bool) -> Option<Self> {
        (tries >= growth.free).then(|| Self {
            tries,
            wait: growth.longer_wait(tries),
            of_account,
        })
    }
}

/// What is to be written down.
#[derive(Default)]
pub(crate) struct Alarms {
    waiting: Mutex<VecDeque<Alarm>>,
    /// Held by whoever writes.
    writing: tokio::sync::Mutex<()>,
    news: Notify,
}

impl Alarms {
    /// Notes an alarm, for whoever writes on this node.
    pub(super) fn raise(&self, alarm: Alarm) {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST {
            tracing::warn!("more tries make others wait than can be written down");
            return;
        }
        waiting.push_back(alarm);
        drop(waiting);
        self.news.notify_one();
    }

    fn next(&self) -> Option<Alarm> {
        self.waiting().pop_front()
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<Alarm>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Identity {
    /// Waits until a try on this node has made others wait.
    pub(crate) async fn alarmed(&self) {
        self.alarms.news.notified().await;
    }

    /// Writes down which waits have begun or become longer, and tells the owners of accounts that many wrong passwords
    /// were tried at. Once it returns, all that was raised before is written.
    pub async fn hear_alarms(&self) {
        let _writing = self.alarms.writing.lock().await;
        while let Some(alarm) = self.alarms.next() {
            if let Err(error) = hear(self, &alarm).await {
                tracing::warn!(%error, "that tries have to wait could not be written down");
            }
        }
    }
}

async fn hear(identity: &Identity, alarm: &Alarm) -> Result<(), IdentityError> {
    let address = alarm.account.as_deref().map(email::normalize);
    let address = address.and_then(Result::ok);
    let mut person = None;
    if let Some(address) = &address {
        let mut read = identity.store.read(alarm.tenant).await?;
        person = read.person_by_email(address).await?;
    }
    for grown in &alarm.grown {
        if let Some(wait) = grown.wait {
            record(identity, alarm, grown, wait, person.as_ref()).await?;
        }
    }
    let of_account = alarm.grown.iter().find(|grown| grown.of_account);
    if let (Guess::Password, Some(address), Some(grown)) = (alarm.guess, address, of_account) {
        let person = person.filter(|person| {
            person.status == PersonStatus::Active && person.kind == PersonKind::Person
        });
        let of = (alarm.tenant, address.as_str());
        warning::wrong_passwords(identity, of, person.as_ref(), grown.tries, alarm.at).await?;
    }
    Ok(())
}

async fn record(
    identity: &Identity,
    alarm: &Alarm,
    grown: &Grown,
    wait: Wait,
    person: Option<&Person>,
) -> Result<(), IdentityError> {
    let permit = SystemPermit::because("that tries have to wait is written down when it begins");
    let person = person.filter(|_| grown.of_account);
    let receipt = permit
        .receipt(
            alarm.tenant,
            alarm.at,
            BEGIN_WAIT,
            person.map(account::object),
        )
        .with("who", if grown.of_account { "account" } else { "place" })
        .with("tried", alarm.guess.as_str())
        .with("tries", grown.tries)
        .with("wait_seconds", wait.seconds())
        .with("place", alarm.place.map(in_words));
    Ok(identity.store.record(receipt).await?)
}

/// A place as people write it: an address of version 4, or a network of version 6.
fn in_words(place: Ipv6Addr) -> String {
    match place.to_ipv4_mapped() {
        Some(address) => address.to_string(),
        None => format!("{place}/64"),
    }
}
