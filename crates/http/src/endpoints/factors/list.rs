//! `GET /account/factors`

use super::{FactorList, list_view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::factors::own;
use sallyport_policy::action;

/// Lists one's own second factors.
pub struct ListFactors;

impl Operation for ListFactors {
    type Action = action::factor::List;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<FactorList>;
    const ID: &'static str = "list_factors";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/account/factors";
    const SUMMARY: &'static str = "One's own second factors, and what is asked of one.";
}

pub(super) async fn list(call: Call<ListFactors>) -> Result<Json<FactorList>, Problem> {
    let factors = own::list(&call.service.identity, call.permit).await?;
    Ok(Json(list_view(factors)))
}
