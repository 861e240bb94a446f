//! `DELETE /account/factors/{factor}`

use super::FactorPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::factors::own;
use sallyport_policy::action;

/// Removes one of one's own second factors.
pub struct RemoveFactor;

impl Operation for RemoveFactor {
    type Action = action::factor::Remove;
    type Path = FactorPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "remove_factor";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/account/factors/{factor}";
    const SUMMARY: &'static str =
        "Remove one of one's own second factors; the last one stays where one is required.";
}

pub(super) async fn remove(call: Call<RemoveFactor>) -> Result<Nothing, Problem> {
    own::remove(&call.service.identity, call.permit, call.path.factor).await?;
    Ok(Nothing)
}
