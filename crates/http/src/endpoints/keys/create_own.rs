//! `POST /account/keys`

use super::{CreateKeyBody, NewKeyView, shown_once};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_policy::action;
use std::sync::Arc;

/// Makes a key of one's own.
pub struct CreateOwnKey;

impl Operation for CreateOwnKey {
    type Action = action::keys::Create;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<CreateKeyBody>;
    type Answer = Created<NewKeyView>;
    const ID: &'static str = "create_own_key";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/keys";
    const SUMMARY: &'static str =
        "Make an API key of one's own. Its secret is in this answer and nowhere else.";
    const MAX_BODY: usize = 64 * 1024;
}

pub(super) async fn create_own(call: Call<CreateOwnKey>) -> Result<Created<NewKeyView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let JsonBody(body) = call.body;
    let made = keys::create_own(&call.service.identity, call.permit, body.into()).await?;
    Ok(Created(shown_once(&access, made)))
}
