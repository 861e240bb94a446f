//! `GET /security-overview`

use super::{SecurityOverview, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::overview;
use sallyport_policy::action;

/// Shows the tenant's accounts at a glance.
pub struct ViewSecurity;

impl Operation for ViewSecurity {
    type Action = action::tenant::ViewSecurity;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<SecurityOverview>;
    const ID: &'static str = "view_security";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/security-overview";
    const SUMMARY: &'static str =
        "Who lacks a second factor, who is inactive, failed sign-ins, and sessions by place.";
}

pub(super) async fn view(call: Call<ViewSecurity>) -> Result<Json<SecurityOverview>, Problem> {
    let overview = overview::view(&call.service.identity, call.permit).await?;
    Ok(Json(shown(overview)))
}
