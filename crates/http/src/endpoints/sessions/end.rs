//! `DELETE /account/sessions/{session}`

use super::SessionPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;

/// Ends one of the caller's own sessions.
pub struct EndSession;

impl Operation for EndSession {
    type Action = action::session::End;
    type Path = SessionPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "end_session";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/account/sessions/{session}";
    const SUMMARY: &'static str = "Sign out in one place.";
}

pub(super) async fn end(call: Call<EndSession>) -> Result<Nothing, Problem> {
    let session = call.path.session;
    sessions::end_own(&call.service.identity, call.permit, session).await?;
    Ok(Nothing)
}
