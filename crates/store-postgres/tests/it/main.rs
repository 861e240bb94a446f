//! The contract on PostgreSQL, and what is true of this adapter alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod contract;
mod isolation;
mod nodes;
mod place;
