//! `PATCH /apps/{app}/draft`

use super::AppPath;
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_apps::drafts;
use sallyport_model::document::Change;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Changes an app's draft.
pub struct SaveDraft;

/// A change, and the revision that it was made on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraftBody {
    /// The draft's revision that the change was made on.
    pub revision: u64,
    /// The change.
    pub change: Change,
}

/// The draft's new revision.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedDraft {
    /// What the next change is made on.
    pub revision: u64,
}

impl Operation for SaveDraft {
    type Action = action::app::Save;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = JsonBody<SaveDraftBody>;
    type Answer = Json<SavedDraft>;
    const ID: &'static str = "save_draft";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/apps/{app}/draft";
    const SUMMARY: &'static str =
        "Change the draft if it is still at the revision; `stale` holds what it is now.";
    const MAX_BODY: usize = 6 * 1024 * 1024;
}

pub(super) async fn save(call: Call<SaveDraft>) -> Result<Json<SavedDraft>, Problem> {
    let SaveDraftBody { revision, change } = call.body.0;
    let revision = drafts::save(&call.service.apps, call.permit, revision, &change).await?;
    Ok(Json(SavedDraft { revision }))
}
