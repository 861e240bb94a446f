//! The cage as its users see it: a child process, its limits, and what cannot be done in it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod confinement;
mod evaluation;
mod limits;
mod vectors;

use sallyport_query::{EvaluationError, Evaluator};
use sallyport_sandbox::{Cage, CageConfig};
use serde_json::{Value, json};
use std::time::Duration;

/// A cage with time to spare, so that a busy machine does not fail a test.
fn config() -> CageConfig {
    CageConfig {
        deadline: Duration::from_secs(10),
        patience: Duration::from_mins(1),
        ..CageConfig::new(env!("CARGO_BIN_EXE_sallyport-cage"), [])
    }
}

fn cage() -> Cage {
    Cage::start(config()).expect("the cage starts")
}

async fn evaluate(cage: &Cage, source: &str, leaves: Value) -> Result<Value, EvaluationError> {
    cage.evaluate(source, &serde_json::from_value(leaves).unwrap())
        .await
}

/// The value of an expression without leaves.
async fn value(source: &str) -> Result<Value, EvaluationError> {
    evaluate(&cage(), source, json!({})).await
}
