//! `GET /apps/{app}/preview`

use super::{AppPath, AppView, app_view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;

/// Shows an app's draft as it would look released.
pub struct PreviewApp;

impl Operation for PreviewApp {
    type Action = action::app::Edit;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<AppView>;
    const ID: &'static str = "preview_app";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}/preview";
    const SUMMARY: &'static str = "What view_app would answer if the draft were released.";
}

pub(super) async fn preview(call: Call<PreviewApp>) -> Result<Json<AppView>, Problem> {
    let (actor, on) = (call.actor().clone(), *call.permit.on());
    let view = sallyport_apps::view::preview(&call.service.apps, call.permit).await?;
    app_view(&call.service, &actor, on, view).await.map(Json)
}
