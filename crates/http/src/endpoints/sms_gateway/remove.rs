//! `DELETE /sms-gateway`

use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::sms::gateway;
use sallyport_policy::action;

/// Takes the gateway away that SMS go through.
pub struct RemoveSmsGateway;

impl Operation for RemoveSmsGateway {
    type Action = action::sms_gateway::Remove;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "remove_sms_gateway";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/sms-gateway";
    const SUMMARY: &'static str =
        "Take the gateway away that SMS go through; it stays while codes by SMS are allowed.";
}

pub(super) async fn remove(call: Call<RemoveSmsGateway>) -> Result<Nothing, Problem> {
    gateway::remove(&call.service.identity, call.permit).await?;
    Ok(Nothing)
}
