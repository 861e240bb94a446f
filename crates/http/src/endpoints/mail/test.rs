//! `POST /mail/test`

use crate::api::{Accepted, Call, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::mail;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Has an e-mail sent to oneself.
pub struct SendTestMail;

/// Nothing is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendTestMailBody {}

impl Operation for SendTestMail {
    type Action = action::mail::Test;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SendTestMailBody>;
    type Answer = Accepted;
    const ID: &'static str = "send_test_mail";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/mail/test";
    const SUMMARY: &'static str = "Have an e-mail sent to oneself, to see that they arrive.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn test(call: Call<SendTestMail>) -> Result<Accepted, Problem> {
    mail::test(&call.service.identity, call.permit).await?;
    Ok(Accepted)
}
