//! API keys and service accounts in SQL.

use crate::access::ids_json;
use crate::fields::Fields;
use crate::people::{PERSON, person};
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{KeyId, PersonId};
use sallyport_model::entity::Person;
use sallyport_model::key::{ApiKey, PreviousSecret};
use sallyport_store::{KeysRead, KeysWrite, StoreError};

const KEY: &str = "SELECT id, owner, name, secret_hash, previous_hash, previous_until, permissions, workspaces, apps, \
                   roles, addresses, created_by, created_at, expires_at, rotated_at, last_used_at, last_address \
                   FROM api_key";

fn key(mut f: Fields) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        id: f.parsed("id")?,
        owner: f.parsed("owner")?,
        name: f.text("name")?,
        secret_hash: f.hash("secret_hash")?,
        previous: {
            let hash = f.optional_bytes("previous_hash")?;
            match (hash, f.optional_at("previous_until")?) {
                (Some(hash), Some(until)) => Some(PreviousSecret {
                    hash: hash.try_into().map_err(|_| f.corrupt("previous_hash"))?,
                    until,
                }),
                _ => None,
            }
        },
        permissions: f.json("permissions")?,
        workspaces: f.json("workspaces")?,
        apps: f.json("apps")?,
        roles: f.json("roles")?,
        addresses: f.json("addresses")?,
        created_by: f.parsed("created_by")?,
        created_at: f.at("created_at")?,
        expires_at: f.at("expires_at")?,
        rotated_at: f.optional_at("rotated_at")?,
        last_used_at: f.optional_at("last_used_at")?,
        last_address: f.optional_text("last_address")?,
    })
}

#[async_trait]
impl<D: Driver> KeysRead for View<D> {
    async fn key(&mut self, id: KeyId) -> Result<Option<ApiKey>, StoreError> {
        let sql = format!("{KEY} WHERE id = $1");
        let row = self.row("api_key", &sql, params![id]).await?;
        row.map(key).transpose()
    }

    async fn key_by_hash(&mut self, secret_hash: &[u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        // A secret is in one of the two columns of one row: it was drawn at random, once.
        for column in ["secret_hash", "previous_hash"] {
            let sql = format!("{KEY} WHERE {column} = $1");
            let row = self.row("api_key", &sql, params![secret_hash]).await?;
            if let Some(row) = row {
                return key(row).map(Some);
            }
        }
        Ok(None)
    }

    async fn keys_of(&mut self, owner: PersonId) -> Result<Vec<ApiKey>, StoreError> {
        let sql = format!("{KEY} WHERE owner = $1 ORDER BY created_at DESC, id");
        let rows = self.rows("api_key", &sql, params![owner]).await?;
        rows.map(key).collect()
    }

    async fn keys(&mut self, after: Option<KeyId>, limit: u16) -> Result<Vec<ApiKey>, StoreError> {
        let limit = i64::from(limit);
        let rows = match after {
            None => {
                let sql = format!("{KEY} ORDER BY created_at DESC, id LIMIT $1");
                self.rows("api_key", &sql, params![limit]).await?
            }
            Some(after) => {
                self.must_have("key", "api_key", after).await?;
                let sql = format!(
                    "{KEY} WHERE created_at < (SELECT created_at FROM api_key WHERE id = $1) \
                     OR (created_at = (SELECT created_at FROM api_key WHERE id = $1) AND id > $1) \
                     ORDER BY created_at DESC, id LIMIT $2"
                );
                self.rows("api_key", &sql, params![after, limit]).await?
            }
        };
        rows.map(key).collect()
    }

    async fn keys_ending(
        &mut self,
        after: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<ApiKey>, StoreError> {
        let sql =
            format!("{KEY} WHERE expires_at > $1 AND expires_at <= $2 ORDER BY expires_at, id");
        let rows = self.rows("api_key", &sql, params![after, until]).await?;
        rows.map(key).collect()
    }

    async fn service_accounts(&mut self) -> Result<Vec<Person>, StoreError> {
        let sql = format!("{PERSON} WHERE kind = 'service' ORDER BY name, id");
        self.rows("person", &sql, &[]).await?.map(person).collect()
    }
}

#[async_trait]
impl<D: Changer> KeysWrite for View<D> {
    async fn add_key(&mut self, key: &ApiKey) -> Result<(), StoreError> {
        self.must_have("person", "person", key.owner).await?;
        let sql = "INSERT INTO api_key (id, owner, name, secret_hash, previous_hash, previous_until, permissions, \
                   workspaces, apps, roles, addresses, created_by, created_at, expires_at, rotated_at, last_used_at, \
                   last_address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
                   ON CONFLICT DO NOTHING";
        let params = params![
            key.id,
            key.owner,
            &key.name,
            &key.secret_hash,
            key.previous.as_ref().map(|previous| &previous.hash),
            key.previous.map(|previous| previous.until),
            ids_json(&key.permissions),
            ids_json(&key.workspaces),
            ids_json(&key.apps),
            ids_json(&key.roles),
            ids_json(&key.addresses),
            key.created_by,
            key.created_at,
            key.expires_at,
            key.rotated_at,
            key.last_used_at,
            key.last_address.as_deref(),
        ];
        self.insert("key", sql, params).await
    }

    async fn rotate_key(
        &mut self,
        id: KeyId,
        from: &[u8; 32],
        to: &[u8; 32],
        at: Timestamp,
        overlap: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE api_key SET secret_hash = $1, previous_hash = $2, previous_until = $3, rotated_at = $4 \
                   WHERE id = $5 AND secret_hash = $2";
        let params = params![to, from, overlap, at, id];
        if self.driver.execute(sql, params).await? == 0 {
            self.must_have("key", "api_key", id).await?;
            return Err(StoreError::Stale("key"));
        }
        self.raise().await
    }

    async fn remove_key(&mut self, id: KeyId) -> Result<(), StoreError> {
        let sql = "DELETE FROM api_key WHERE id = $1";
        self.change("key", sql, params![id]).await?;
        self.raise().await
    }

    async fn remove_service_account(&mut self, id: PersonId) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM person WHERE id = $1 AND kind = 'service'";
        if !self.any(sql, params![id]).await? {
            return Err(StoreError::Missing("service account"));
        }
        for sql in [
            "DELETE FROM api_key WHERE owner = $1",
            "DELETE FROM access_grant WHERE principal_kind = 'person' AND principal_id = $1",
            "DELETE FROM person WHERE id = $1",
        ] {
            self.driver.execute(sql, params![id]).await?;
        }
        self.raise().await
    }
}
