//! `GET /apps/{app}/releases`

use super::{ReleaseList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::apps::AppPath;
use crate::problem::Problem;
use sallyport_apps::releases;
use sallyport_policy::action;

/// Lists an app's releases.
pub struct ListReleases;

impl Operation for ListReleases {
    type Action = action::app::Edit;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<ReleaseList>;
    const ID: &'static str = "list_releases";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}/releases";
    const SUMMARY: &'static str = "The releases, the newest first.";
}

pub(super) async fn list(call: Call<ListReleases>) -> Result<Json<ReleaseList>, Problem> {
    let actor = call.actor().clone();
    let (releases, current) = releases::list(&call.service.apps, call.permit).await?;
    let items = releases
        .into_iter()
        .map(|release| view(&actor, release, current))
        .collect();
    Ok(Json(ReleaseList { items, next: None }))
}
