//! `POST /session/proof`

use super::Whoami;
use super::sign_in::answer;
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_identity::factors::Answer;
use sallyport_identity::proof::{self, Evidence};
use sallyport_kernel::SecretText;
use sallyport_model::factor::FactorMethod;
use sallyport_policy::action;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;

/// Proves anew who one is, as sensitive acts ask for.
pub struct ProveSession;

/// What proves it: the password, or the answer of a second factor with the ticket of `POST /session/proof/challenge`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProveSessionBody {
    /// The password.
    pub password: Option<SecretText>,
    /// In place of the password: how it is answered.
    pub method: Option<FactorMethod>,
    /// The ticket of the challenge, for a second factor.
    pub ticket: Option<SecretText>,
    /// The code, for all but passkeys.
    pub code: Option<SecretText>,
    /// What the browser's call gave (`PublicKeyCredential` as JSON), for passkeys.
    #[schema(value_type = Option<Object>)]
    pub credential: Option<Map<String, Value>>,
}

impl ProveSessionBody {
    fn evidence(self) -> Result<Evidence, Problem> {
        match (self.password, self.method, self.ticket) {
            (Some(password), None, None) if self.code.is_none() && self.credential.is_none() => {
                Ok(Evidence::Password(password))
            }
            (None, Some(method), Some(ticket)) => {
                let answer = Answer {
                    method,
                    code: self.code,
                    credential: self.credential.map(Value::Object),
                };
                Ok(Evidence::Factor(ticket, answer))
            }
            _ => Err(Problem::invalid_field(
                "",
                "expected a `password`, or a `method` with its `ticket` and answer",
            )),
        }
    }
}

impl Operation for ProveSession {
    type Action = action::session::Prove;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ProveSessionBody>;
    type Answer = WithCookie<Json<Whoami>>;
    const ID: &'static str = "prove_session";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/session/proof";
    const SUMMARY: &'static str = "Prove anew who one is: the session gets another secret, and sensitive acts go for a while.";
    const MAX_BODY: usize = 32 * 1024;
}

pub(super) async fn prove(call: Call<ProveSession>) -> Result<WithCookie<Json<Whoami>>, Problem> {
    let request = Arc::clone(call.actor().request());
    let JsonBody(body) = call.body;
    let evidence = body.evidence()?;
    let secret = proof::prove(&call.service.identity, call.permit, &evidence).await?;
    answer(&call.service, &secret, request).await
}
