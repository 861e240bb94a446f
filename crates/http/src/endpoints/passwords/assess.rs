//! `POST /passwords/assess`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::password::{PasswordOwner, change};
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Judges a password before it is chosen.
pub struct AssessPassword;

/// A password, and whose it is to be as far as that is known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessPasswordBody {
    /// The password.
    pub password: SecretText,
    /// The address of the account.
    #[serde(default)]
    pub email: String,
    /// The name of the person.
    #[serde(default)]
    pub name: String,
    /// Whether a second factor stands beside it; then it may be shorter.
    #[serde(default)]
    pub second_factor: bool,
}

/// What the rules say of a password.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assessment {
    /// How hard it is to guess: 0 is guessed at once, 4 is not.
    #[schema(maximum = 4)]
    pub score: u8,
    /// Whether it may be chosen, apart from the earlier ones of the account.
    pub acceptable: bool,
    /// Why it may not.
    pub faults: Vec<String>,
    /// What would make it better.
    pub advice: Vec<String>,
}

impl Operation for AssessPassword {
    type Action = action::password::Assess;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<AssessPasswordBody>;
    type Answer = Json<Assessment>;
    const ID: &'static str = "assess_password";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/passwords/assess";
    const SUMMARY: &'static str = "Have a password judged before it is chosen.";
    const MAX_BODY: usize = 8 * 1024;
}

pub(super) async fn assess(call: Call<AssessPassword>) -> Result<Json<Assessment>, Problem> {
    let JsonBody(body) = call.body;
    let owner = PasswordOwner {
        person: None,
        email: &body.email,
        name: &body.name,
        second_factor: body.second_factor,
    };
    let identity = &call.service.identity;
    let judgement = change::assess(identity, call.permit, owner, &body.password).await?;
    Ok(Json(Assessment {
        score: judgement.score,
        acceptable: judgement.faults.is_empty(),
        faults: judgement.faults.iter().map(ToString::to_string).collect(),
        advice: judgement.advice,
    }))
}
