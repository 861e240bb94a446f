//! `DELETE /account/sessions`

use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;

/// Ends all of the caller's sessions but the one that the call comes in.
pub struct EndOtherSessions;

impl Operation for EndOtherSessions {
    type Action = action::session::End;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "end_other_sessions";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/account/sessions";
    const SUMMARY: &'static str = "Sign out everywhere else.";
}

pub(super) async fn end_others(call: Call<EndOtherSessions>) -> Result<Nothing, Problem> {
    sessions::end_others(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
