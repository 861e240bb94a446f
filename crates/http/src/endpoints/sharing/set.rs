//! `PUT /apps/{app}/grants`

use super::PrincipalBody;
use crate::api::{Call, JsonBody, Method, NoParameters, Nothing, Operation};
use crate::endpoints::apps::AppPath;
use crate::problem::Problem;
use sallyport_apps::sharing;
use sallyport_policy::Level;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Gives someone a level on an app, or takes it away.
pub struct SetGrant;

/// Who gets what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGrantBody {
    /// Who.
    pub principal: PrincipalBody,
    /// What; `null` takes it away.
    pub level: Option<Level>,
}

impl Operation for SetGrant {
    type Action = action::app::Share;
    type Path = AppPath;
    type Query = NoParameters;
    type Body = JsonBody<SetGrantBody>;
    type Answer = Nothing;
    const ID: &'static str = "set_grant";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/apps/{app}/grants";
    const SUMMARY: &'static str = "Give a person or group a level on the app, or take it away.";
}

pub(super) async fn set(call: Call<SetGrant>) -> Result<Nothing, Problem> {
    let SetGrantBody { principal, level } = call.body.0;
    sharing::set(&call.service.apps, call.permit, principal.read()?, level).await?;
    Ok(Nothing)
}
