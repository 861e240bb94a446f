//! `POST /sms-gateway/test`

use crate::api::{Accepted, Call, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sms::gateway;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Has a message sent to a telephone.
pub struct TestSmsGateway;

/// To which one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestSmsGatewayBody {
    /// Its number with the country's code, such as `+49 151 23456789`.
    pub phone: SecretText,
}

impl Operation for TestSmsGateway {
    type Action = action::sms_gateway::Test;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<TestSmsGatewayBody>;
    type Answer = Accepted;
    const ID: &'static str = "test_sms_gateway";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/sms-gateway/test";
    const SUMMARY: &'static str = "Have a message sent to a telephone, to see that they arrive; the queue shows what became of it.";
    const MAX_BODY: usize = 4 * 1024;
}

pub(super) async fn test(call: Call<TestSmsGateway>) -> Result<Accepted, Problem> {
    let JsonBody(body) = call.body;
    gateway::test(&call.service.identity, call.permit, body.phone.expose()).await?;
    Ok(Accepted)
}
