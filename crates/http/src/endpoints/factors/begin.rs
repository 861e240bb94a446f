//! `POST /account/factors`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::factors::enrol;
use sallyport_kernel::SecretText;
use sallyport_model::factor::FactorKind;
use sallyport_policy::action;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Begins to add a second factor.
pub struct BeginFactor;

/// What is to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginFactorBody {
    /// The kind.
    pub kind: FactorKind,
    /// For codes by SMS: the number of the telephone with its country's code, such as `+49 151 23456789`.
    pub phone: Option<SecretText>,
}

/// A factor that was begun. What is not of its kind is null.
#[derive(Debug, Serialize, ToSchema)]
pub struct Enrolment {
    /// What goes with the proof that it works; five wrong answers end it, and ten minutes.
    pub ticket: String,
    /// For an authenticator app.
    pub totp: Option<TotpKey>,
    /// For a passkey: `PublicKeyCredentialCreationOptions` as JSON.
    #[schema(value_type = Option<Object>)]
    pub passkey: Option<Value>,
    /// For codes that are sent: where the first one went, as far as it is shown.
    pub sent_to: Option<String>,
}

/// The key of an authenticator app.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpKey {
    /// The key, to be typed.
    pub secret: String,
    /// The same in an `otpauth://` address, for a QR code.
    pub uri: String,
}

impl Operation for BeginFactor {
    type Action = action::factor::Begin;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<BeginFactorBody>;
    type Answer = Json<Enrolment>;
    const ID: &'static str = "begin_factor";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/account/factors";
    const SUMMARY: &'static str =
        "Begin to add a second factor: it is one when it has been shown to work.";
    const MAX_BODY: usize = 4 * 1024;
}

pub(super) async fn begin(call: Call<BeginFactor>) -> Result<Json<Enrolment>, Problem> {
    let JsonBody(body) = call.body;
    let phone = body.phone.as_ref().map(|phone| phone.expose().as_str());
    let begun = enrol::start(&call.service.identity, call.permit, body.kind, phone).await?;
    Ok(Json(Enrolment {
        ticket: begun.ticket.expose().clone(),
        totp: begun.totp.map(|(secret, uri)| TotpKey {
            secret: secret.expose().clone(),
            uri: uri.expose().clone(),
        }),
        passkey: begun.passkey,
        sent_to: begun.sent_to,
    }))
}
