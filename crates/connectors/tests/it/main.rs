//! Connectors against real sources: a `PostgreSQL` server, `SQLite` files, an HTTP server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod contract;
mod credential;
mod egress;
mod encoding;
mod lint;
mod postgres;
mod rest;
mod rest_stream;
mod sqlite;
mod support;
