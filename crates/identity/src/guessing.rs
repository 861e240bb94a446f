//! Against guessing: every try at what proves who somebody is counts before it is judged, with the account and with
//! where it comes from, and too many make the next ones wait longer and longer.
//!
//! One line begins a try, in whatever use case: [`Identity::attempt`]. What was right is taken back by
//! [`Attempt::succeeded`]; whatever else happens, the try has counted. Where it is the one that makes the next ones wait,
//! that is written down off the request path, and the owner of the account is told: see [`Identity::hear_alarms`].
//!
//! No account is locked: from places where its owner signed in before, tries are counted apart, so that nobody
//! elsewhere can keep the owner waiting. The account is counted by what was typed, there or not: what is told is the
//! same for both.

mod account;
mod alarm;

pub use account::AccountKey;
pub(crate) use alarm::{Alarms, BEGIN_WAIT};

use crate::sms::Number;
use crate::{Identity, IdentityError};
use alarm::{Alarm, Grown};
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, TenantId};
use sallyport_limits::{Growth, Key, Limits, Rate, Wait, place};
use sallyport_policy::Actor;
use sallyport_store::{StoreError, Transaction};
use sha2::{Digest as _, Sha256};
use std::net::Ipv6Addr;
use std::sync::Arc;
use std::time::Duration;

/// What is tried. What is of one kind is counted together, whichever way in it is tried at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// A password: at a sign-in, a proof or a change of password.
    Password,
    /// A code of a second factor, wherever it is asked for.
    Code,
    /// The secret of a link: of a set-up, an invitation, a registration or a reset. There is no guessing it, but
    /// trying costs the server work.
    Link,
    /// To have a letter sent to an address: by a reset, a registration or a code. It is never taken back, for a letter
    /// that was sent is there.
    Letter,
    /// To have a message sent to a telephone, which costs: for a code, or a test. It is never taken back either.
    Message,
}

/// How the tries of a kind are counted.
struct Manner {
    account: &'static str,
    familiar: &'static str,
    place: &'static str,
    for_account: Growth,
    for_place: Growth,
}

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Ten at once, and then at most one an hour once it has come to that: fewer than a hundred in four days.
const SECRETS_OF_AN_ACCOUNT: Growth = Growth {
    free: 10,
    first: Duration::from_secs(1),
    longest: HOUR,
    memory: DAY,
};

/// Many people may come from one place, and some of them mistype.
const SECRETS_FROM_A_PLACE: Growth = Growth {
    free: 100,
    first: Duration::from_secs(1),
    longest: Duration::from_mins(15),
    memory: HOUR,
};

/// Whoever waits for a letter asks for another, but not for a heap of them.
const LETTERS_OF_AN_ACCOUNT: Growth = Growth {
    free: 5,
    first: Duration::from_mins(1),
    longest: HOUR,
    memory: DAY,
};

const LETTERS_FROM_A_PLACE: Growth = Growth {
    free: 50,
    first: Duration::from_secs(10),
    longest: HOUR,
    memory: DAY,
};

/// What one number gets, whoever asks for it: a telephone is not to be flooded.
const MESSAGES_TO_A_NUMBER: Growth = LETTERS_OF_AN_ACCOUNT;

/// What a whole tenant sends: 300 an hour, and 300 at once at the most. Each message is paid for, and whoever earns by
/// messages to numbers of their own must not find a way to have them sent by the thousand.
const MESSAGES_OF_A_TENANT: Rate = Rate {
    per_minute: 5,
    burst: 300,
};

/// How often a place may have a password judged before it is chosen: at every few letters that are typed.
const JUDGEMENTS: Rate = Rate {
    per_minute: 120,
    burst: 60,
};

/// How long a place, and a device, is known after a sign-in there.
pub(crate) const KNOWN_FOR: Duration = Duration::from_hours(24 * 90);

