//! Datasources in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Environment;
use sallyport_kernel::id::DatasourceId;
use sallyport_model::entity::{Datasource, DatasourceKind, SourceConfiguration};
use sallyport_model::source::SealedCredential;
use sallyport_store::{AppsRead, DatasourcesRead, DatasourcesWrite, StoreError};
use std::collections::BTreeMap;

const SOURCE: &str = "SELECT id, name, kind, created_at FROM datasource";
const CONFIGURATION: &str =
    "SELECT datasource, environment, settings, credential, version FROM source_configuration";

fn datasource(mut f: Fields) -> Result<Datasource, StoreError> {
    Ok(Datasource {
        id: f.parsed("id")?,
        name: f.text("name")?,
        kind: f.word("kind", DatasourceKind::parse)?,
        created_at: f.at("created_at")?,
        environments: BTreeMap::new(),
    })
}

fn configuration(
    mut f: Fields,
) -> Result<(DatasourceId, Environment, SourceConfiguration), StoreError> {
    let id = f.parsed("datasource")?;
    let environment = f.word("environment", Environment::parse)?;
    let configuration = SourceConfiguration {
        settings: f.json("settings")?,
        credential: f.optional_bytes("credential")?.map(SealedCredential),
        version: f.number("version")?,
    };
    Ok((id, environment, configuration))
}

#[async_trait]
impl<D: Driver> DatasourcesRead for View<D> {
    async fn datasource(&mut self, id: DatasourceId) -> Result<Option<Datasource>, StoreError> {
        let row = self
            .row(
                "datasource",
                &format!("{SOURCE} WHERE id = $1"),
                params![id],
            )
            .await?;
        let Some(mut source) = row.map(datasource).transpose()? else {
            return Ok(None);
        };
        let sql = format!("{CONFIGURATION} WHERE datasource = $1");
        for row in self.rows("source_configuration", &sql, params![id]).await? {
            let (_, environment, configuration) = configuration(row)?;
            source.environments.insert(environment, configuration);
        }
        Ok(Some(source))
    }

    async fn datasources(&mut self) -> Result<Vec<Datasource>, StoreError> {
        let rows = self
            .rows("datasource", &format!("{SOURCE} ORDER BY name, id"), &[])
            .await?;
        let mut sources: Vec<Datasource> = rows.map(datasource).collect::<Result<_, _>>()?;
        let mut of: BTreeMap<DatasourceId, BTreeMap<Environment, SourceConfiguration>> =
            BTreeMap::new();
        for row in self
            .rows("source_configuration", CONFIGURATION, &[])
            .await?
        {
            let (id, environment, configuration) = configuration(row)?;
            of.entry(id).or_default().insert(environment, configuration);
        }
        for source in &mut sources {
            source.environments = of.remove(&source.id).unwrap_or_default();
        }
        Ok(sources)
    }
}

impl<D: Changer> View<D> {
    async fn insert_configuration(
        &mut self,
        id: DatasourceId,
        environment: Environment,
        configuration: &SourceConfiguration,
    ) -> Result<u64, StoreError> {
        let sql = "INSERT INTO source_configuration (datasource, environment, settings, credential, version) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let params = params![
            id,
            environment.as_str(),
            settings_json(configuration)?,
            configuration
                .credential
                .as_ref()
                .map(|sealed| sealed.0.as_slice()),
            configuration.version,
        ];
        self.driver.execute(sql, params).await
    }
}

fn settings_json(configuration: &SourceConfiguration) -> Result<String, StoreError> {
    serde_json::to_string(&configuration.settings)
        .map_err(|error| StoreError::Unavailable(Box::new(error)))
}

#[async_trait]
impl<D: Changer> DatasourcesWrite for View<D> {
    async fn add_datasource(&mut self, datasource: &Datasource) -> Result<(), StoreError> {
        let sql = "INSERT INTO datasource (id, name, kind, created_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT DO NOTHING";
        let params = params![
            datasource.id,
            &datasource.name,
            datasource.kind.as_str(),
            datasource.created_at
        ];
        self.insert("name", sql, params).await?;
        for (environment, configuration) in &datasource.environments {
            self.insert_configuration(datasource.id, *environment, configuration)
                .await?;
        }
        self.raise().await
    }

    async fn rename_datasource(&mut self, id: DatasourceId, name: &str) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM datasource WHERE name = $1 AND id <> $2";
        self.must_have("datasource", "datasource", id).await?;
        if self.any(sql, params![name, id]).await? {
            return Err(StoreError::Taken("name"));
        }
        let sql = "UPDATE datasource SET name = $1 WHERE id = $2";
        self.change("datasource", sql, params![name, id]).await?;
        self.raise().await
    }

    async fn put_configuration(
        &mut self,
        id: DatasourceId,
        environment: Environment,
        expected: Option<u64>,
        configuration: &SourceConfiguration,
    ) -> Result<(), StoreError> {
        self.must_have("datasource", "datasource", id).await?;
        let changed = match expected {
            None => {
                self.insert_configuration(id, environment, configuration)
                    .await?
            }
            Some(expected) => {
                let sql = "UPDATE source_configuration SET settings = $1, credential = $2, version = $3 \
                           WHERE datasource = $4 AND environment = $5 AND version = $6";
                let params = params![
                    settings_json(configuration)?,
                    configuration
                        .credential
                        .as_ref()
                        .map(|sealed| sealed.0.as_slice()),
                    configuration.version,
                    id,
                    environment.as_str(),
                    expected,
                ];
                self.driver.execute(sql, params).await?
            }
        };
        if changed == 0 {
            return Err(StoreError::Stale("configuration"));
        }
        self.raise().await
    }

    async fn remove_datasource(&mut self, id: DatasourceId) -> Result<(), StoreError> {
        self.must_have("datasource", "datasource", id).await?;
        if self.datasource_in_use(id).await? {
            return Err(StoreError::InUse("datasource"));
        }
        let sql = "DELETE FROM access_grant WHERE (on_kind = 'datasource' AND on_id = $1) \
                   OR (on_kind = 'destination' AND substr(on_id, 1, length($1) + 1) = $1 || '/')";
        self.driver.execute(sql, params![id]).await?;
        // Configurations and their credentials go with the datasource's row.
        self.change(
            "datasource",
            "DELETE FROM datasource WHERE id = $1",
            params![id],
        )
        .await?;
        self.raise().await
    }
}
