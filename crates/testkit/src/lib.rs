//! What tests share: time and chance in their hands, values to store, a database for each test.
//!
//! Only ever a development dependency. Start reading at [`FakeClock`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "for tests"
)]

mod clock;
mod database;
mod random;

pub use clock::FakeClock;
pub use database::TestDatabase;
pub use random::SeededRandom;
/// Values to store: people, apps, receipts…
pub use sallyport_store::contract::fixtures as build;
