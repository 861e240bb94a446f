//! `GET /account/sessions`

use super::{SessionList, listed};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;

/// Lists the caller's own sessions.
pub struct ListSessions;

impl Operation for ListSessions {
    type Action = action::session::List;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<SessionList>;
    const ID: &'static str = "list_sessions";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/account/sessions";
    const SUMMARY: &'static str = "Where one is signed in.";
}

pub(super) async fn list(call: Call<ListSessions>) -> Result<Json<SessionList>, Problem> {
    let actor = call.actor().clone();
    let sessions = sessions::list_own(&call.service.identity, call.permit).await?;
    Ok(Json(listed(&actor, sessions)))
}
