//! The opened stores: every value of every table, and the credentials as they are sealed there.

use crate::support::child::Place;
use futures::TryStreamExt as _;
use sallyport_crypto::{
    CredentialBinding, CredentialKey, Keyring, RootKey, SealedCredential, TenantKeys,
};
use sallyport_kernel::{Environment, Secret};
use sallyport_model::source::SourceSettings;
use sallyport_testkit::Cluster;
use std::path::Path;

const CONFIGURATIONS: &str = "SELECT datasource, environment, settings, credential FROM source_configuration WHERE credential IS NOT NULL";

/// What a store holds, for the one who has its keys.
pub(super) struct Opened {
    /// Every value of every table, one after the other.
    pub(super) values: Vec<u8>,
    /// The credentials in clear.
    pub(super) credentials: Vec<Vec<u8>>,
}

impl Opened {
    pub(super) fn shows(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.values).contains(text)
    }
}

/// A credential as the store keeps it: of which datasource and environment, with which settings.
type Configured = (String, String, String, Vec<u8>);

fn keyring(place: &Place) -> Keyring {
    let root = std::fs::read_to_string(place.path("keys/root.key")).unwrap();
    Keyring::new(RootKey::parse(&root).unwrap())
}

fn unseal(keys: &TenantKeys, (datasource, environment, settings, sealed): &Configured) -> Vec<u8> {
    let settings: SourceSettings = serde_json::from_str(settings).unwrap();
    let binding = CredentialBinding {
        tenant: keys.tenant(),
        datasource: datasource.parse().unwrap(),
        environment: Environment::parse(environment).unwrap(),
        destination: settings.destination().unwrap(),
    };
    let key = CredentialKey::new(keys.tenant(), keys.credentials().clone());
    let sealed = SealedCredential::from_bytes(sealed).unwrap();
    key.open(&binding, &sealed).unwrap().expose().clone()
}

/// The control file, and the only tenant's.
pub(super) fn embedded(place: &Place) -> Opened {
    let keyring = keyring(place);
    let control = place.path("data/control.db");
    let control = decrypted(&control, &keyring.instance_key("control").unwrap());
    let (id, wrapped): (String, String) = control
        .query_row("SELECT id, wrapped_keys FROM tenant", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let keys = keyring
        .open_tenant(id.parse().unwrap(), &wrapped.parse().unwrap())
        .unwrap();
    let file = place.path(&format!("data/tenants/{id}.db"));
    let tenant = decrypted(&file, keys.database());
    let configured: Vec<Configured> = tenant
        .prepare(CONFIGURATIONS)
        .unwrap()
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    Opened {
        values: [values(&control), values(&tenant)].concat(),
        credentials: configured.iter().map(|one| unseal(&keys, one)).collect(),
    }
}

fn decrypted(file: &Path, key: &Secret<[u8; 32]>) -> rusqlite::Connection {
    let digits: String = key
        .expose()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let opened = rusqlite::Connection::open(file).unwrap();
    opened
        .execute_batch(&format!("PRAGMA key = \"x'{digits}'\""))
        .unwrap();
    opened
}

fn values(file: &rusqlite::Connection) -> Vec<u8> {
    let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let tables: Vec<String> = file
        .prepare(names)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut bytes = Vec::new();
    for table in tables {
        let mut statement = file.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(value)
                    | rusqlite::types::ValueRef::Blob(value) => {
                        bytes.extend_from_slice(value);
                        bytes.push(b'\n');
                    }
                    _ => {}
                }
            }
        }
    }
    bytes
}

/// All that a superuser can read in that database, the system's own tables included.
pub(super) async fn postgres(place: &Place, cluster: &Cluster, database: &str) -> Opened {
    let client = cluster.connect(database).await;
    let tables = "SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                  WHERE relkind IN ('r', 'm', 'S')";
    let mut values = Vec::new();
    for row in client.query(tables, &[]).await.unwrap() {
        let table: String = row.get(0);
        values.extend(copy(&client, &table).await);
    }
    let tenant = "SELECT id, wrapped_keys FROM sallyport.tenant";
    let tenant = client.query_one(tenant, &[]).await.unwrap();
    let (id, wrapped): (String, String) = (tenant.get(0), tenant.get(1));
    let keys = keyring(place)
        .open_tenant(id.parse().unwrap(), &wrapped.parse().unwrap())
        .unwrap();
    client
        .batch_execute(&format!("SET search_path TO {id}"))
        .await
        .unwrap();
    let configured = client.query(CONFIGURATIONS, &[]).await.unwrap();
    let configured = configured
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)));
    Opened {
        values,
        credentials: configured.map(|one| unseal(&keys, &one)).collect(),
    }
}

/// The rows as their bytes are; as text where a type has no such form.
async fn copy(client: &tokio_postgres::Client, table: &str) -> Vec<u8> {
    for form in ["binary", "text"] {
        let statement = format!("COPY (SELECT * FROM {table}) TO STDOUT (FORMAT {form})");
        let Ok(stream) = client.copy_out(&statement).await else {
            continue;
        };
        if let Ok(chunks) = stream.try_collect::<Vec<_>>().await {
            return chunks.concat();
        }
    }
    panic!("{table} can't be read");
}
