//! Expressions that are more than a path are evaluated elsewhere: no JavaScript runs in here.

use async_trait::async_trait;
use serde_json::Value;
use std::collections::BTreeMap;

/// Runs one JavaScript expression with nothing but the given leaves in scope.
///
/// Implemented by the sandbox, which is a process of its own.
#[async_trait]
pub trait Evaluator: Send + Sync {
    /// The value of `source`, whose free paths are the keys of `leaves` (`search.value`).
    async fn evaluate(
        &self,
        source: &str,
        leaves: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError>;
}

/// Why an expression has no value. Never holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// The expression threw, or its value cannot be written as JSON.
    #[error("the expression has no value")]
    Threw,
    /// It ran for too long.
    #[error("the expression took too long")]
    TimedOut,
    /// It took too much memory.
    #[error("the expression used too much memory")]
    OutOfMemory,
    /// No cage was free, or the cage broke.
    #[error("expressions cannot be evaluated at the moment")]
    Unavailable,
}
