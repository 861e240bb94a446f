//! `GET /apps`

use super::{AppList, summary};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::library;
use sallyport_policy::action;

/// Lists the apps that one may see.
pub struct ListApps;

impl Operation for ListApps {
    type Action = action::tenant::ListApps;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<AppList>;
    const ID: &'static str = "list_apps";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps";
    const SUMMARY: &'static str = "The apps that one may see.";
}

pub(super) async fn list(call: Call<ListApps>) -> Result<Json<AppList>, Problem> {
    let actor = call.actor().clone();
    let items = library::list(&call.service.apps, call.permit).await?;
    let items = items.into_iter().map(|app| summary(&actor, app)).collect();
    Ok(Json(AppList { items, next: None }))
}
