//! `DELETE /people/{person}/sessions/{session}`

use super::PersonSessionPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;

/// Ends one of somebody's sessions.
pub struct EndSessionOfPerson;

impl Operation for EndSessionOfPerson {
    type Action = action::person::EndSessions;
    type Path = PersonSessionPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "end_session_of_person";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/people/{person}/sessions/{session}";
    const SUMMARY: &'static str = "Sign somebody out in one place.";
}

pub(super) async fn end(call: Call<EndSessionOfPerson>) -> Result<Nothing, Problem> {
    let session = call.path.session;
    sessions::end_of(&call.service.identity, call.permit, session).await?;
    Ok(Nothing)
}
