//! `POST /apps/{app}/rollback`

use super::{ReleaseView, view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::endpoints::apps::AppPath;
use crate::problem::Problem;
use sallyport_apps::releases;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Makes an earlier release the current one.
pub struct RollBack;

/// Where to go back to, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RollBackBody {
    /// The release's number.
    pub number: u32,
    /// Why: at most 2,000 characters.
    pub note: String,
}

impl Operation for RollBack {
    type Action = action::app::Rollback;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = JsonBody<RollBackBody>;
    type Answer = Json<ReleaseView>;
    const ID: &'static str = "roll_back";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/apps/{app}/rollback";
    const SUMMARY: &'static str = "Make an earlier release the current one.";
}

pub(super) async fn roll_back(call: Call<RollBack>) -> Result<Json<ReleaseView>, Problem> {
    let actor = call.actor().clone();
    let RollBackBody { number, note } = call.body.0;
    let release = releases::roll_back(&call.service.apps, call.permit, number, &note).await?;
    Ok(Json(view(&actor, release, Some(number))))
}
