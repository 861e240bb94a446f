//! What tests share: time and chance in their hands, values to store, a database and a Redis for each test.
//!
//! Only ever a development dependency. Start reading at [`FakeClock`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "for tests"
)]

mod clock;
mod cluster;
pub mod contract;
mod database;
mod random;
mod redis;

pub use clock::FakeClock;
pub use cluster::Cluster;
/// Values to store: people, apps, receipts…
pub use contract::fixtures as build;
pub use database::TestDatabase;
pub use random::SeededRandom;
pub use redis::TestRedis;
