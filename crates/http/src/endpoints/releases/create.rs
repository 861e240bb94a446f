//! `POST /apps/{app}/releases`

use super::{ReleaseView, view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::endpoints::apps::AppPath;
use crate::problem::Problem;
use sallyport_apps::releases;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Releases an app's draft.
pub struct CreateRelease;

/// What to release.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateReleaseBody {
    /// The draft's revision.
    pub revision: u64,
    /// What is new: at most 2,000 characters.
    pub note: String,
}

impl Operation for CreateRelease {
    type Action = action::app::Release;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = JsonBody<CreateReleaseBody>;
    type Answer = Created<ReleaseView>;
    const ID: &'static str = "create_release";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/apps/{app}/releases";
    const SUMMARY: &'static str = "Release the draft if it is still at the revision.";
}

pub(super) async fn create(call: Call<CreateRelease>) -> Result<Created<ReleaseView>, Problem> {
    let actor = call.actor().clone();
    let CreateReleaseBody { revision, note } = call.body.0;
    let release = releases::create(&call.service.apps, call.permit, revision, &note).await?;
    let current = Some(release.number);
    Ok(Created(view(&actor, release, current)))
}
