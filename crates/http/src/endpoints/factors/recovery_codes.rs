//! `POST /account/recovery-codes`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::factors::own;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Makes new recovery codes.
pub struct RenewRecoveryCodes;

/// Nothing is needed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewRecoveryCodesBody {}

/// Codes that are shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes; each is good once.
    pub codes: Vec<String>,
}

impl Operation for RenewRecoveryCodes {
    type Action = action::factor::RenewCodes;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<RenewRecoveryCodesBody>;
    type Answer = Json<RecoveryCodes>;
    const ID: &'static str = "renew_recovery_codes";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/recovery-codes";
    const SUMMARY: &'static str = "Make ten new recovery codes, in place of those before.";
    const MAX_BODY: usize = 1024;
}

pub(super) async fn renew(call: Call<RenewRecoveryCodes>) -> Result<Json<RecoveryCodes>, Problem> {
    let codes = own::recovery_codes(&call.service.identity, call.permit).await?;
    let codes = codes.iter().map(|code| code.expose().clone()).collect();
    Ok(Json(RecoveryCodes { codes }))
}