impl Guess {
    /// What is tried, in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Link => "link",
            Self::Letter => "letter",
            Self::Message => "message",
        }
    }

    const fn manner(self) -> Manner {
        match self {
            Self::Password => Manner {
                account: "password-account",
                familiar: "password-familiar",
                place: "password-place",
                for_account: SECRETS_OF_AN_ACCOUNT,
                for_place: SECRETS_FROM_A_PLACE,
            },
            Self::Code => Manner {
                account: "code-account",
                familiar: "code-familiar",
                place: "code-place",
                for_account: SECRETS_OF_AN_ACCOUNT,
                for_place: SECRETS_FROM_A_PLACE,
            },
            Self::Link => Manner {
                account: "link-account",
                familiar: "link-familiar",
                place: "link-place",
                for_account: SECRETS_OF_AN_ACCOUNT,
                for_place: SECRETS_FROM_A_PLACE,
            },
            Self::Message => Manner {
                account: "message-account",
                familiar: "message-familiar",
                place: "message-place",
                for_account: LETTERS_OF_AN_ACCOUNT,
                for_place: LETTERS_FROM_A_PLACE,
            },
            Self::Letter => Manner {
                account: "letter-account",
                familiar: "letter-familiar",
                place: "letter-place",
                for_account: LETTERS_OF_AN_ACCOUNT,
                for_place: LETTERS_FROM_A_PLACE,
            },
        }
    }
}

/// A try that has been counted.
#[must_use = "a try that was right is to be taken back"]
pub struct Attempt {
    limits: Arc<Limits>,
    alarms: Arc<Alarms>,
    counted: Vec<(Key, Growth)>,
    /// The keys of the account alone, which a right answer clears.
    own: Vec<Key>,
    /// What is to be known of the try if it stands.
    alarm: Option<Alarm>,
}

impl Identity {
    /// Begins a try: counts it, or says how long to wait. `account` is the address of the account as it was typed, or
    /// `None` if the try is not at one account. It goes before the work of judging the try, so that of many that come
    /// at once no more are judged than of those that come one after another.
    pub async fn attempt(
        &self,
        actor: &Actor,
        guess: Guess,
        account: Option<&str>,
    ) -> Result<Attempt, IdentityError> {
        let manner = guess.manner();
        let tenant = actor.tenant();
        let key = account.map(|address| AccountKey::of(tenant, address));
        let place = actor.request().address.map(place);
        let here = place.map(|place| (Key::new(manner.place, place.octets()), manner.for_place));
        let theirs = key.map(|account| (account.key(manner.account), manner.for_account));
        let mut counted: Vec<_> = here.into_iter().chain(theirs).collect();
        let mut own: Vec<_> = theirs.map(|(key, _)| key).into_iter().collect();
        let counts = match self.limits.strike(&counted).await {
            Ok(counts) => counts,
            Err(wait) => {
                // From where the owner has signed in before, others' tries don't count.
                let familiar = match (key, place) {
                    (Some(account), Some(place))
                        if !matches!(guess, Guess::Letter | Guess::Message) =>
                    {
                        self.is_familiar(actor, account, place).await?
                    }
                    _ => None,
                };
                let familiar = familiar.ok_or(IdentityError::TooManyTries(wait))?;
                let familiar = familiar.key(manner.familiar);
                counted = vec![(familiar, manner.for_account)];
                own = vec![familiar];
                let struck = self.limits.strike(&counted).await;
                struck.map_err(IdentityError::TooManyTries)?
            }
        };
        let grown = counted
            .iter()
            .zip(counts)
            .filter_map(|((key, growth), tries)| Grown::at(tries, *growth, own.contains(key)));
        let grown: Vec<_> = grown.collect();
        let alarm = (!grown.is_empty()).then(|| Alarm {
            tenant,
            at: actor.at(),
            guess,
            account: account.map(str::to_owned),
            place,
            grown,
        });
        Ok(Attempt {
            limits: Arc::clone(&self.limits),
            alarms: Arc::clone(&self.alarms),
            counted,
            own,
            alarm,
        })
    }

    /// Counts that a letter is asked for, which goes to that address or would go there.
    pub(crate) async fn letter_to(
        &self,
        actor: &Actor,
        address: &str,
    ) -> Result<(), IdentityError> {
        self.attempt(actor, Guess::Letter, Some(address))
            .await
            .map(drop)
    }

