//! Datasources and their configurations, for administrators and builders.
//!
//! A credential is sealed on its way in and never comes back: no function here returns one. It is sealed to the
//! destination that it was entered for, so changing the destination takes entering it again.

use crate::target::{Credential, InvalidDestination, SealedCredential, Settings, Target};
use async_trait::async_trait;
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_kernel::{Environment, Random, Secret};
use sallyport_model::entity::{Datasource, DatasourceKind, SourceConfiguration};
use sallyport_policy::action::{datasource, destination, tenant};
use sallyport_policy::{ObjectRef, Permit};
use sallyport_store::{Store, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// What a credential is sealed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedTo {
    /// The tenant.
    pub tenant: TenantId,
    /// The datasource.
    pub datasource: DatasourceId,
    /// The environment.
    pub environment: Environment,
    /// The destination, in its canonical spelling.
    pub destination: String,
}

/// Seals credentials. There is no way to open one here: only the connectors can.
#[async_trait]
pub trait Sealer: Send + Sync + 'static {
    /// Seals a plaintext, so that it opens only for the same place.
    async fn seal(
        &self,
        to: &SealedTo,
        plaintext: &Secret<Vec<u8>>,
    ) -> Result<SealedCredential, StoreError>;
}

/// Why a use case of datasources did nothing.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The name is empty or too long.
    #[error("a name has 1 to 100 characters")]
    InvalidName,
    /// The settings are of another kind than the datasource.
    #[error("the settings are of another kind than the datasource")]
    WrongKind,
    /// The settings name no destination.
    #[error(transparent)]
    InvalidDestination(#[from] InvalidDestination),
    /// Such a datasource takes no credential of this sort.
    #[error("this kind of datasource takes no credential of this sort")]
    UnsuitableCredential,
    /// The destination changed while the credential was to be kept.
    #[error("the credential is bound to the destination that it was entered for")]
    CredentialBound,
    /// There is no configuration for the environment.
    #[error("the datasource is not configured for {0}")]
    NotConfigured(Environment),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What becomes of the credential when a configuration is set.
#[derive(Debug)]
pub enum CredentialChange {
    /// It stays, if there is one and the destination, with its encryption, is the same.
    Keep,
    /// There is none from now on.
    Remove,
    /// This one, from now on.
    Replace(Credential),
}

/// What the use cases of datasources work with.
pub struct Sources {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    sealer: Arc<dyn Sealer>,
    places: Cache<PlaceKey, Arc<Place>>,
}

impl Sources {
    /// Datasources over a store.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>, sealer: Arc<dyn Sealer>) -> Self {
        Self {
            store,
            random,
            sealer,
            places: Cache::with_weighter(16, 2_000, UnitWeighter),
        }
    }

    /// The datasources, by name.
    pub async fn list(
        &self,
        permit: Permit<tenant::ListDatasources>,
    ) -> Result<Vec<Datasource>, SourceError> {
        Ok(self
            .store
            .read(permit.tenant())
            .await?
            .datasources()
            .await?)
    }

    /// One datasource.
    pub async fn view(&self, permit: Permit<datasource::View>) -> Result<Datasource, SourceError> {
        let mut read = self.store.read(permit.tenant()).await?;
        Ok(read
            .datasource(permit.on().id)
            .await?
            .ok_or(StoreError::Missing("datasource"))?)
    }

    /// Makes a datasource that is not configured for any environment yet.
    pub async fn create(
        &self,
        permit: Permit<tenant::CreateDatasource>,
        name: &str,
        kind: DatasourceKind,
    ) -> Result<Datasource, SourceError> {
        let made = Datasource {
            id: DatasourceId::random(&*self.random),
            name: valid_name(name)?,
            kind,
            environments: BTreeMap::new(),
            created_at: permit.actor().at(),
        };
        let mut change = self.store.begin(permit.tenant()).await?;
        change.add_datasource(&made).await?;
        let object = ObjectRef {
            kind: "datasource".to_owned(),
            id: made.id.to_string(),
            name: Some(made.name.clone()),
        };
        change
            .commit(permit.receipt().made(object).with("kind", kind.as_str()))
            .await?;
        Ok(made)
    }

    /// Renames a datasource.
    pub async fn rename(
        &self,
        permit: Permit<datasource::Rename>,
        name: &str,
    ) -> Result<Datasource, SourceError> {
        let (id, name) = (permit.on().id, valid_name(name)?);
        let mut change = self.store.begin(permit.tenant()).await?;
        let before = change
            .datasource(id)
            .await?
            .ok_or(StoreError::Missing("datasource"))?;
        change.rename_datasource(id, &name).await?;
        change
            .commit(
                permit
                    .receipt()
                    .named(name.clone())
                    .with("before", before.name.clone()),
            )
            .await?;
        Ok(Datasource { name, ..before })
    }

    /// Deletes a datasource that no app uses.
    pub async fn delete(&self, permit: Permit<datasource::Delete>) -> Result<(), SourceError> {
        let id = permit.on().id;
        let mut change = self.store.begin(permit.tenant()).await?;
        let before = change
            .datasource(id)
            .await?
            .ok_or(StoreError::Missing("datasource"))?;
        if change.datasource_in_use(id).await? {
            return Err(StoreError::InUse("datasource").into());
        }
        change.remove_datasource(id).await?;
        change.commit(permit.receipt().named(before.name)).await?;
        Ok(())
    }

    /// Sets an environment's settings and credential.
    pub async fn configure(
        &self,
        permit: Permit<destination::Configure>,
        settings: Settings,
        credential: CredentialChange,
    ) -> Result<Datasource, SourceError> {
        let (id, environment) = (permit.on().datasource.id, permit.on().environment);
        let destination = settings.destination()?;
        let sealed = match &credential {
            CredentialChange::Replace(new) if !new.suits(&settings) => {
                return Err(SourceError::UnsuitableCredential);
            }
            CredentialChange::Replace(new) => {
                let tenant = permit.tenant();
                let to = SealedTo {
                    tenant,
                    datasource: id,
                    environment,
                    destination: destination.clone(),
                };
                Some(self.sealer.seal(&to, &new.to_plaintext()).await?)
            }
            CredentialChange::Keep | CredentialChange::Remove => None,
        };
        let mut change = self.store.begin(permit.tenant()).await?;
        let mut datasource = change
            .datasource(id)
            .await?
            .ok_or(StoreError::Missing("datasource"))?;
        if datasource.kind != settings.kind() {
            return Err(SourceError::WrongKind);
        }
        let before = datasource.environments.remove(&environment);
        let kept = before.as_ref().and_then(|before| before.credential.clone());
        let credential_word = match &credential {
            CredentialChange::Keep => "kept",
            CredentialChange::Remove => "removed",
            CredentialChange::Replace(_) => "replaced",
        };
        let credential = match credential {
            CredentialChange::Keep => {
                let moved = before
                    .as_ref()
                    .is_some_and(|b| b.settings.destination().ok() != Some(destination.clone()));
                if kept.is_some() && moved {
                    return Err(SourceError::CredentialBound);
                }
                kept
            }
            CredentialChange::Remove => None,
            CredentialChange::Replace(_) => sealed,
        };
        let expected = before.as_ref().map(|before| before.version);
        let version = expected.unwrap_or(0) + 1;
        let configuration = SourceConfiguration {
            settings,
            credential,
            version,
        };
        change
            .put_configuration(id, environment, expected, &configuration)
            .await?;
        let receipt = permit
            .receipt()
            .named(datasource.name.clone())
            .with("environment", environment.as_str())
            .with("destination", destination)
            .with("credential", credential_word);
        change.commit(receipt).await?;
        datasource.environments.insert(environment, configuration);
        Ok(datasource)
    }

    /// The target of an environment, for a test of its connection.
    pub async fn target_to_test(
        &self,
        permit: Permit<destination::Test>,
    ) -> Result<Arc<Target>, SourceError> {
        let (tenant, on) = (permit.tenant(), *permit.on());
        let target = self
            .target(tenant, on.datasource.id, on.environment)
            .await?;
        self.store.record(permit.receipt()).await?;
        Ok(target)
    }

    /// The target of an environment, for browsing its schema.
    pub async fn target_to_browse(
        &self,
        permit: Permit<destination::Query>,
    ) -> Result<Arc<Target>, SourceError> {
        let (tenant, on) = (permit.tenant(), *permit.on());
        let target = self
            .target(tenant, on.datasource.id, on.environment)
            .await?;
        self.store
            .record(permit.receipt().with("purpose", "schema"))
            .await?;
        Ok(target)
    }

    async fn target(
        &self,
        tenant: TenantId,
        id: DatasourceId,
        environment: Environment,
    ) -> Result<Arc<Target>, SourceError> {
        Ok(self.read_place(tenant, id, environment).await?.target)
    }

    /// Where queries on a datasource go in an environment, as configured at an access version: every change of a
    /// configuration raises it.
    pub async fn place(
        &self,
        tenant: TenantId,
        version: u64,
        id: DatasourceId,
        environment: Environment,
    ) -> Result<Arc<Place>, SourceError> {
        let key = (tenant, version, id, environment);
        if let Some(place) = self.places.get(&key) {
            return Ok(place);
        }
        let place = Arc::new(self.read_place(tenant, id, environment).await?);
        self.places.insert(key, Arc::clone(&place));
        Ok(place)
    }

    async fn read_place(
        &self,
        tenant: TenantId,
        id: DatasourceId,
        environment: Environment,
    ) -> Result<Place, SourceError> {
        let found = self.store.read(tenant).await?.datasource(id).await?;
        let mut datasource = found.ok_or(StoreError::Missing("datasource"))?;
        let configuration = datasource
            .environments
            .remove(&environment)
            .ok_or(SourceError::NotConfigured(environment))?;
        let target = Arc::new(Target {
            tenant,
            datasource: id,
            environment,
            version: configuration.version,
            settings: configuration.settings,
            credential: configuration.credential,
        });
        Ok(Place {
            name: datasource.name,
            target,
        })
    }
}

/// A configured datasource with its name.
#[derive(Debug)]
pub struct Place {
    /// The datasource's name.
    pub name: String,
    /// Where its queries go.
    pub target: Arc<Target>,
}

type PlaceKey = (TenantId, u64, DatasourceId, Environment);

fn valid_name(name: &str) -> Result<String, SourceError> {
    let name = name.trim();
    let whole =
        !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    whole
        .then(|| name.to_owned())
        .ok_or(SourceError::InvalidName)
}
