//! `GET /apps/{app}`

use super::{AppPath, AppView, app_view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::session::current_user;
use crate::problem::Problem;
use sallyport_policy::action;

/// Shows an app as released.
pub struct ViewApp;

impl Operation for ViewApp {
    type Action = action::app::View;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<AppView>;
    const ID: &'static str = "view_app";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}";
    const SUMMARY: &'static str =
        "An app as released, for whoever asks: no query text, nothing they may not use.";
}

pub(super) async fn view(call: Call<ViewApp>) -> Result<Json<AppView>, Problem> {
    let (actor, on) = (call.actor().clone(), *call.permit.on());
    let view = sallyport_apps::view::released(&call.service.apps, call.permit).await?;
    let user = current_user(&actor).ok_or_else(Problem::unauthenticated)?;
    app_view(&call.service, &actor, user, on, view)
        .await
        .map(Json)
}
