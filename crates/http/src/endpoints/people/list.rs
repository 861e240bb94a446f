//! `GET /people`

use super::{PeopleQuery, PersonList, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::people;
use sallyport_policy::action;

/// Lists the people of the tenant.
pub struct ListPeople;

impl Operation for ListPeople {
    type Action = action::tenant::ListPeople;
    type Path = NoParameters;
    type Query = PeopleQuery;
    type Body = NoBody;
    type Answer = Json<PersonList>;
    const ID: &'static str = "list_people";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/people";
    const SUMMARY: &'static str = "The people of the tenant that fit, by name.";
}

pub(super) async fn list(call: Call<ListPeople>) -> Result<Json<PersonList>, Problem> {
    let (after, limit) = (call.query.after()?, call.query.limit()?);
    let (filter, second_factor) = (call.query.filter()?, call.query.second_factor);
    let access = std::sync::Arc::clone(call.actor().access());
    let identity = &call.service.identity;
    let place = (after, limit);
    let slice = people::list(identity, call.permit, filter, second_factor, place).await?;
    let items = slice
        .items
        .into_iter()
        .map(|account| shown(&access, account))
        .collect();
    Ok(Json(PersonList {
        items,
        next: slice.next.map(|cursor| cursor.0),
    }))
}
