//! `GET /people/{person}`

use super::{PersonPath, PersonView, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::people;
use sallyport_policy::action;
use std::sync::Arc;

/// Shows an account.
pub struct ViewPerson;

impl Operation for ViewPerson {
    type Action = action::person::View;
    type Path = PersonPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<PersonView>;
    const ID: &'static str = "view_person";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/people/{person}";
    const SUMMARY: &'static str = "An account.";
}

pub(super) async fn view_person(call: Call<ViewPerson>) -> Result<Json<PersonView>, Problem> {
    let access = Arc::clone(call.actor().access());
    let account = people::view(&call.service.identity, call.permit).await?;
    Ok(Json(shown(&access, account)))
}
