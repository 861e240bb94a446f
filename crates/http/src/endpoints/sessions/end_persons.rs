//! `DELETE /people/{person}/sessions`

use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::endpoints::people::PersonPath;
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;

/// Ends all of somebody's sessions.
pub struct EndSessionsOfPerson;

impl Operation for EndSessionsOfPerson {
    type Action = action::person::EndSessions;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "end_sessions_of_person";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/people/{person}/sessions";
    const SUMMARY: &'static str = "Sign somebody out everywhere.";
}

pub(super) async fn end(call: Call<EndSessionsOfPerson>) -> Result<Nothing, Problem> {
    sessions::end_all_of(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
