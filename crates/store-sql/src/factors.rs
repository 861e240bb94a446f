//! Second factors in SQL.

use crate::fields::Fields;
use crate::value::{Param, params};
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{FactorId, PersonId};
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_store::{FactorsRead, FactorsWrite, StoreError};
use serde_json::Value as Json;
use std::collections::BTreeSet;

const FACTOR: &str = "SELECT id, person, kind, name, sealed, public, handle, last_step, created_at, last_used_at \
                      FROM factor";

/// Kinds as a statement finds one in them: each between two commas.
pub(crate) fn list_of(kinds: &[FactorKind]) -> String {
    let words = kinds.iter().map(|kind| format!("{kind},"));
    std::iter::once(",".to_owned()).chain(words).collect()
}

fn factor(mut f: Fields) -> Result<Factor, StoreError> {
    Ok(Factor {
        id: f.parsed("id")?,
        person: f.parsed("person")?,
        kind: f.word("kind", FactorKind::parse)?,
        name: f.text("name")?,
        sealed: f.optional_bytes("sealed")?,
        public: f.json("public")?,
        handle: f.optional_bytes("handle")?,
        last_step: f.optional_number("last_step")?,
        created_at: f.at("created_at")?,
        last_used_at: f.optional_at("last_used_at")?,
    })
}

#[async_trait]
impl<D: Driver> FactorsRead for View<D> {
    async fn factor(&mut self, id: FactorId) -> Result<Option<Factor>, StoreError> {
        let sql = format!("{FACTOR} WHERE id = $1");
        self.row("factor", &sql, params![id])
            .await?
            .map(factor)
            .transpose()
    }

    async fn factors_of(&mut self, person: PersonId) -> Result<Vec<Factor>, StoreError> {
        let sql = format!("{FACTOR} WHERE person = $1 ORDER BY created_at, id");
        self.rows("factor", &sql, params![person])
            .await?
            .map(factor)
            .collect()
    }

    async fn people_with_factors(
        &mut self,
        among: &[PersonId],
        kinds: &[FactorKind],
    ) -> Result<BTreeSet<PersonId>, StoreError> {
        if among.is_empty() {
            return Ok(BTreeSet::new());
        }
        let people: Vec<String> = (2..among.len() + 2).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT DISTINCT person FROM factor WHERE {}($1, ',' || kind || ',') > 0 AND person IN ({})",
            D::POSITION,
            people.join(", ")
        );
        let kinds = std::iter::once(Param::from(list_of(kinds)));
        let params: Vec<Param> = kinds
            .chain(among.iter().map(|id| Param::from(*id)))
            .collect();
        self.rows("factor", &sql, &params)
            .await?
            .map(|mut f| f.parsed("person"))
            .collect()
    }

    async fn recovery_codes_left(&mut self, person: PersonId) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM recovery_code WHERE person = $1 AND used_at IS NULL";
        let row = self.row("recovery_code", sql, params![person]).await?;
        row.map_or(Ok(0), |mut f| f.number("count"))
    }

    async fn second_factor_due(
        &mut self,
        person: PersonId,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT due_at FROM second_factor_due WHERE person = $1";
        self.row("second_factor_due", sql, params![person])
            .await?
            .map(|mut f| f.at("due_at"))
            .transpose()
    }
}

#[async_trait]
impl<D: Changer> FactorsWrite for View<D> {
    async fn add_factor(&mut self, factor: &Factor) -> Result<(), StoreError> {
        self.must_have("person", "person", factor.person).await?;
        let sql = "INSERT INTO factor \
                   (id, person, kind, name, sealed, public, handle, last_step, created_at, last_used_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
        let params = params![
            factor.id,
            factor.person,
            factor.kind.as_str(),
            &factor.name,
            factor.sealed.as_deref(),
            Json::Object(factor.public.clone()).to_string(),
            factor.handle.as_deref(),
            factor.last_step,
            factor.created_at,
            factor.last_used_at,
        ];
        self.insert("factor", sql, params).await
    }

    async fn put_factor(&mut self, factor: &Factor) -> Result<(), StoreError> {
        let sql = "UPDATE factor SET name = $1, sealed = $2, public = $3, last_used_at = $4 WHERE id = $5";
        let params = params![
            &factor.name,
            factor.sealed.as_deref(),
            Json::Object(factor.public.clone()).to_string(),
            factor.last_used_at,
            factor.id,
        ];
        self.change("factor", sql, params).await
    }

    async fn use_step(&mut self, id: FactorId, step: u64, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE factor SET last_step = $1, last_used_at = $2 \
                   WHERE id = $3 AND (last_step IS NULL OR last_step < $1)";
        if self.driver.execute(sql, params![step, at, id]).await? > 0 {
            return Ok(());
        }
        self.must_have("factor", "factor", id).await?;
        Err(StoreError::Stale("code"))
    }

    async fn remove_factor(&mut self, id: FactorId) -> Result<(), StoreError> {
        self.change("factor", "DELETE FROM factor WHERE id = $1", params![id])
            .await
    }

    async fn remove_factors_of(&mut self, person: PersonId) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM factor WHERE person = $1",
            "DELETE FROM recovery_code WHERE person = $1",
        ] {
            self.driver.execute(sql, params![person]).await?;
        }
        Ok(())
    }

    async fn put_recovery_codes(
        &mut self,
        person: PersonId,
        hashes: &[[u8; 32]],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.must_have("person", "person", person).await?;
        let sql = "DELETE FROM recovery_code WHERE person = $1";
        self.driver.execute(sql, params![person]).await?;
        for hash in hashes {
            let sql = "INSERT INTO recovery_code (person, code_hash, created_at) VALUES ($1, $2, $3) \
                       ON CONFLICT DO NOTHING";
            self.insert("recovery code", sql, params![person, hash, at])
                .await?;
        }
        Ok(())
    }

    async fn spend_recovery_code(
        &mut self,
        person: PersonId,
        hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE recovery_code SET used_at = $1 \
                   WHERE person = $2 AND code_hash = $3 AND used_at IS NULL";
        if self.driver.execute(sql, params![at, person, hash]).await? > 0 {
            return Ok(());
        }
        let sql = "SELECT 1 FROM recovery_code WHERE person = $1 AND code_hash = $2";
        if self.any(sql, params![person, hash]).await? {
            Err(StoreError::Stale("recovery code"))
        } else {
            Err(StoreError::Missing("recovery code"))
        }
    }

    async fn put_second_factor_due(
        &mut self,
        person: PersonId,
        at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let Some(at) = at else {
            let sql = "DELETE FROM second_factor_due WHERE person = $1";
            return self.driver.execute(sql, params![person]).await.map(drop);
        };
        self.must_have("person", "person", person).await?;
        let sql = "INSERT INTO second_factor_due (person, due_at) VALUES ($1, $2) \
                   ON CONFLICT (person) DO UPDATE SET due_at = excluded.due_at";
        self.driver
            .execute(sql, params![person, at])
            .await
            .map(drop)
    }
}
