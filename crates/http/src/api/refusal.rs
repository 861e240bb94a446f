//! What is answered when an act is refused, and its record. What one may not see and what is not there must look alike,
//! also in the time that they take: both are recorded.

use crate::problem::{Code, Problem};
use crate::service::Service;
use sallyport_policy::{Denied, Receipt, Wanting};

/// The policies said no. What the actor may not know of looks absent.
pub(super) async fn denied(
    service: &Service,
    denied: Denied,
    action: &'static str,
    operation: &'static str,
) -> Problem {
    let problem = match denied.wanting() {
        Some(Wanting::Proof) => Problem::proof_required(),
        Some(Wanting::SignIn) => Problem::sign_in_incomplete(),
        None if denied.may_know() => Problem::forbidden(),
        None => Problem::not_found(),
    };
    tracing::info!(action, "denied");
    recorded(service, denied.receipt(), problem, operation).await
}

/// What the path leads to could not be had. That it is not there is recorded; `ids` are what was asked for.
pub(super) async fn not_located(
    service: &Service,
    attempt: Receipt,
    ids: serde_json::Value,
    problem: Problem,
    operation: &'static str,
) -> Problem {
    if problem.code() != Code::NotFound {
        return problem;
    }
    recorded(service, attempt.with("path", ids), problem, operation).await
}

/// The problem, once its record is kept.
async fn recorded(
    service: &Service,
    receipt: Receipt,
    problem: Problem,
    operation: &'static str,
) -> Problem {
    match service
        .store
        .record(receipt.with("operation", operation))
        .await
    {
        Ok(()) => problem,
        Err(error) => error.into(),
    }
}
