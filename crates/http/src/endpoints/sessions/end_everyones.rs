//! `DELETE /sessions`

use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sessions;
use sallyport_policy::action;
use serde::Serialize;
use utoipa::ToSchema;

/// How many sessions ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ended {
    /// So many.
    pub ended: u64,
}

/// Ends everybody's sessions but the one that the call comes in.
pub struct EndEveryonesSessions;

impl Operation for EndEveryonesSessions {
    type Action = action::session::EndEveryones;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<Ended>;
    const ID: &'static str = "end_everyones_sessions";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/sessions";
    const SUMMARY: &'static str = "Sign out everyone but oneself.";
}

pub(super) async fn end(call: Call<EndEveryonesSessions>) -> Result<Json<Ended>, Problem> {
    let ended = sessions::end_everyones(&call.service.identity, call.permit).await?;
    Ok(Json(Ended { ended }))
}
