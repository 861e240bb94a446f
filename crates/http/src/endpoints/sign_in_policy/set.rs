//! `PUT /sign-in-policy`

use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_identity::sign_in_policy;
use sallyport_model::account::SignInPolicy;
use sallyport_policy::action;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::ToSchema;

/// Sets what the tenant asks of sign-ins, accounts and sessions.
pub struct SetSignInPolicy;

/// The whole policy: what is left out is refused, so that nothing is set back unseen.
#[derive(Debug, ToSchema)]
pub struct SetSignInPolicyBody(SignInPolicy);

impl<'de> Deserialize<'de> for SetSignInPolicyBody {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let given = Value::deserialize(from)?;
        let all = serde_json::to_value(SignInPolicy::default()).map_err(D::Error::custom)?;
        whole(&given, &all, "").map_err(D::Error::custom)?;
        let policy = serde_json::from_value(given).map_err(D::Error::custom)?;
        Ok(Self(policy))
    }
}

/// Whether `given` has every member that `all` has, all the way down.
fn whole(given: &Value, all: &Value, path: &str) -> Result<(), String> {
    let Value::Object(all) = all else {
        return Ok(());
    };
    let Value::Object(given) = given else {
        return Err(format!("expected an object at `{path}`"));
    };
    for (name, part) in all {
        let path = match path {
            "" => name.clone(),
            above => format!("{above}.{name}"),
        };
        let given = given.get(name);
        whole(
            given.ok_or_else(|| format!("missing field `{path}`"))?,
            part,
            &path,
        )?;
    }
    Ok(())
}

impl Operation for SetSignInPolicy {
    type Action = action::tenant::SetSignInPolicy;
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = JsonBody<SetSignInPolicyBody>;
    type Answer = Json<SignInPolicy>;
    const ID: &'static str = "set_sign_in_policy";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/sign-in-policy";
    const SUMMARY: &'static str = "Set what is asked of sign-ins, accounts and sessions, as a whole; what is left out gets its default.";
    const MAX_BODY: usize = 32 * 1024;
}

pub(super) async fn set(call: Call<SetSignInPolicy>) -> Result<Json<SignInPolicy>, Problem> {
    let JsonBody(SetSignInPolicyBody(policy)) = call.body;
    let policy = sign_in_policy::set(&call.service.identity, call.permit, policy).await?;
    Ok(Json(policy))
}
