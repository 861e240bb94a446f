//! The whole server, from outside: what it answers, to whom, and what it keeps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

mod access;
mod bad_input;
mod canary;
mod credentials;
mod drafts;
mod kill;
mod outage;
mod queries;
mod requests;
mod session;
