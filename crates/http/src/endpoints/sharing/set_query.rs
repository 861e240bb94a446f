//! `PUT /apps/{app}/queries/{query}/grants`

use super::{PrincipalBody, UseLevel};
use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::endpoints::queries::QueryPath;
use crate::problem::Problem;
use sallyport_apps::sharing;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Lets someone run a restricted query, or no longer.
pub struct SetQueryGrant;

/// Who may run the query.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetQueryGrantBody {
    /// Who.
    pub principal: PrincipalBody,
    /// `use` lets them, `null` no longer does.
    pub level: Option<UseLevel>,
}

impl Operation for SetQueryGrant {
    type Action = action::query::Share;
    type Path = QueryPath;
    type Query = NoParameters;
    type Body = JsonBody<SetQueryGrantBody>;
    type Answer = Nothing;
    const ID: &'static str = "set_query_grant";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/apps/{app}/queries/{query}/grants";
    const SUMMARY: &'static str = "Let a person or group run a restricted query, or no longer.";
}

pub(super) async fn set_query(call: Call<SetQueryGrant>) -> Result<Nothing, Problem> {
    let SetQueryGrantBody { principal, level } = call.body.0;
    sharing::set_query(
        &call.service.apps,
        call.permit,
        principal.read()?,
        level.is_some(),
    )
    .await?;
    Ok(Nothing)
}
