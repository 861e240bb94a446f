//! `POST /session/proof/challenge`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::proof;
use sallyport_kernel::Timestamp;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Shows how one can prove anew who one is.
pub struct AskProof;

/// Nothing is needed to ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskProofBody {}

/// The ways to prove it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofChallenge {
    /// `password`, `totp`, `passkey`, `recovery` and `sms`, as far as the person has them.
    pub methods: Vec<String>,
    /// What goes with all but the password; five wrong answers end it.
    pub ticket: String,
    /// What to ask a passkey (`PublicKeyCredentialRequestOptions`), if the person has one.
    #[schema(value_type = Option<Object>)]
    pub passkey: Option<Value>,
    /// When the ticket ends by itself.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

impl Operation for AskProof {
    type Action = action::session::AskProof;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<AskProofBody>;
    type Answer = Json<ProofChallenge>;
    const ID: &'static str = "ask_proof";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/proof/challenge";
    const SUMMARY: &'static str = "See how one can prove anew who one is.";
    const MAX_BODY: usize = 1024;
}

pub(super) async fn ask_proof(call: Call<AskProof>) -> Result<Json<ProofChallenge>, Problem> {
    let (step, has_password) = proof::challenge(&call.service.identity, call.permit).await?;
    let password = has_password.then(|| "password".to_owned());
    let factors = step.methods.iter().map(|method| method.as_str().to_owned());
    Ok(Json(ProofChallenge {
        methods: password.into_iter().chain(factors).collect(),
        ticket: step.ticket.expose().clone(),
        passkey: step.passkey,
        expires_at: step.expires_at,
    }))
}
