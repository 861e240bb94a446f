//! `POST /registration`

use crate::api::{Accepted, Call, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::registration;
use sallyport_policy::action;
use serde::Deserialize;
use utoipa::ToSchema;

/// Asks for an account of one's own.
pub struct Register;

/// The account that is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterBody {
    /// The address, which the link goes to.
    pub email: String,
    /// The name.
    pub name: String,
}

impl Operation for Register {
    type Action = action::account::Register;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<RegisterBody>;
    type Answer = Accepted;
    const ID: &'static str = "register";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/registration";
    const SUMMARY: &'static str = "Ask for an account, where the tenant lets people; a link goes to the address. The answer is the same for every address.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn register(call: Call<Register>) -> Result<Accepted, Problem> {
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    registration::register(identity, call.permit, &body.email, &body.name).await?;
    Ok(Accepted)
}
