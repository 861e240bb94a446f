//! The way in over HTTP: operations as types, handlers of a few lines, one shape of refusal.
//!
//! A route exists only as an [`api::Operation`] with a handler that takes its own [`api::Call`]. A call exists only
//! after the session was read, the thing located, the policies asked and the body checked, in that order; so a
//! handler translates, and use cases (in `identity`, `apps`, `query`, `audit`) decide.
//!
//! This crate knows nothing of SQL, of drivers or of how a store keeps its data: it sees ports, and `server` hands it
//! the adapters.
//!
//! Start reading at [`api`], then at any file under `endpoints/`.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod api;
pub mod assets;
pub mod endpoints;
mod files;
pub mod layers;
pub mod problem;
pub mod router;
pub mod service;

pub use problem::{Code, Problem};
pub use router::Entrance;
pub use service::Service;
