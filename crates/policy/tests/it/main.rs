//! What the policies decide, and that every shortcut decides the same.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod decisions;
mod keys;
mod onlookers;
mod scopes;
mod standing;
mod world;
