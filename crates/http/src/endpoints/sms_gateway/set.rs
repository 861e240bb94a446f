//! `PUT /sms-gateway`

use super::{SmsGatewayAnswer, shown};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sms::{SecretChange, gateway};
use sallyport_kernel::SecretText;
use sallyport_model::sms::{SmsGateway, SmsMethod};
use sallyport_model::source::HeaderSetting;
use sallyport_policy::action;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// Sets up the gateway that SMS go through.
pub struct SetSmsGateway;

/// Where messages are handed over, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSmsGatewayBody {
    /// Where it is asked: https, unless the operator has named the destination. For a GET request it holds `{{to}}` and
    /// `{{text}}`, which become the number and the message, percent-encoded.
    pub url: String,
    /// How it is asked.
    pub method: SmsMethod,
    /// Headers of every request. A `Content-Type` says how the body is written: `application/json`, as without one, or
    /// `application/x-www-form-urlencoded`.
    pub headers: Vec<HeaderSetting>,
    /// The body, with the same placeholders, which are written so that they stay inside a text of JSON or a field of a
    /// form; empty for a GET request.
    pub body: String,
    /// What is sent as `Authorization: Bearer`. A secret replaces the one before, `null` removes it; left out, it stays
    /// as long as the destination does.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<SecretText>)]
    pub secret: Option<Option<SecretText>>,
}

/// Tells a member that is `null` from one that is left out.
#[expect(
    clippy::option_option,
    reason = "left out, null and a value are three different wishes"
)]
fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<SecretText>>, D::Error> {
    Option::<SecretText>::deserialize(deserializer).map(Some)
}

impl Operation for SetSmsGateway {
    type Action = action::sms_gateway::Set;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SetSmsGatewayBody>;
    type Answer = Json<SmsGatewayAnswer>;
    const ID: &'static str = "set_sms_gateway";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/sms-gateway";
    const SUMMARY: &'static str = "Set up the gateway that SMS go through. The secret is write-only, and bound to its destination.";
    const MAX_BODY: usize = 64 * 1024;
}

pub(super) async fn set(call: Call<SetSmsGateway>) -> Result<Json<SmsGatewayAnswer>, Problem> {
    let JsonBody(body) = call.body;
    let secret = match body.secret {
        None => SecretChange::Keep,
        Some(None) => SecretChange::Remove,
        Some(Some(secret)) => SecretChange::Replace(secret),
    };
    let gateway = SmsGateway {
        url: body.url,
        method: body.method,
        headers: body.headers,
        body: body.body,
        secret: None,
    };
    let set = gateway::set(&call.service.identity, call.permit, gateway, secret).await?;
    Ok(Json(shown(Some(set))))
}
