//! What tests share: time and chance in their hands, values to store, a database and a Redis for each test, and those
//! who are sent to: a mail server and a gateway for SMS.
//!
//! Only ever a development dependency. Start reading at [`FakeClock`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "for tests"
)]

mod arrivals;
mod clock;
mod cluster;
pub mod contract;
mod database;
mod mailbox;
mod random;
mod redis;
mod telephone;

pub use clock::FakeClock;
pub use cluster::Cluster;
/// Values to store: people, apps, receipts…
pub use contract::fixtures as build;
pub use database::TestDatabase;
pub use mailbox::{Mailbox, Message};
pub use random::SeededRandom;
pub use redis::TestRedis;
pub use telephone::{Asked, Telephone};
