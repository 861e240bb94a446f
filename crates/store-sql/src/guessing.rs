//! Earlier passwords and known places, in SQL.

use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::PersonId;
use sallyport_store::guessing::PLACES;
use sallyport_store::{GuessingRead, GuessingWrite, StoreError};

#[async_trait]
impl<D: Driver> GuessingRead for View<D> {
    async fn earlier_passwords(
        &mut self,
        person: PersonId,
        most: u16,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT hash FROM earlier_password WHERE person = $1 \
                   ORDER BY replaced_at DESC, hash LIMIT $2";
        let params = params![person, i64::from(most)];
        self.rows("earlier_password", sql, params)
            .await?
            .map(|mut f| f.text("hash"))
            .collect()
    }

    async fn knows_place(
        &mut self,
        account: &[u8; 32],
        place: &[u8; 32],
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM known_place WHERE account = $1 AND place = $2 AND last_seen_at >= $3";
        self.any(sql, params![account, place, since]).await
    }

    async fn known_devices(
        &mut self,
        person: PersonId,
        since: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT device FROM known_device WHERE person = $1 AND last_seen_at >= $2 \
                   ORDER BY last_seen_at DESC, device";
        self.rows("known_device", sql, params![person, since])
            .await?
            .map(|mut f| f.text("device"))
            .collect()
    }
}

#[async_trait]
impl<D: Changer> GuessingWrite for View<D> {
    async fn add_earlier_password(
        &mut self,
        person: PersonId,
        hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.must_have("person", "person", person).await?;
        let sql = "INSERT INTO earlier_password (person, hash, replaced_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (person, hash) DO UPDATE SET replaced_at = excluded.replaced_at";
        self.driver
            .execute(sql, params![person, hash, at])
            .await
            .map(drop)
    }

    async fn keep_earlier_passwords(
        &mut self,
        person: PersonId,
        most: u16,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM earlier_password WHERE person = $1 AND hash NOT IN \
                   (SELECT hash FROM earlier_password WHERE person = $1 ORDER BY replaced_at DESC, hash LIMIT $2)";
        self.driver
            .execute(sql, params![person, i64::from(most)])
            .await
            .map(drop)
    }

    async fn rehash_password(
        &mut self,
        person: PersonId,
        before: &str,
        hash: &str,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE person SET password_hash = $1 WHERE id = $2 AND password_hash = $3";
        match self
            .driver
            .execute(sql, params![hash, person, before])
            .await?
        {
            0 => Err(StoreError::Stale("password")),
            _ => Ok(()),
        }
    }

    async fn note_place(
        &mut self,
        person: PersonId,
        account: &[u8; 32],
        place: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.must_have("person", "person", person).await?;
        let sql = "INSERT INTO known_place (account, place, person, last_seen_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account, place) DO UPDATE SET person = excluded.person, \
                   last_seen_at = excluded.last_seen_at";
        self.driver
            .execute(sql, params![account, place, person, at])
            .await?;
        let sql = "DELETE FROM known_place WHERE account = $1 AND place NOT IN \
                   (SELECT place FROM known_place WHERE account = $1 ORDER BY last_seen_at DESC, place LIMIT $2)";
        self.driver
            .execute(sql, params![account, i64::from(PLACES)])
            .await
            .map(drop)
    }

    async fn note_device(
        &mut self,
        person: PersonId,
        device: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.must_have("person", "person", person).await?;
        let sql = "INSERT INTO known_device (person, device, last_seen_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (person, device) DO UPDATE SET last_seen_at = excluded.last_seen_at";
        self.driver
            .execute(sql, params![person, device, at])
            .await?;
        let sql = "DELETE FROM known_device WHERE person = $1 AND device NOT IN \
                   (SELECT device FROM known_device WHERE person = $1 ORDER BY last_seen_at DESC, device LIMIT $2)";
        self.driver
            .execute(sql, params![person, i64::from(PLACES)])
            .await
            .map(drop)
    }
}
