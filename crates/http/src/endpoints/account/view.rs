//! `GET /account`

use super::{AccountView, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::account;
use sallyport_policy::action;
use std::sync::Arc;

/// Shows one's own account.
pub struct ViewAccount;

impl Operation for ViewAccount {
    type Action = action::account::View;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<AccountView>;
    const ID: &'static str = "view_account";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/account";
    const SUMMARY: &'static str = "One's own account.";
}

pub(super) async fn view(call: Call<ViewAccount>) -> Result<Json<AccountView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let account = account::view(&call.service.identity, call.permit).await?;
    Ok(Json(shown(&access, account)))
}
