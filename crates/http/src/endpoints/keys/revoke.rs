//! `DELETE /keys/{key}`

use super::KeyPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_policy::action;

/// Revokes any key of the tenant.
pub struct RevokeKey;

impl Operation for RevokeKey {
    type Action = action::key::Revoke;
    type Path = KeyPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "revoke_key";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/keys/{key}";
    const SUMMARY: &'static str = "Revoke any API key of the tenant, from the next request on.";
}

pub(super) async fn revoke(call: Call<RevokeKey>) -> Result<Nothing, Problem> {
    keys::revoke(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
