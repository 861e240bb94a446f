//! `POST /mail/{mail}/retry`

use super::MailPath;
use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation};
use crate::problem::Problem;
use sallyport_identity::mail;
use sallyport_policy::action;

/// Has an e-mail tried again.
pub struct RetryMail;

impl Operation for RetryMail {
    type Action = action::mail::Retry;
    type Path = MailPath;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = Nothing;
    const ID: &'static str = "retry_mail";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/mail/{mail}/retry";
    const SUMMARY: &'static str = "Have an e-mail that waits or was given up tried again at once.";
}

pub(super) async fn retry(call: Call<RetryMail>) -> Result<Nothing, Problem> {
    mail::retry(&call.service.identity, call.permit, call.path.mail).await?;
    Ok(Nothing)
}
