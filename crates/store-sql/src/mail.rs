//! The queue of what is sent to people, and the gateway of its SMS, in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::MailId;
use sallyport_model::mail::{Channel, MailKind, MailState, QueuedMail, Told};
use sallyport_model::sms::{SmsGateway, SmsMethod};
use sallyport_model::source::SealedCredential;
use sallyport_store::{MailRead, MailWrite, StoreError};

const COLUMNS: &str = "id, channel, recipient, kind, subject, body, state, attempts, next_at, until_at, last_error, \
                       created_at";

/// The id of the one row that holds the gateway.
const THE_GATEWAY: &str = "gateway";

fn mail(mut f: Fields) -> Result<QueuedMail, StoreError> {
    Ok(QueuedMail {
        id: f.parsed("id")?,
        channel: f.word("channel", Channel::parse)?,
        to: f.text("recipient")?,
        kind: f.word("kind", MailKind::parse)?,
        subject: f.text("subject")?,
        body: f.optional_bytes("body")?,
        state: f.word("state", MailState::parse)?,
        attempts: f.number("attempts")?,
        next_at: f.optional_at("next_at")?,
        until: f.at("until_at")?,
        last_error: f.optional_text("last_error")?,
        created_at: f.at("created_at")?,
    })
}

fn gateway(mut f: Fields) -> Result<SmsGateway, StoreError> {
    // There is one row at most, and its name says nothing.
    f.text("id")?;
    Ok(SmsGateway {
        url: f.text("url")?,
        method: f.word("method", SmsMethod::parse)?,
        headers: f.json("headers")?,
        body: f.text("body")?,
        secret: f.optional_bytes("secret")?.map(SealedCredential),
    })
}

#[async_trait]
impl<D: Driver> MailRead for View<D> {
    async fn mail(&mut self, id: MailId) -> Result<Option<QueuedMail>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM mail WHERE id = $1");
        self.row("mail", &sql, params![id])
            .await?
            .map(mail)
            .transpose()
    }

    async fn mails(
        &mut self,
        state: Option<MailState>,
        after: Option<MailId>,
        limit: u16,
    ) -> Result<Vec<QueuedMail>, StoreError> {
        let after = match after {
            None => None,
            Some(id) => Some(self.mail(id).await?.ok_or(StoreError::Missing("mail"))?),
        };
        // Whatever is older than the end of time is everything.
        let (before, id) = after.map_or((i64::MAX, String::new()), |mail| {
            (mail.created_at.as_microsecond(), mail.id.to_string())
        });
        let state = state.map_or("", MailState::as_str);
        let sql = format!(
            "SELECT {COLUMNS} FROM mail WHERE recipient <> '' AND ($1 = '' OR state = $1) AND (created_at, id) < ($2, $3) \
             ORDER BY created_at DESC, id DESC LIMIT $4"
        );
        let params = params![state, before, id, i64::from(limit)];
        self.rows("mail", &sql, params).await?.map(mail).collect()
    }

    async fn next_mail_at(&mut self, channel: Channel) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT next_at FROM mail WHERE state = 'waiting' AND channel = $1 ORDER BY next_at LIMIT 1";
        match self.row("mail", sql, params![channel.as_str()]).await? {
            Some(mut f) => f.optional_at("next_at"),
            None => Ok(None),
        }
    }

    async fn was_told(
        &mut self,
        what: Told,
        about: &[u8; 32],
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM told WHERE kind = $1 AND about = $2 AND told_at > $3";
        self.any(sql, params![what.as_str(), about, since]).await
    }

    async fn sms_gateway(&mut self) -> Result<Option<SmsGateway>, StoreError> {
        let sql = "SELECT id, url, method, headers, body, secret FROM sms_gateway";
        self.row("sms_gateway", sql, &[])
            .await?
            .map(gateway)
            .transpose()
    }
}

#[async_trait]
impl<D: Changer> MailWrite for View<D> {
    async fn add_mail(&mut self, mail: &QueuedMail) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO mail ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             ON CONFLICT DO NOTHING"
        );
        let params = params![
            mail.id,
            mail.channel.as_str(),
            &mail.to,
            mail.kind.as_str(),
            &mail.subject,
            mail.body.as_ref(),
            mail.state.as_str(),
            mail.attempts,
            mail.next_at,
            mail.until,
            mail.last_error.as_deref(),
            mail.created_at,
        ];
        self.insert("mail", &sql, params).await
    }

    async fn claim_mail(
        &mut self,
        channel: Channel,
        at: Timestamp,
        again: Timestamp,
    ) -> Result<Option<QueuedMail>, StoreError> {
        let sql = format!(
            "UPDATE mail SET attempts = attempts + 1, next_at = $1 WHERE id = \
             (SELECT id FROM mail WHERE state = 'waiting' AND channel = $2 AND next_at <= $3 ORDER BY next_at, id LIMIT 1) \
             RETURNING {COLUMNS}"
        );
        self.row("mail", &sql, params![again, channel.as_str(), at])
            .await?
            .map(mail)
            .transpose()
    }

    async fn put_mail(&mut self, mail: &QueuedMail) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET recipient = $1, kind = $2, subject = $3, body = $4, state = $5, attempts = $6, \
                   next_at = $7, until_at = $8, last_error = $9, created_at = $10 WHERE id = $11";
        let params = params![
            &mail.to,
            mail.kind.as_str(),
            &mail.subject,
            mail.body.as_ref(),
            mail.state.as_str(),
            mail.attempts,
            mail.next_at,
            mail.until,
            mail.last_error.as_deref(),
            mail.created_at,
            mail.id,
        ];
        self.change("mail", sql, params).await
    }

    async fn remove_mail_before(&mut self, at: Timestamp) -> Result<(), StoreError> {
        let sql = "DELETE FROM mail WHERE state <> 'waiting' AND created_at < $1";
        self.driver.execute(sql, params![at]).await.map(drop)
    }

    async fn note_told(
        &mut self,
        what: Told,
        about: &[u8; 32],
        since: Timestamp,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM told WHERE kind = $1 AND told_at <= $2";
        self.driver
            .execute(sql, params![what.as_str(), since])
            .await?;
        let sql =
            "INSERT INTO told (kind, about, told_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let params = params![what.as_str(), about, at];
        Ok(self.driver.execute(sql, params).await? > 0)
    }

    async fn put_sms_gateway(&mut self, gateway: Option<&SmsGateway>) -> Result<(), StoreError> {
        self.driver.execute("DELETE FROM sms_gateway", &[]).await?;
        let Some(gateway) = gateway else {
            return Ok(());
        };
        let headers = serde_json::to_string(&gateway.headers).map_err(|_| StoreError::Corrupt {
            table: "sms_gateway",
            column: "headers",
            row: THE_GATEWAY.to_owned(),
        })?;
        let sql = "INSERT INTO sms_gateway (id, url, method, headers, body, secret) VALUES ($1, $2, $3, $4, $5, $6)";
        let params = params![
            THE_GATEWAY,
            &gateway.url,
            gateway.method.as_str(),
            headers,
            &gateway.body,
            gateway.secret.as_ref().map(|secret| &secret.0),
        ];
        self.driver.execute(sql, params).await.map(drop)
    }
}
