//! What is not there.

use super::Operation;
use crate::problem::{Code, Problem};
use crate::service::Service;
use sallyport_policy::Actor;

/// What to answer when nothing was found. The attempt is recorded as a refusal is: what one may not see and what is
/// not there must look alike, also in the time that they take.
pub(super) async fn absent<O: Operation>(
    service: &Service,
    actor: &Actor,
    path: &O::Path,
    problem: Problem,
) -> Problem {
    if problem.code() != Code::NotFound {
        return problem;
    }
    let ids = serde_json::to_value(path).unwrap_or_default();
    let receipt = sallyport_policy::absent::<O::Action>(actor)
        .with("operation", O::ID)
        .with("path", ids);
    match service.store.record(receipt).await {
        Ok(()) => problem,
        Err(error) => error.into(),
    }
}
