//! Datasources and their configurations.

mod configure;
mod create;
mod delete;
mod list;
mod rename;
mod schema;
mod test;
mod view;

use super::list_of;
use crate::api::{Api, Find, Locate, acts};
use crate::problem::{Code, Problem};
use sallyport_kernel::id::DatasourceId;
use sallyport_kernel::{Environment, Timestamp};
use sallyport_model::entity::{Datasource, DatasourceKind};
use sallyport_policy::{Actor, resource};
use sallyport_query::Settings;
use sallyport_query::sources::SourceError;
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Array;
use utoipa::{IntoParams, ToSchema};

pub use configure::{ConfigureDatasource, ConfigureDatasourceBody};
pub use create::{CreateDatasource, CreateDatasourceBody};
pub use delete::DeleteDatasource;
pub use list::ListDatasources;
pub use rename::{RenameDatasource, RenameDatasourceBody};
pub use schema::ReadSchema;
pub use test::{TestDatasource, TestReport, WarningView};
pub use view::ViewDatasource;

pub(super) fn operations(api: Api) -> Api {
    api.op(ListDatasources, list::list)
        .op(CreateDatasource, create::create)
        .op(ViewDatasource, view::view)
        .op(RenameDatasource, rename::rename)
        .op(DeleteDatasource, delete::delete)
        .op(ConfigureDatasource, configure::configure)
        .op(TestDatasource, test::test)
        .op(ReadSchema, schema::schema)
}

/// A datasource's configuration for one environment.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnvironmentView {
    /// Which.
    pub environment: Environment,
    /// Where it is and how to reach it.
    pub settings: Settings,
    /// Whether there is a credential. It never comes back.
    pub has_credential: bool,
    /// What the caller may do there.
    #[schema(schema_with = may_do_there)]
    pub can: Vec<String>,
}

/// A datasource.
#[derive(Debug, Serialize, ToSchema)]
pub struct DatasourceView {
    /// Its id.
    pub id: DatasourceId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: DatasourceKind,
    /// The environments that it is configured for.
    pub environments: Vec<EnvironmentView>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// What the caller may do with it.
    #[schema(schema_with = may_do)]
    pub can: Vec<String>,
}

list_of! {
    /// Datasources.
    DatasourceList of DatasourceView
}

/// The datasource in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct DatasourcePath {
    /// The datasource.
    pub datasource: DatasourceId,
}

/// The environment of a datasource in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct DestinationPath {
    /// The datasource.
    pub datasource: DatasourceId,
    /// The environment.
    #[param(inline)]
    pub environment: Environment,
}

async fn locate(find: &Find<'_>, id: DatasourceId) -> Result<resource::Datasource, Problem> {
    let found = find
        .read()
        .await?
        .datasource(id)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(resource::Datasource {
        tenant: find.tenant,
        id: found.id,
    })
}

impl Locate<resource::Datasource> for DatasourcePath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Datasource, Problem> {
        locate(&find, self.datasource).await
    }
}

impl Locate<resource::Destination> for DestinationPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Destination, Problem> {
        Ok(resource::Destination {
            datasource: locate(&find, self.datasource).await?,
            environment: self.environment,
        })
    }
}

/// The acts on a datasource that answers tell of.
const DATASOURCE_ACTS: &[&str] = &["datasource.rename", "datasource.delete"];
/// Of an environment that may not be set up yet, they tell whether that may be done: asked for production.
const CONFIGURE: &[&str] = &["destination.configure"];
/// The acts on a destination that is set up.
const DESTINATION_ACTS: &[&str] = &["destination.test", "datasource.query"];

fn may_do() -> Array {
    let all = DATASOURCE_ACTS.iter().chain(CONFIGURE);
    acts(all, "What the caller may do with it.")
}

fn may_do_there() -> Array {
    acts(DESTINATION_ACTS, "What the caller may do there.")
}

fn view(actor: &Actor, datasource: Datasource) -> DatasourceView {
    let on = resource::Datasource {
        tenant: actor.tenant(),
        id: datasource.id,
    };
    let mut can = actor.can(&on, DATASOURCE_ACTS);
    let destination = |environment| resource::Destination {
        datasource: on,
        environment,
    };
    can.extend(actor.can(&destination(Environment::Production), CONFIGURE));
    DatasourceView {
        id: datasource.id,
        name: datasource.name,
        kind: datasource.kind,
        environments: datasource
            .environments
            .into_iter()
            .map(|(environment, configuration)| EnvironmentView {
                environment,
                settings: configuration.settings,
                has_credential: configuration.credential.is_some(),
                can: actor.can(&destination(environment), DESTINATION_ACTS),
            })
            .collect(),
        created_at: datasource.created_at,
        can,
    }
}

impl From<SourceError> for Problem {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::InvalidName => Self::invalid_field("name", error.to_string()),
            SourceError::WrongKind => Self::invalid_field("settings.kind", error.to_string()),
            SourceError::InvalidDestination(_) => {
                Self::invalid_field("settings", error.to_string())
            }
            SourceError::UnsuitableCredential => {
                Self::invalid_field("credential", error.to_string())
            }
            SourceError::CredentialBound => Self::new(Code::CredentialBound, error.to_string())
                .hint("enter the credential again for the new destination, or remove it"),
            SourceError::NotConfigured(_) => Self::new(Code::NotConfigured, error.to_string())
                .hint("an administrator can configure it under Datasources"),
            SourceError::Store(store) => store.into(),
        }
    }
}
