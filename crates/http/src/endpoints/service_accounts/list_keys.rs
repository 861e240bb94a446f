//! `GET /service-accounts/{account}/keys`

use super::ServiceAccountPath;
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::keys::{KeyList, whole};
use crate::problem::Problem;
use sallyport_identity::service_accounts;
use sallyport_policy::action;
use std::sync::Arc;

/// Lists the keys of a service account.
pub struct ListServiceAccountKeys;

impl Operation for ListServiceAccountKeys {
    type Action = action::service_account::View;
    type Path = ServiceAccountPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<KeyList>;
    const ID: &'static str = "list_service_account_keys";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/service-accounts/{account}/keys";
    const SUMMARY: &'static str = "The API keys of a service account, the newest first.";
}

pub(super) async fn list_keys(
    call: Call<ListServiceAccountKeys>,
) -> Result<Json<KeyList>, Problem> {
    let access = Arc::clone(call.actor().access());
    let keys = service_accounts::list_keys(&call.service.identity, call.permit).await?;
    Ok(Json(whole(&access, keys)))
}
