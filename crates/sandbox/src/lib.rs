//! JavaScript in its cage: expressions run in a process that can do nothing but compute.
//!
//! The parent's half is [`Cage`], an [`Evaluator`](sallyport_query::Evaluator) over a few warm
//! children; the child's half is [`cage::main`], a subcommand of the same binary. The child has no
//! environment, no files, no network, a limit on memory and a list of the few system calls that
//! computing takes; the parent kills it at the deadline, because the engine's own interrupt is not
//! a bound. Every run has a runtime of its own.
//!
//! Knows nothing of queries, people or documents, and the child nothing of the parent.
//!
//! Start reading at [`Cage`], then [`cage`].

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod cage;
mod child;
mod confine;
mod engine;
mod frame;
mod pool;
mod roots;

pub use pool::{Cage, CageConfig};
