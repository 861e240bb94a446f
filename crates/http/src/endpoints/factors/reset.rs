//! `DELETE /people/{person}/factors`

use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::endpoints::people::PersonPath;
use crate::problem::Problem;
use sallyport_identity::factors::reset;
use sallyport_policy::action;

/// Takes all second factors of a person away.
pub struct ResetFactors;

impl Operation for ResetFactors {
    type Action = action::person::ResetFactors;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "reset_factors";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/people/{person}/factors";
    const SUMMARY: &'static str = "Take all second factors and recovery codes of a person away: their sessions end, and they are told.";
}

pub(super) async fn reset(call: Call<ResetFactors>) -> Result<Nothing, Problem> {
    reset::reset(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
