//! `POST /account/keys/{key}/rotate`

use super::{KeyPath, NewKeyView, RotateKeyBody, shown_once};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_policy::action;
use std::sync::Arc;

/// Gives a key of one's own another secret.
pub struct RotateOwnKey;

impl Operation for RotateOwnKey {
    type Action = action::key::Rotate;
    type Path = KeyPath;
    type Query = NoParameters;
    type Body = JsonBody<RotateKeyBody>;
    type Answer = Json<NewKeyView>;
    const ID: &'static str = "rotate_own_key";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/keys/{key}/rotate";
    const SUMMARY: &'static str =
        "Give an API key of one's own another secret; the one before works for some minutes more.";
    const MAX_BODY: usize = 1024;
}

pub(super) async fn rotate_own(call: Call<RotateOwnKey>) -> Result<Json<NewKeyView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let overlap = call.body.0.overlap()?;
    let made = keys::rotate_own(&call.service.identity, call.permit, overlap).await?;
    Ok(Json(shown_once(&access, made)))
}
