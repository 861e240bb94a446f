//! `GET /people/{person}/factors`

use super::{FactorList, list_view};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::endpoints::people::PersonPath;
use crate::problem::Problem;
use sallyport_identity::factors::reset;
use sallyport_policy::action;

/// Lists the second factors of a person.
pub struct ListFactorsOfPerson;

impl Operation for ListFactorsOfPerson {
    type Action = action::person::ListFactors;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<FactorList>;
    const ID: &'static str = "list_factors_of_person";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/people/{person}/factors";
    const SUMMARY: &'static str = "The second factors of a person, and what is asked of them.";
}

pub(super) async fn list(call: Call<ListFactorsOfPerson>) -> Result<Json<FactorList>, Problem> {
    let factors = reset::view(&call.service.identity, call.permit).await?;
    Ok(Json(list_view(factors)))
}
