//! What the tests share: targets, queries, results.

use async_trait::async_trait;
use futures::StreamExt as _;
use sallyport_connectors::{Allowance, Egress, Postgres, Sqlite, Vault};
use sallyport_crypto::{CredentialBinding, CryptoError, SealedCredential};
use sallyport_kernel::id::{DatasourceId, TenantId};
use sallyport_kernel::{Environment, Secret};
use sallyport_model::document::{QueryBody, SqlBody};
use sallyport_query::{
    BoundQuery, Column, Connector, EvaluationError, Evaluator, Inputs, Limits, Plan,
    PostgresSettings, Rows, RunError, Settings, SqliteSettings, Target, TlsMode, Trusted,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A vault that opens nothing.
pub(crate) struct NoVault;

#[async_trait]
impl Vault for NoVault {
    async fn open(
        &self,
        _: &CredentialBinding,
        _: &SealedCredential,
    ) -> Result<Secret<Vec<u8>>, CryptoError> {
        Err(CryptoError::Refused)
    }
}

struct NoEvaluator;

#[async_trait]
impl Evaluator for NoEvaluator {
    async fn evaluate(
        &self,
        _: &str,
        _: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        Err(EvaluationError::Unavailable)
    }
}

pub(crate) fn target(settings: Settings) -> Target {
    Target {
        tenant: TenantId::from_bytes([1; 16]),
        datasource: DatasourceId::from_bytes([2; 16]),
        environment: Environment::Development,
        version: 1,
        settings,
        credential: None,
    }
}

/// The server of `SALLYPORT_TEST_POSTGRES`.
pub(crate) fn postgres_settings() -> PostgresSettings {
    #[allow(clippy::disallowed_methods, reason = "tests are told of their server in this way")]
    let url = std::env::var("SALLYPORT_TEST_POSTGRES")
        .expect("SALLYPORT_TEST_POSTGRES must hold the URL of a PostgreSQL superuser: run `cargo xtask test`");
    let url = url::Url::parse(&url).unwrap();
    PostgresSettings {
        host: url.host_str().unwrap().to_owned(),
        port: url.port().unwrap_or(5432),
        database: url.path().trim_start_matches('/').to_owned(),
        username: url.username().to_owned(),
        tls: TlsMode::Disable,
    }
}

pub(crate) fn postgres_target() -> Target {
    target(Settings::Postgres(postgres_settings()))
}

/// A broker that may reach this machine.
pub(crate) fn local_egress() -> Egress {
    Egress::new(vec![
        "127.0.0.0/8".parse::<Allowance>().unwrap(),
        "::1/128".parse().unwrap(),
    ])
}

pub(crate) fn postgres() -> Postgres {
    Postgres::new(local_egress(), Arc::new(NoVault))
}

/// A connector for a folder, and the target of a new file in it that holds the result of `script`.
pub(crate) fn sqlite(folder: &Path, script: &str) -> (Sqlite, Target) {
    let path = folder.join("data.sqlite");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(script)
        .unwrap();
    let settings = SqliteSettings {
        path: path.to_str().unwrap().to_owned(),
        read_only: false,
    };
    (
        Sqlite::new(vec![folder.to_owned()]),
        target(Settings::Sqlite(settings)),
    )
}

/// A statement whose placeholders `{{ arg.a }}`, `{{ arg.b }}` have these values.
pub(crate) async fn bound(
    body: QueryBody,
    values: &[(&str, Value)],
    writes: bool,
) -> Result<BoundQuery, RunError> {
    let inputs: Inputs = values
        .iter()
        .map(|(name, value)| (format!("{name}.value"), value.clone()))
        .collect();
    Plan::compile(&body)
        .unwrap()
        .bind(inputs, &Trusted::default(), &NoEvaluator, writes)
        .await
}

pub(crate) async fn sql(statement: &str, values: &[(&str, Value)]) -> BoundQuery {
    bound(
        QueryBody::Sql(SqlBody {
            statement: statement.to_owned(),
        }),
        values,
        false,
    )
    .await
    .unwrap()
}

pub(crate) async fn writing(statement: &str, values: &[(&str, Value)]) -> BoundQuery {
    bound(
        QueryBody::Sql(SqlBody {
            statement: statement.to_owned(),
        }),
        values,
        true,
    )
    .await
    .unwrap()
}

/// A result, gathered.
#[derive(Debug)]
pub(crate) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
    pub truncated: bool,
}

pub(crate) async fn gather(mut rows: Rows) -> Result<Table, RunError> {
    let mut table = Table {
        columns: rows.columns.to_vec(),
        rows: vec![],
        truncated: false,
    };
    while let Some(chunk) = rows.chunks.next().await {
        let chunk = chunk?;
        assert!(
            !table.truncated,
            "nothing follows the chunk that is cut off"
        );
        let text = format!("[{}]", std::str::from_utf8(&chunk.json).unwrap());
        let rows: Vec<Vec<Value>> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(rows.len(), chunk.rows as usize);
        table.rows.extend(rows);
        table.truncated = chunk.truncated;
    }
    Ok(table)
}

pub(crate) async fn run(
    connector: &dyn Connector,
    target: &Target,
    query: &BoundQuery,
) -> Result<Table, RunError> {
    gather(connector.run(target, query, &Limits::default()).await?).await
}

/// Runs a statement with no values; it must succeed.
pub(crate) async fn rows(
    connector: &dyn Connector,
    target: &Target,
    statement: &str,
) -> Vec<Vec<Value>> {
    run(connector, target, &sql(statement, &[]).await)
        .await
        .unwrap()
        .rows
}
