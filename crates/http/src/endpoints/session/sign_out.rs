//! `DELETE /session`

use crate::api::{Call, Method, NoBody, NoParameters, Nothing, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_policy::action;

/// Ends the session that the call comes in.
pub struct SignOut;

impl Operation for SignOut {
    type Action = action::session::SignOut;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoBody;
    type Answer = WithCookie<Nothing>;
    const ID: &'static str = "sign_out";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/session";
    const SUMMARY: &'static str = "Sign out.";
}

pub(super) async fn sign_out(call: Call<SignOut>) -> Result<WithCookie<Nothing>, Problem> {
    sallyport_identity::sign_in::sign_out(&call.service.identity, call.permit).await?;
    Ok(WithCookie {
        answer: Nothing,
        cookie: call.service.origin.clear_cookie(),
    })
}
