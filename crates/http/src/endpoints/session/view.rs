//! `GET /session`

use super::{Whoami, whoami};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;

/// Shows who is signed in.
pub struct ViewSession;

impl Operation for ViewSession {
    type Action = action::session::View;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<Whoami>;
    const ID: &'static str = "view_session";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/session";
    const SUMMARY: &'static str = "Who is signed in, and what they may do in general.";
}

pub(super) async fn view(call: Call<ViewSession>) -> Result<Json<Whoami>, Problem> {
    Ok(Json(whoami(&call.service, call.actor()).await?))
}
