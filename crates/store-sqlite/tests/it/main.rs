//! The contract on encrypted files, and what is true of the files alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod contract;
mod files;
mod journal;
mod place;
