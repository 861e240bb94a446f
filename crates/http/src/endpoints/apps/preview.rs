//! `GET /apps/{app}/preview`

use super::{AppPath, AppView, app_view};
use crate::api::{Call, Json, Method, NoBody, Operation};
use crate::endpoints::session::{current_user, current_user_of};
use crate::problem::Problem;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_policy::{Principal, action};
use serde::Deserialize;
use utoipa::IntoParams;

/// Shows an app's draft as it would look released.
pub struct PreviewApp;

/// For whose eyes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuery {
    /// The id of a person, or of a group for someone who is in it and nowhere else. Left out, the view is made for
    /// the caller, who builds the app. The caller must be allowed to see that person or group.
    #[serde(rename = "as")]
    pub reader: Option<String>,
}

impl PreviewQuery {
    fn reader(&self) -> Result<Option<Principal>, Problem> {
        let Some(id) = &self.reader else {
            return Ok(None);
        };
        let person = id.parse::<PersonId>().map(Principal::Person);
        let read = person.or_else(|_| id.parse::<GroupId>().map(Principal::Group));
        read.map(Some)
            .map_err(|_| Problem::invalid_field("as", "expected the id of a person or a group"))
    }
}

impl Operation for PreviewApp {
    type Action = action::app::Edit;
    type Path = AppPath;
    type Query = PreviewQuery;
    type Body = NoBody;
    type Answer = Json<AppView>;
    const ID: &'static str = "preview_app";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}/preview";
    const SUMMARY: &'static str =
        "What view_app would answer if the draft were released, to the caller or to somebody else.";
}

pub(super) async fn preview(call: Call<PreviewApp>) -> Result<Json<AppView>, Problem> {
    let (actor, on) = (call.actor().clone(), *call.permit.on());
    let (view, user) = match call.query.reader()? {
        None => {
            let view = sallyport_apps::view::preview(&call.service.apps, call.permit).await?;
            (view, current_user(&actor))
        }
        Some(reader) => {
            let apps = &call.service.apps;
            let seen = sallyport_apps::view::preview_as(apps, call.permit, reader).await?;
            let (view, onlooker) = seen;
            (view, current_user_of(onlooker.access(), onlooker.person()))
        }
    };
    let user = user.ok_or_else(Problem::unauthenticated)?;
    app_view(&call.service, &actor, user, on, view)
        .await
        .map(Json)
}
