//! `POST /session/second-factor`

use super::sign_in::{SignInAnswer, whole};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, Renewed};
use crate::problem::Problem;
use sallyport_identity::factors::Answer;
use sallyport_identity::sign_in;
use sallyport_kernel::SecretText;
use sallyport_model::factor::FactorMethod;
use sallyport_policy::action;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;

/// Completes a sign-in by a second factor.
pub struct SecondFactor;

/// An answer to what the sign-in asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorBody {
    /// The ticket of the sign-in.
    pub ticket: SecretText,
    /// How it is answered.
    pub method: FactorMethod,
    /// The code, for all but passkeys.
    pub code: Option<SecretText>,
    /// What the browser's call gave (`PublicKeyCredential` as JSON), for passkeys.
    #[schema(value_type = Option<Object>)]
    pub credential: Option<Map<String, Value>>,
}

impl Operation for SecondFactor {
    type Action = action::session::SecondFactor;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SecondFactorBody>;
    type Answer = Renewed<Json<SignInAnswer>>;
    const ID: &'static str = "second_factor";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/second-factor";
    const SUMMARY: &'static str = "Complete a sign-in by a second factor.";
    const MAX_BODY: usize = 32 * 1024;
}

pub(super) async fn second_factor(
    call: Call<SecondFactor>,
) -> Result<Renewed<Json<SignInAnswer>>, Problem> {
    let request = Arc::clone(call.actor().request());
    let JsonBody(body) = call.body;
    let answer = Answer {
        method: body.method,
        code: body.code,
        credential: body.credential.map(Value::Object),
    };
    let identity = &call.service.identity;
    let signed_in = sign_in::second_factor(identity, call.permit, &body.ticket, &answer).await?;
    whole(&call.service, &signed_in.secret, request).await
}
