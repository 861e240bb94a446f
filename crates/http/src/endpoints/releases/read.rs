//! `GET /apps/{app}/releases/{number}`

use super::{ReleaseDocument, ReleasePath, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::releases;
use sallyport_policy::action;

/// Reads a release.
pub struct ReadRelease;

impl Operation for ReadRelease {
    type Action = action::app::Edit;
    type Path = ReleasePath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<ReleaseDocument>;
    const ID: &'static str = "read_release";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}/releases/{number}";
    const SUMMARY: &'static str = "A release with its document.";
}

pub(super) async fn read(call: Call<ReadRelease>) -> Result<Json<ReleaseDocument>, Problem> {
    let actor = call.actor().clone();
    let (release, document) =
        releases::read(&call.service.apps, call.permit, call.path.number).await?;
    Ok(Json(ReleaseDocument {
        release: view(&actor, release, None),
        document,
    }))
}
