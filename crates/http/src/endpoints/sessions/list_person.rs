//! `GET /people/{person}/sessions`

use super::{SessionList, listed};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::people::PersonPath;
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;

/// Lists somebody's sessions.
pub struct ListSessionsOfPerson;

impl Operation for ListSessionsOfPerson {
    type Action = action::person::ListSessions;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<SessionList>;
    const ID: &'static str = "list_sessions_of_person";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/people/{person}/sessions";
    const SUMMARY: &'static str = "Where somebody is signed in.";
}

pub(super) async fn list(call: Call<ListSessionsOfPerson>) -> Result<Json<SessionList>, Problem> {
    let actor = call.actor().clone();
    let sessions = sessions::list_of(&call.service.identity, call.permit).await?;
    Ok(Json(listed(&actor, sessions)))
}
