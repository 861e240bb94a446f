//! How much may be asked: by an address before anything is looked up for it, and by a person once it is known who asks.
//!
//! With Redis there are two counts of an address: this node's own, which costs nothing and keeps a flood out before it
//! reaches the store, and the one that all nodes share, which is asked together with the person's.

use crate::problem::Problem;
use crate::service::Service;
use http::{HeaderMap, HeaderName, HeaderValue};
use sallyport_kernel::RequestContext;
use sallyport_limits::{Key, Rate, Verdict};
use sallyport_model::account::{Rate as PolicyRate, RatePolicy};
use sallyport_policy::{Actor, Caller};
use std::fmt::Write as _;
use std::net::IpAddr;

/// The header that says what the limits are (draft-ietf-httpapi-ratelimit-headers).
pub(crate) static POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
/// The header that says what is left of them.
pub(crate) static LEFT: HeaderName = HeaderName::from_static("ratelimit");

/// What a request was let in by, for the headers of its answer.
#[derive(Default)]
pub(super) struct Admission {
    actor: Option<Grant>,
    address: Option<Grant>,
}

#[derive(Clone, Copy)]
struct Grant {
    name: &'static str,
    rate: Rate,
    verdict: Verdict,
}

impl Admission {
    /// Counts the request with the address that it comes from. Nobody knows yet who asks, so it is the home tenant
    /// that says how much an address may.
    pub(super) async fn by_address(
        &mut self,
        service: &Service,
        request: &RequestContext,
    ) -> Result<(), Problem> {
        let Some(address) = request.address else {
            return Ok(());
        };
        let rates = &service
            .identity
            .policy(service.identity.home())
            .await?
            .rates;
        let rate = rate(rates.address);
        let key = Key::of_address("node-address", address);
        let [verdict] = service.limits.check_here([(key, rate)]);
        self.address = Some(Grant::of("address", rate, verdict));
        admitted(self.address)
    }

    /// Counts the request with whoever asks, and, where nodes share their counts, with the address once more.
    pub(super) async fn by_actor(
        &mut self,
        service: &Service,
        actor: &Actor,
    ) -> Result<(), Problem> {
        let (limits, home) = (&service.limits, service.identity.home());
        let by = match actor.caller() {
            Caller::Person(id) => Some(("person", *id.as_bytes())),
            Caller::Key(id) => Some(("key", *id.as_bytes())),
            Caller::Anonymous => None,
        };
        let (name, person) = match by {
            Some((name, id)) => {
                let rates = &service.identity.policy(actor.tenant()).await?.rates;
                let asked = if name == "key" {
                    rates.key
                } else {
                    rates.person
                };
                (name, Some((Key::new(name, id), rate(asked))))
            }
            None => ("person", None),
        };
        if !limits.are_shared() {
            if let Some(person) = person {
                let [verdict] = limits.check_here([person]);
                self.actor = Some(Grant::of(name, person.1, verdict));
            }
            return admitted(self.actor);
        }
        let rates = &service.identity.policy(home).await?.rates;
        let address = actor.request().address.map(|from| by_address(rates, from));
        match (person, address) {
            (Some(person), Some(address)) => {
                let [whose, from] = limits.check([person, address]).await;
                self.actor = Some(Grant::of(name, person.1, whose));
                self.address = Some(Grant::of("address", address.1, from));
            }
            (Some(person), None) => {
                let [whose] = limits.check([person]).await;
                self.actor = Some(Grant::of(name, person.1, whose));
            }
            (None, Some(address)) => {
                let [from] = limits.check([address]).await;
                self.address = Some(Grant::of("address", address.1, from));
            }
            (None, None) => {}
        }
        admitted(self.actor)?;
        admitted(self.address)
    }

    /// Tells what is left.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        let (mut policy, mut left) = (String::with_capacity(64), String::with_capacity(64));
        for grant in self.actor.iter().chain(&self.address) {
            let separator = if policy.is_empty() { "" } else { ", " };
            let Grant {
                name,
                rate,
                verdict,
            } = grant;
            let quota = rate.per_minute;
            let _ = write!(policy, "{separator}\"{name}\";q={quota};w=60");
            let (remaining, whole) = (verdict.remaining, verdict.whole.seconds());
            let _ = write!(left, "{separator}\"{name}\";r={remaining};t={whole}");
        }
        for (name, value) in [(&POLICY, policy), (&LEFT, left)] {
            if !value.is_empty()
                && let Ok(value) = HeaderValue::try_from(value)
            {
                headers.append(name, value);
            }
        }
    }
}

impl Grant {
    fn of(name: &'static str, rate: Rate, verdict: Verdict) -> Self {
        Self {
            name,
            rate,
            verdict,
        }
    }
}

fn admitted(grant: Option<Grant>) -> Result<(), Problem> {
    match grant {
        Some(grant) if !grant.verdict.allowed => {
            let problem = Problem::rate_limited(grant.verdict.wait.seconds());
            Err(problem.hint("send less at once, or ask an administrator for more"))
        }
        _ => Ok(()),
    }
}

fn by_address(rates: &RatePolicy, address: IpAddr) -> (Key, Rate) {
    (Key::of_address("address", address), rate(rates.address))
}

fn rate(rate: PolicyRate) -> Rate {
    Rate {
        per_minute: rate.per_minute,
        burst: rate.burst,
    }
}
