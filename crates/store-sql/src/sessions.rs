//! Sessions in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, SessionId};
use sallyport_model::entity::Session;
use sallyport_store::{SessionsRead, SessionsWrite, StoreError};

fn session(mut f: Fields) -> Result<Session, StoreError> {
    Ok(Session {
        id: f.parsed("id")?,
        secret_hash: f.hash("secret_hash")?,
        person: f.parsed("person")?,
        created_at: f.at("created_at")?,
        last_used_at: f.at("last_used_at")?,
        expires_at: f.at("expires_at")?,
        proved_at: f.at("proved_at")?,
        methods: f.json("methods")?,
        confined: f.flag("confined")?,
        address: f.optional_text("address")?,
        user_agent: f.optional_text("user_agent")?,
    })
}

#[async_trait]
impl<D: Driver> SessionsRead for View<D> {
    async fn session_by_hash(
        &mut self,
        secret_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let sql = "SELECT id, secret_hash, person, created_at, last_used_at, expires_at, proved_at, methods, confined, \
                   address, user_agent FROM person_session WHERE secret_hash = $1";
        self.row("person_session", sql, params![secret_hash])
            .await?
            .map(session)
            .transpose()
    }

    async fn sessions_of(&mut self, person: PersonId) -> Result<Vec<Session>, StoreError> {
        let sql = "SELECT id, secret_hash, person, created_at, last_used_at, expires_at, proved_at, methods, confined, \
                   address, user_agent FROM person_session WHERE person = $1 ORDER BY created_at DESC, id";
        self.rows("person_session", sql, params![person])
            .await?
            .map(session)
            .collect()
    }
}

#[async_trait]
impl<D: Changer> SessionsWrite for View<D> {
    async fn add_session(&mut self, session: &Session) -> Result<(), StoreError> {
        self.must_have("person", "person", session.person).await?;
        let sql = "INSERT INTO person_session \
                   (id, secret_hash, person, created_at, last_used_at, expires_at, proved_at, methods, confined, \
                   address, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
        let params = params![
            session.id,
            &session.secret_hash,
            session.person,
            session.created_at,
            session.last_used_at,
            session.expires_at,
            session.proved_at,
            serde_json::Value::from(session.methods.clone()).to_string(),
            i64::from(session.confined),
            session.address.as_deref(),
            session.user_agent.as_deref(),
        ];
        self.insert("session", sql, params).await
    }

    async fn touch_session(&mut self, id: SessionId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE person_session SET last_used_at = $1 WHERE id = $2";
        self.change("session", sql, params![at, id]).await
    }

    async fn remove_session(&mut self, id: SessionId) -> Result<(), StoreError> {
        if self
            .driver
            .execute("DELETE FROM person_session WHERE id = $1", params![id])
            .await?
            > 0
        {
            self.raise().await?;
        }
        Ok(())
    }

    async fn remove_sessions_of(&mut self, person: PersonId) -> Result<(), StoreError> {
        if self
            .driver
            .execute(
                "DELETE FROM person_session WHERE person = $1",
                params![person],
            )
            .await?
            > 0
        {
            self.raise().await?;
        }
        Ok(())
    }
}
