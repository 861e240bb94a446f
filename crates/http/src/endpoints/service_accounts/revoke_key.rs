//! `DELETE /service-accounts/{account}/keys/{key}`

use super::ServiceAccountKeyPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::keys;
use sallyport_policy::action;

/// Revokes a key of a service account.
pub struct RevokeServiceAccountKey;

impl Operation for RevokeServiceAccountKey {
    type Action = action::key::Revoke;
    type Path = ServiceAccountKeyPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "revoke_service_account_key";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/service-accounts/{account}/keys/{key}";
    const SUMMARY: &'static str =
        "Revoke an API key of a service account, from the next request on.";
}

pub(super) async fn revoke_key(call: Call<RevokeServiceAccountKey>) -> Result<Nothing, Problem> {
    keys::revoke(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
