//! `POST /account/factors/confirm`

use super::{FactorView, view};
use crate::api::{Call, Created, JsonBody, Method, NoParameters, Operation, WithCookie};
use crate::problem::Problem;
use sallyport_identity::factors::enrol;
use sallyport_kernel::SecretText;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Adds the second factor that was begun.
pub struct ConfirmFactor;

/// What shows that it works.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFactorBody {
    /// The ticket of what was begun.
    pub ticket: SecretText,
    /// A name for it.
    pub name: String,
    /// A code, for all but passkeys.
    pub code: Option<SecretText>,
    /// What the browser's call gave (`PublicKeyCredential` as JSON), for passkeys.
    #[schema(value_type = Option<Object>)]
    pub credential: Option<Map<String, Value>>,
}

/// A factor that was added.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewFactor {
    /// The factor.
    pub factor: FactorView,
    /// Codes for whoever loses their factors, shown once; the first factor brings them.
    pub recovery_codes: Option<Vec<String>>,
}

impl Operation for ConfirmFactor {
    type Action = action::factor::Confirm;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<ConfirmFactorBody>;
    type Answer = WithCookie<Created<NewFactor>>;
    const ID: &'static str = "confirm_factor";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/factors/confirm";
    const SUMMARY: &'static str = "Add the second factor that was begun, by showing that it works; the session begins anew with it.";
    const MAX_BODY: usize = 64 * 1024;
}

pub(super) async fn confirm(
    call: Call<ConfirmFactor>,
) -> Result<WithCookie<Created<NewFactor>>, Problem> {
    let JsonBody(body) = call.body;
    let identity = &call.service.identity;
    let answer = (body.code, body.credential.map(Value::Object));
    let added = enrol::confirm(identity, call.permit, &body.ticket, answer, &body.name).await?;
    let codes = added.recovery_codes.map(|codes| {
        let shown = codes.iter().map(|code| code.expose().clone());
        shown.collect()
    });
    Ok(WithCookie {
        answer: Created(NewFactor {
            factor: view(added.factor, &added.email),
            recovery_codes: codes,
        }),
        cookie: call.service.origin.set_cookie(&added.secret),
    })
}
