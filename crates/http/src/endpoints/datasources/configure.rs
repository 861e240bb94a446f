//! `PUT /datasources/{datasource}/environments/{environment}`

use super::{DatasourceView, DestinationPath, view};
use crate::api::{Call, Json, JsonBody, Method, NoParameters, Operation};
use crate::problem::Problem;
use sallyport_policy::action;
use sallyport_query::sources::CredentialChange;
use sallyport_query::{Credential, Settings};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// Sets an environment's settings and credential.
pub struct ConfigureDatasource;

/// An environment's settings and credential.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigureDatasourceBody {
    /// Where it is and how to reach it.
    pub settings: Settings,
    /// A credential replaces the one before, `null` removes it; left out, it stays as long as the destination does.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Credential>)]
    pub credential: Option<Option<Credential>>,
}

/// Tells a member that is `null` from one that is left out.
#[expect(
    clippy::option_option,
    reason = "left out, null and a value are three different wishes"
)]
fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<Credential>>, D::Error> {
    Option::<Credential>::deserialize(deserializer).map(Some)
}

impl Operation for ConfigureDatasource {
    type Action = action::destination::Configure;
    type Path = DestinationPath;
    type Query = NoParameters;
    type Body = JsonBody<ConfigureDatasourceBody>;
    type Answer = Json<DatasourceView>;
    const ID: &'static str = "configure_datasource";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/datasources/{datasource}/environments/{environment}";
    const SUMMARY: &'static str = "Set the settings and credential for an environment. The credential is write-only, and bound to its destination.";
}

pub(super) async fn configure(
    call: Call<ConfigureDatasource>,
) -> Result<Json<DatasourceView>, Problem> {
    let actor = call.actor().clone();
    let ConfigureDatasourceBody {
        settings,
        credential,
    } = call.body.0;
    let credential = match credential {
        None => CredentialChange::Keep,
        Some(None) => CredentialChange::Remove,
        Some(Some(credential)) => CredentialChange::Replace(credential),
    };
    let datasource = call
        .service
        .sources
        .configure(call.permit, settings, credential)
        .await?;
    Ok(Json(view(&actor, datasource)))
}
