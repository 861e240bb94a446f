//! `POST /session/passkey`

use super::sign_in::{SignInAnswer, whole};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, Renewed};
use crate::problem::Problem;
use sallyport_identity::sign_in;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;

/// Signs in by a passkey alone.
pub struct PasskeySignIn;

/// A challenge that a passkey has signed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignInBody {
    /// The challenge's ticket.
    pub ticket: SecretText,
    /// What the browser's call gave (`PublicKeyCredential` as JSON).
    #[schema(value_type = Object)]
    pub credential: Map<String, Value>,
}

impl Operation for PasskeySignIn {
    type Action = action::session::Passkey;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<PasskeySignInBody>;
    type Answer = Renewed<Json<SignInAnswer>>;
    const ID: &'static str = "passkey_sign_in";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/passkey";
    const SUMMARY: &'static str =
        "Sign in by a passkey alone: its device has made sure that it is its owner.";
    const MAX_BODY: usize = 32 * 1024;
}

pub(super) async fn passkey(
    call: Call<PasskeySignIn>,
) -> Result<Renewed<Json<SignInAnswer>>, Problem> {
    let request = Arc::clone(call.actor().request());
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    let credential = Value::Object(body.credential);
    let signed_in = sign_in::by_passkey(identity, call.permit, &body.ticket, &credential).await?;
    whole(&call.service, &signed_in.secret, request).await
}
