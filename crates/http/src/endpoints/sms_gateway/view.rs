//! `GET /sms-gateway`

use super::{SmsGatewayAnswer, shown};
use crate::api::{Call, Json, Method, NoBody, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sms::gateway;
use sallyport_policy::action;

/// Shows the gateway that SMS go through.
pub struct ViewSmsGateway;

impl Operation for ViewSmsGateway {
    type Action = action::sms_gateway::View;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Json<SmsGatewayAnswer>;
    const ID: &'static str = "view_sms_gateway";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/sms-gateway";
    const SUMMARY: &'static str = "The gateway that SMS go through; never its secret.";
}

pub(super) async fn view(call: Call<ViewSmsGateway>) -> Result<Json<SmsGatewayAnswer>, Problem> {
    let gateway = gateway::view(&call.service.identity, call.permit).await?;
    Ok(Json(shown(gateway)))
}
