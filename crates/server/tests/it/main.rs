//! The whole server, from outside: what it answers, to whom, and what it keeps.
#![allow(
    clippy::default_trait_access,
    clippy::format_collect,
    clippy::match_same_arms,
    clippy::needless_lifetimes,
    clippy::needless_pass_by_value,
    clippy::similar_names,
    clippy::too_many_lines,
    clippy::wrong_self_convention,
    reason = "tests read as sentences and tables"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

mod access;
mod accounts;
mod bad_input;
mod canary;
mod credentials;
mod destination;
mod drafts;
mod egress_trace;
mod enumeration;
mod factors;
mod groups;
mod guessing;
mod invitations;
mod keys;
mod kill;
mod mail;
mod notices;
mod outage;
mod passkeys;
mod passwords;
mod people;
mod proof;
mod queries;
mod rates;
mod registration;
mod requests;
mod requirement;
mod resets;
mod revocation;
mod rights;
mod security;
mod session;
mod sessions;
mod sign_in_policy;
mod sms;