    /// Counts that a message is asked for by an account, to a number: with the account, where it comes from, the number
    /// and the tenant.
    pub(crate) async fn message_to(
        &self,
        actor: &Actor,
        account: &str,
        number: &Number,
    ) -> Result<(), IdentityError> {
        let tenant = actor.tenant();
        let _counted = self.attempt(actor, Guess::Message, Some(account)).await?;
        let hash = number.hash(tenant);
        let (id, _) = hash.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        let to = (Key::new("message-number", *id), MESSAGES_TO_A_NUMBER);
        let struck = self.limits.strike(&[to]).await;
        struck.map_err(IdentityError::TooManyTries)?;
        let may = message_of(&self.limits, tenant).await;
        may.map_err(IdentityError::TooManyTries)
    }

    /// Counts that a place has a password judged, which anybody may, but not as a way to keep the server busy.
    pub(crate) async fn may_judge(&self, actor: &Actor) -> Result<(), IdentityError> {
        let Some(address) = actor.request().address else {
            return Ok(());
        };
        let key = Key::of_address("judgement", address);
        let [verdict] = self.limits.check([(key, JUDGEMENTS)]).await;
        if verdict.allowed {
            Ok(())
        } else {
            Err(IdentityError::TooManyTries(verdict.wait))
        }
    }

    /// The key of an account at a place that it was signed in to from, if it was.
    async fn is_familiar(
        &self,
        actor: &Actor,
        account: AccountKey,
        place: Ipv6Addr,
    ) -> Result<Option<AccountKey>, StoreError> {
        let since = actor.at().checked_sub(KNOWN_FOR).unwrap_or(actor.at());
        let place = place_hash(place);
        let mut read = self.store.read(actor.tenant()).await?;
        let known = read.knows_place(account.bytes(), &place, since).await?;
        Ok(known.then(|| account.with(&place)))
    }
}

impl Attempt {
    /// The try was right: it counts no more, and neither do those at the account before it. What comes from the same
    /// place at other accounts stays: whoever has an account of their own can't wash away their tries at others'.
    pub async fn succeeded(mut self) {
        self.alarm = None;
        for key in &self.own {
            self.limits.forget(*key).await;
        }
        self.take_back(|key| !self.own.contains(key)).await;
    }

    /// The try was not judged, for no fault of whoever tried.
    pub async fn withdrawn(mut self) {
        self.alarm = None;
        self.take_back(|_| true).await;
    }

    async fn take_back(&self, of: impl Fn(&Key) -> bool + Send) {
        for (key, growth) in &self.counted {
            if of(key) {
                self.limits.forgive(*key, *growth).await;
            }
        }
    }
}

/// What nobody takes back stands.
impl Drop for Attempt {
    fn drop(&mut self) {
        if let Some(alarm) = self.alarm.take() {
            self.alarms.raise(alarm);
        }
    }
}

/// Counts a message with its tenant.
async fn message_of(limits: &Limits, tenant: TenantId) -> Result<(), Wait> {
    let of = Key::new("message-tenant", *tenant.as_bytes());
    let [verdict] = limits.check([(of, MESSAGES_OF_A_TENANT)]).await;
    if verdict.allowed {
        return Ok(());
    }
    tracing::warn!(%tenant, "more messages are asked for than a tenant may send");
    Err(verdict.wait)
}

/// Notes, in the sign-in's own transaction, that a person signs in from a place; tells whether they did lately.
pub(crate) async fn note_place(
    change: &mut dyn Transaction,
    (tenant, person, email): (TenantId, PersonId, &str),
    place: Ipv6Addr,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (account, place) = (AccountKey::of(tenant, email), place_hash(place));
    let since = now.checked_sub(KNOWN_FOR).unwrap_or(now);
    let known = change.knows_place(account.bytes(), &place, since).await?;
    change
        .note_place(person, account.bytes(), &place, now)
        .await?;
    Ok(known)
}

/// A place as it is kept: nobody reads from the store where people were.
fn place_hash(place: Ipv6Addr) -> [u8; 32] {
    hash(&[&place.octets()])
}

/// A hash over parts whose lengths are known, or the last of which ends it.
pub(crate) fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests;
