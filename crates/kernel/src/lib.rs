//! The words that every other crate speaks: identifiers, time, randomness, secrets, pages.
//!
//! This crate knows nothing of storage, HTTP, policy or the clock on the wall: it has no I/O and
//! nothing asynchronous. Time and randomness are traits that the binary (and tests) provide. Enums that are
//! one word each, the same everywhere, are made by [`words!`].
//!
//! Start reading at [`id`], then [`secret`].
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod clock;
pub mod environment;
pub mod id;
pub mod page;
pub mod random;
pub mod request;
pub mod secret;
mod words;

pub use clock::{Clock, Timestamp};
pub use environment::Environment;
pub use page::{Cursor, Limit, Slice};
pub use random::Random;
pub use request::RequestContext;
pub use secret::{Secret, SecretText};
