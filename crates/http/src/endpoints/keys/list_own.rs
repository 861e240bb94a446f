//! `GET /account/keys`

use super::{KeyList, whole};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_policy::action;
use std::sync::Arc;

/// Lists one's own keys.
pub struct ListOwnKeys;

impl Operation for ListOwnKeys {
    type Action = action::keys::ListOwn;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<KeyList>;
    const ID: &'static str = "list_own_keys";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/account/keys";
    const SUMMARY: &'static str = "One's own API keys, the newest first.";
}

pub(super) async fn list_own(call: Call<ListOwnKeys>) -> Result<Json<KeyList>, Problem> {
    let access = Arc::clone(call.actor().access());
    let keys = keys::list_own(&call.service.identity, call.permit).await?;
    Ok(Json(whole(&access, keys)))
}
