//! `POST /session/passkey/challenge`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sign_in;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Makes the challenge of a sign-in by passkey.
pub struct AskPasskey;

/// Nothing is needed to ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskPasskeyBody {}

/// What the browser asks its passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyChallenge {
    /// What goes with the answer.
    pub ticket: String,
    /// `PublicKeyCredentialRequestOptions` as JSON, for a window or for names that are filled in (conditional UI).
    #[schema(value_type = Object)]
    pub options: Value,
}

impl Operation for AskPasskey {
    type Action = action::session::AskPasskey;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<AskPasskeyBody>;
    type Answer = Json<PasskeyChallenge>;
    const ID: &'static str = "ask_passkey";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/passkey/challenge";
    const SUMMARY: &'static str =
        "Ask for the challenge of a sign-in by passkey: nobody has to be named.";
    const MAX_BODY: usize = 1024;
}

pub(super) async fn ask_passkey(call: Call<AskPasskey>) -> Result<Json<PasskeyChallenge>, Problem> {
    let challenge = sign_in::passkey_challenge(&call.service.identity, call.permit).await?;
    Ok(Json(PasskeyChallenge {
        ticket: challenge.ticket.expose().clone(),
        options: challenge.options,
    }))
}
