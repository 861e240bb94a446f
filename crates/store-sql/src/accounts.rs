//! Single-use secrets and the policy of sign-ins, in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::PersonId;
use sallyport_model::account::{OneTime, Purpose, SignInPolicy};
use sallyport_store::{AccountsRead, AccountsWrite, StoreError};
use serde_json::{Map, Value as Json};

const ONE_TIME: &str = "SELECT secret_hash, purpose, person, email, detail, tries, created_at, expires_at, used_at \
                        FROM one_time";

/// The name of the row that holds the policy.
const SIGN_IN_POLICY: &str = "sign_in_policy";

fn one_time(mut f: Fields) -> Result<OneTime, StoreError> {
    Ok(OneTime {
        secret_hash: f.hash("secret_hash")?,
        purpose: f.word("purpose", Purpose::parse)?,
        person: f.optional_parsed("person")?,
        email: f.optional_text("email")?,
        detail: f.json("detail")?,
        tries: f.number("tries")?,
        created_at: f.at("created_at")?,
        expires_at: f.at("expires_at")?,
        used_at: f.optional_at("used_at")?,
    })
}

#[async_trait]
impl<D: Driver> AccountsRead for View<D> {
    async fn one_time(&mut self, secret_hash: &[u8; 32]) -> Result<Option<OneTime>, StoreError> {
        let sql = format!("{ONE_TIME} WHERE secret_hash = $1");
        self.row("one_time", &sql, params![secret_hash])
            .await?
            .map(one_time)
            .transpose()
    }

    async fn one_times(
        &mut self,
        purpose: Purpose,
        limit: u16,
    ) -> Result<Vec<OneTime>, StoreError> {
        let sql = format!(
            "{ONE_TIME} WHERE purpose = $1 AND used_at IS NULL ORDER BY created_at DESC, secret_hash LIMIT $2"
        );
        let params = params![purpose.as_str(), i64::from(limit)];
        self.rows("one_time", &sql, params)
            .await?
            .map(one_time)
            .collect()
    }

    async fn sign_in_policy(&mut self) -> Result<SignInPolicy, StoreError> {
        let sql = "SELECT value FROM setting WHERE name = $1";
        let row = self.row("setting", sql, params![SIGN_IN_POLICY]).await?;
        row.map_or_else(|| Ok(SignInPolicy::default()), |mut f| f.json("value"))
    }
}

#[async_trait]
impl<D: Changer> AccountsWrite for View<D> {
    async fn add_one_time(&mut self, secret: &OneTime) -> Result<(), StoreError> {
        let sql = "INSERT INTO one_time \
                   (secret_hash, purpose, person, email, detail, tries, created_at, expires_at, used_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
        let person = secret.person.map(|id| id.to_string());
        let params = params![
            &secret.secret_hash,
            secret.purpose.as_str(),
            person.as_deref(),
            secret.email.as_deref(),
            Json::Object(secret.detail.clone()).to_string(),
            i64::from(secret.tries),
            secret.created_at,
            secret.expires_at,
            secret.used_at,
        ];
        self.insert("single-use secret", sql, params).await
    }

    async fn spend_one_time(
        &mut self,
        secret_hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE one_time SET used_at = $1 WHERE secret_hash = $2 AND used_at IS NULL";
        if self.driver.execute(sql, params![at, secret_hash]).await? > 0 {
            return Ok(());
        }
        match self.one_time(secret_hash).await? {
            Some(_) => Err(StoreError::Stale("single-use secret")),
            None => Err(StoreError::Missing("single-use secret")),
        }
    }

    async fn put_one_time_detail(
        &mut self,
        secret_hash: &[u8; 32],
        detail: &Map<String, Json>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE one_time SET detail = $1 WHERE secret_hash = $2";
        let detail = Json::Object(detail.clone()).to_string();
        self.change("single-use secret", sql, params![detail, secret_hash])
            .await
    }

    async fn count_try(&mut self, secret_hash: &[u8; 32]) -> Result<u32, StoreError> {
        let sql = "UPDATE one_time SET tries = tries + 1 WHERE secret_hash = $1 RETURNING tries";
        self.row("one_time", sql, params![secret_hash])
            .await?
            .ok_or(StoreError::Missing("single-use secret"))?
            .number("tries")
    }

    async fn remove_one_times_of(
        &mut self,
        purpose: Purpose,
        person: PersonId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM one_time WHERE purpose = $1 AND person = $2";
        let params = params![purpose.as_str(), person];
        self.driver.execute(sql, params).await.map(drop)
    }

    async fn remove_one_times_for(
        &mut self,
        purpose: Purpose,
        email: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM one_time WHERE purpose = $1 AND email = $2";
        let params = params![purpose.as_str(), email];
        self.driver.execute(sql, params).await.map(drop)
    }

    async fn remove_one_times_before(&mut self, at: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM one_time WHERE expires_at < $1";
        self.driver.execute(sql, params![at]).await.map(drop)
    }

    async fn put_sign_in_policy(&mut self, policy: &SignInPolicy) -> Result<(), StoreError> {
        let value = serde_json::to_string(policy).map_err(|_| StoreError::Corrupt {
            table: "setting",
            column: "value",
            row: SIGN_IN_POLICY.to_owned(),
        })?;
        let sql = "INSERT INTO setting (name, value) VALUES ($1, $2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.driver
            .execute(sql, params![SIGN_IN_POLICY, value])
            .await?;
        self.raise().await
    }
}
