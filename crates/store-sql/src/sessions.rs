//! Sessions in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{PersonId, SessionId};
use sallyport_model::account::Confinement;
use sallyport_model::entity::Session;
use sallyport_store::{SessionsRead, SessionsWrite, StoreError, Used};

const SESSION: &str = "SELECT id, secret_hash, person, created_at, last_used_at, expires_at, proved_at, methods, \
                       confined_for, address, user_agent FROM person_session";

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
        confined: f.optional_word("confined_for", Confinement::parse)?,
        address: f.optional_text("address")?,
        user_agent: f.optional_text("user_agent")?,
    })
}

fn methods(session: &Session) -> String {
    serde_json::Value::from(session.methods.clone()).to_string()
}

#[async_trait]
impl<D: Driver> SessionsRead for View<D> {
    async fn session_by_hash(
        &mut self,
        secret_hash: &[u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let sql = format!("{SESSION} WHERE secret_hash = $1");
        self.row("person_session", &sql, params![secret_hash])
            .await?
            .map(session)
            .transpose()
    }

    async fn session(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let sql = format!("{SESSION} WHERE id = $1");
        self.row("person_session", &sql, params![id])
            .await?
            .map(session)
            .transpose()
    }

    async fn sessions_of(&mut self, person: PersonId) -> Result<Vec<Session>, StoreError> {
        let sql = format!("{SESSION} WHERE person = $1 ORDER BY created_at DESC, id");
        self.rows("person_session", &sql, params![person])
            .await?
            .map(session)
            .collect()
    }

    async fn sessions(
        &mut self,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let sql = format!(
            "{SESSION} WHERE expires_at > $1 AND last_used_at > $2 ORDER BY created_at DESC, id"
        );
        self.rows("person_session", &sql, params![now, idle_since])
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
                   (id, secret_hash, person, created_at, last_used_at, expires_at, proved_at, methods, confined_for, \
                   address, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
        let params = params![
            session.id,
            &session.secret_hash,
            session.person,
            session.created_at,
            session.last_used_at,
            session.expires_at,
            session.proved_at,
            methods(session),
            session.confined.map(Confinement::as_str),
            session.address.as_deref(),
            session.user_agent.as_deref(),
        ];
        self.insert("session", sql, params).await
    }

    async fn renew_session(&mut self, session: &Session) -> Result<(), StoreError> {
        let sql = "UPDATE person_session SET secret_hash = $1, proved_at = $2, methods = $3, confined_for = $4 \
                   WHERE id = $5";
        let params = params![
            &session.secret_hash,
            session.proved_at,
            methods(session),
            session.confined.map(Confinement::as_str),
            session.id,
        ];
        self.change("session", sql, params).await?;
        self.raise().await
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

    async fn remove_sessions_but(&mut self, kept: Option<SessionId>) -> Result<u64, StoreError> {
        let kept = kept.map(|id| id.to_string()).unwrap_or_default();
        let sql = "DELETE FROM person_session WHERE id <> $1";
        let ended = self.driver.execute(sql, params![kept]).await?;
        if ended > 0 {
            self.raise().await?;
        }
        Ok(ended)
    }

    async fn forget_ended_sessions_of(
        &mut self,
        person: PersonId,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM person_session WHERE person = $1 AND (expires_at <= $2 OR last_used_at <= $3)";
        let params = params![person, now, idle_since];
        self.driver.execute(sql, params).await.map(drop)
    }
}

/// When things were last used, in SQL.
#[derive(Debug)]
pub struct Uses;

impl Uses {
    /// Notes them in the driver's transaction, which the caller commits.
    pub async fn note<D: Driver>(
        driver: &mut D,
        uses: &[(Used, Timestamp)],
    ) -> Result<(), StoreError> {
        // In one order, so that two nodes that note the same never wait for one another in a circle.
        let mut uses = uses.to_vec();
        uses.sort_unstable();
        for (what, at) in uses {
            match what {
                Used::Session(id) => {
                    let sql = "UPDATE person_session SET last_used_at = $1 WHERE id = $2 AND last_used_at < $1";
                    driver.execute(sql, params![at, id]).await?;
                }
                Used::Key(id, from) => {
                    let sql = "UPDATE api_key SET last_used_at = $1, last_address = $2 \
                               WHERE id = $3 AND (last_used_at IS NULL OR last_used_at < $1)";
                    let from = from.map(|from| from.to_string());
                    driver.execute(sql, params![at, from, id]).await?;
                }
            }
        }
        Ok(())
    }
}
