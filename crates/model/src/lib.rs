//! The things that Sallyport keeps: entities, and the app's document with its rules.
//!
//! Knows nothing of storage, HTTP or policy; everything here is plain data and pure functions.
//!
//! Start reading at [`document`].

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod account;
pub mod document;
pub mod entity;
pub mod factor;
pub mod header;
pub mod key;
pub mod mail;
pub mod sms;
pub mod source;
