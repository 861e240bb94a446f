//! `GET /apps/{app}/draft`

use super::{APP_ACTS, AppPath, DraftView};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::drafts;
use sallyport_policy::action;

/// Reads an app's draft.
pub struct ReadDraft;

impl Operation for ReadDraft {
    type Action = action::app::Edit;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<DraftView>;
    const ID: &'static str = "read_draft";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/apps/{app}/draft";
    const SUMMARY: &'static str = "The draft with its revision.";
}

pub(super) async fn draft(call: Call<ReadDraft>) -> Result<Json<DraftView>, Problem> {
    let can = call.actor().can(call.permit.on(), APP_ACTS);
    let (revision, document) = drafts::read(&call.service.apps, call.permit).await?;
    Ok(Json(DraftView {
        revision,
        document,
        can,
    }))
}
