//! E-mail over SMTP, and who takes letters of every channel out of the queue.
//!
//! What is written in letters and when they are tried again is decided in `identity`, and so is how a message by SMS is
//! handed over; this crate knows SMTP and no more. Start reading at [`Smtp`], then [`Worker`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod smtp;
mod worker;

pub use smtp::{Smtp, SmtpError};
pub use worker::Worker;
