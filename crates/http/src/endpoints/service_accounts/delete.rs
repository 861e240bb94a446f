//! `DELETE /service-accounts/{account}`

use super::ServiceAccountPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::service_accounts;
use sallyport_policy::action;

/// Deletes a service account.
pub struct DeleteServiceAccount;

impl Operation for DeleteServiceAccount {
    type Action = action::service_account::Delete;
    type Path = ServiceAccountPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "delete_service_account";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/service-accounts/{account}";
    const SUMMARY: &'static str = "Delete a service account with its keys and grants.";
}

pub(super) async fn delete(call: Call<DeleteServiceAccount>) -> Result<Nothing, Problem> {
    service_accounts::delete(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
