//! The binary's parts: configuration, wiring, the command line, the demo.
//!
//! This is the only crate that names adapters and connectors. It decides nothing about people or data: it puts the
//! pieces together ([`wiring`]) and serves them ([`serve`]).
//!
//! Start reading at [`wiring::assemble`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod assets;
pub mod audit_cli;
pub mod config;
pub mod demo;
pub mod r#gen;
pub mod rules;
pub mod seed;
pub mod serve;
pub mod sms;
pub mod system;
pub mod vault;
pub mod wiring;
