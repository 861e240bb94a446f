//! Limits of all nodes together, in Redis.
//!
//! What is decided is decided by scripts in Redis, one call each, by its clock: nodes whose clocks differ count
//! alike, and calls at the same time are one after another.

use crate::pace::nanoseconds;
use crate::{Growth, Key, Rate, Verdict, Wait};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, FromRedisValue, RedisError, RedisResult, Script, ScriptInvocation};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// How long one answer of Redis may take: a request waits for it.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long this node counts for itself before it asks Redis again.
const PAUSE: Duration = Duration::from_secs(1);

pub(crate) struct Shared {
    client: Client,
    connection: Mutex<Option<ConnectionManager>>,
    away: Mutex<Option<Instant>>,
    check: Script,
    strike: Script,
    forgive: Script,
}

impl Shared {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one connection to Redis, which the operator names on the command line"
    )]
    pub(crate) fn at(url: &str) -> Result<Self, RedisError> {
        Ok(Self {
            client: Client::open(url)?,
            connection: Mutex::default(),
            away: Mutex::default(),
            check: Script::new(include_str!("check.lua")),
            strike: Script::new(include_str!("strike.lua")),
            forgive: Script::new(include_str!("forgive.lua")),
        })
    }

    /// `None` if Redis does not answer.
    pub(crate) async fn check<const N: usize>(
        &self,
        asked: &[(Key, Rate); N],
    ) -> Option<[Verdict; N]> {
        let mut call = self.check.prepare_invoke();
        for (key, rate) in asked {
            call.key(key.name())
                .arg(microseconds(rate.interval()))
                .arg(microseconds(rate.tolerance()));
        }
        let told: Vec<(bool, i64)> = self.ask(&call).await?;
        let told: [(bool, i64); N] = told.try_into().ok()?;
        let mut verdicts = asked.map(|(_, rate)| rate.verdict(true, 0, 0));
        for ((verdict, (_, rate)), (allowed, ahead)) in verdicts.iter_mut().zip(asked).zip(told) {
            let ahead = u64::try_from(ahead).unwrap_or(0).saturating_mul(1_000);
            *verdict = rate.verdict(allowed, ahead, 0);
        }
        Some(verdicts)
    }

    /// `None` if Redis does not answer.
    pub(crate) async fn strike(&self, tried: &[(Key, Growth)]) -> Option<Result<Vec<u32>, Wait>> {
        let mut call = self.strike.prepare_invoke();
        for (key, growth) in tried {
            call.key(key.name());
            growth_of(&mut call, *growth);
        }
        let (wait, counts): (i64, Vec<u32>) = self.ask(&call).await?;
        Some(match u64::try_from(wait) {
            Ok(wait) if wait > 0 => Err(Wait::of(wait.saturating_mul(1_000))),
            _ => Ok(counts),
        })
    }

    /// Whether Redis has taken it.
    pub(crate) async fn forgive(&self, key: Key, growth: Growth) -> bool {
        let mut call = self.forgive.prepare_invoke();
        call.key(key.name());
        growth_of(&mut call, growth);
        self.ask::<i64>(&call).await.is_some()
    }

    pub(crate) async fn forget(&self, key: Key) {
        let Some(mut connection) = self.connected() else {
            return;
        };
        let forgotten: RedisResult<i64> = redis::cmd("DEL")
            .arg(key.name())
            .query_async(&mut connection)
            .await;
        self.heard(forgotten);
    }

    async fn ask<T: FromRedisValue>(&self, call: &ScriptInvocation<'_>) -> Option<T> {
        let mut connection = self.connected()?;
        let told = call.invoke_async(&mut connection).await;
        self.heard(told)
    }

    /// The connection, unless Redis was away a moment ago.
    fn connected(&self) -> Option<ConnectionManager> {
        let away = *self.away.lock().unwrap_or_else(PoisonError::into_inner);
        if away.is_some_and(|since| since.elapsed() < PAUSE) {
            return None;
        }
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if connection.is_none() {
            let config = ConnectionManagerConfig::new()
                .set_connection_timeout(Some(PATIENCE))
                .set_response_timeout(Some(PATIENCE))
                .set_number_of_retries(0);
            let made = ConnectionManager::new_lazy_with_config(self.client.clone(), config);
            *connection = self.heard(made);
        }
        connection.clone()
    }

    /// What Redis said, and a line in the log when it goes away and when it is back.
    fn heard<T>(&self, told: RedisResult<T>) -> Option<T> {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        match told {
            Ok(told) => {
                if away.take().is_some() {
                    tracing::warn!("Redis answers again: limits are shared between the nodes");
                }
                Some(told)
            }
            Err(error) => {
                if away.replace(Instant::now()).is_none() {
                    tracing::warn!(%error, "Redis does not answer: each node keeps limits of its own");
                }
                None
            }
        }
    }
}

fn growth_of(call: &mut ScriptInvocation<'_>, growth: Growth) {
    call.arg(growth.free)
        .arg(microseconds(nanoseconds(growth.first)))
        .arg(microseconds(nanoseconds(growth.longest)))
        .arg(microseconds(nanoseconds(growth.memory)));
}

/// Redis counts in microseconds, in numbers that have room for fractions.
#[expect(
    clippy::cast_precision_loss,
    reason = "a span of years in nanoseconds keeps its microseconds"
)]
fn microseconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1_000.0
}
