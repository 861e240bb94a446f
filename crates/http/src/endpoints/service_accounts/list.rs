//! `GET /service-accounts`

use super::{ServiceAccountList, view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::service_accounts;
use sallyport_policy::action;
use std::sync::Arc;

/// Lists the service accounts.
pub struct ListServiceAccounts;

impl Operation for ListServiceAccounts {
    type Action = action::service_accounts::List;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<ServiceAccountList>;
    const ID: &'static str = "list_service_accounts";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/service-accounts";
    const SUMMARY: &'static str = "The service accounts, by name.";
}

pub(super) async fn list(
    call: Call<ListServiceAccounts>,
) -> Result<Json<ServiceAccountList>, Problem> {
    let access = Arc::clone(call.actor().access());
    let accounts = service_accounts::list(&call.service.identity, call.permit).await?;
    let items = accounts.into_iter();
    Ok(Json(ServiceAccountList {
        items: items.map(|account| view(&access, account)).collect(),
        next: None,
    }))
}
