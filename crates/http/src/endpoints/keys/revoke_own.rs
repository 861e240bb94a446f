//! `DELETE /account/keys/{key}`

use super::KeyPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_policy::action;

/// Revokes a key of one's own.
pub struct RevokeOwnKey;

impl Operation for RevokeOwnKey {
    type Action = action::key::Revoke;
    type Path = KeyPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "revoke_own_key";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/account/keys/{key}";
    const SUMMARY: &'static str = "Revoke an API key of one's own, from the next request on.";
}

pub(super) async fn revoke_own(call: Call<RevokeOwnKey>) -> Result<Nothing, Problem> {
    keys::revoke(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
