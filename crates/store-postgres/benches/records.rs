//! How fast records and commits are: `cargo bench -p sallyport-store-postgres`.
#![allow(
    missing_docs,
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a measurement"
)]

#[path = "../tests/it/place.rs"]
mod place;

use crate::place::Database;
use sallyport_testkit::contract::{Place as _, bench};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let place = Database::fresh().await;
    bench::records(place.store()).await;
}
