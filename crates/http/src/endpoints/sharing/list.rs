//! `GET /apps/{app}/grants`

use super::{GrantList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::apps::AppPath;
use crate::problem::Problem;
use sallyport_apps::sharing;
use sallyport_policy::action;

/// Lists who may use, edit and own an app.
pub struct ListGrants;

impl Operation for ListGrants {
    type Action = action::app::Share;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<GrantList>;
    const ID: &'static str = "list_grants";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}/grants";
    const SUMMARY: &'static str =
        "Who may use, edit and own the app, and run its restricted queries.";
}

pub(super) async fn list(call: Call<ListGrants>) -> Result<Json<GrantList>, Problem> {
    let grants = sharing::list(&call.service.apps, call.permit).await?;
    Ok(Json(GrantList {
        items: grants.into_iter().map(view).collect(),
        next: None,
    }))
}
