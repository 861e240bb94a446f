//! Letters: what an act tells people by e-mail or by SMS, queued in the act's own transaction and sent off the request
//! path.
//!
//! [`queue`] is what other use cases call. What it keeps is sealed with the tenant's key, since links and codes are in
//! it; a worker for each channel takes letters out again by [`claim`], has them brought by its [`Carrier`] and says what
//! became of them by [`settle`].

mod letter;
mod queue;

pub use letter::{Body, Mail};
pub use queue::{list, retry, test};

use crate::{Identity, IdentityError};
use async_trait::async_trait;
use sallyport_crypto::Sealed;
use sallyport_crypto::envelope::{self, Binding};
use sallyport_kernel::id::{MailId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::mail::{Channel, MailState, QueuedMail};
use sallyport_policy::{ObjectRef, SystemPermit};
use sallyport_store::{StoreError, Transaction};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How mail is sent, and what its links begin with.
#[derive(Debug, Clone)]
pub struct Post {
    /// Whether there is a mail server. Without one nothing is queued, and administrators are shown links instead.
    pub sends: bool,
    /// Told whenever a letter was queued, for whoever sends them on this node: by e-mail, and by SMS.
    pub wake: [Arc<Notify>; 2],
    /// Where people reach the server, such as `https://sallyport.example.com`: never what a request says.
    pub public_url: String,
}

impl Default for Post {
    fn default() -> Self {
        Self {
            sends: false,
            wake: <[Arc<Notify>; 2]>::default(),
            public_url: "http://localhost".to_owned(),
        }
    }
}

/// A letter on its way out.
#[derive(Debug)]
pub struct Letter {
    /// Its id.
    pub id: MailId,
    /// The address that it goes to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// What it says.
    pub body: Body,
    kept: QueuedMail,
}

/// Brings letters of one channel on their way.
#[async_trait]
pub trait Carrier: Send + Sync + 'static {
    /// Which channel.
    fn channel(&self) -> Channel;
    /// Hands a letter to whoever takes it from here.
    async fn carry(&self, tenant: TenantId, letter: &Letter) -> Delivery;
}

/// What became of a try to send a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The mail server, or the gateway, took it.
    Sent,
    /// It did not, and may do so later.
    Later(String),
    /// It refused for good: another try would end the same.
    Never(String),
}

impl Post {
    /// Who is told of letters of a channel.
    fn bell(&self, channel: Channel) -> &Notify {
        let [email, sms] = &self.wake;
        match channel {
            Channel::Email => email,
            Channel::Sms => sms,
        }
    }
}

impl Identity {
    /// Waits until a letter of a channel was queued on this node since the last time.
    pub async fn mail_queued(&self, channel: Channel) {
        self.post.bell(channel).notified().await;
    }

    /// Every tenant, for duties that are done for all of them.
    pub async fn tenants(&self) -> Result<Vec<TenantId>, IdentityError> {
        let tenants = self.store.tenants().await?;
        Ok(tenants.into_iter().map(|tenant| tenant.id).collect())
    }

    /// Whether mail can be sent at all.
    pub fn sends_mail(&self) -> bool {
        self.post.sends
    }

    /// The address of a page that whoever follows it has to sign in to see: there is no secret in it.
    pub(crate) fn page(&self, page: &str) -> Secret<String> {
        Secret::new(format!("{}/{page}", self.post.public_url))
    }

    /// The address of a page, with a secret behind `#token=`: browsers keep what is there to themselves.
    pub fn link(&self, page: &str, secret: &Secret<String>) -> Secret<String> {
        let url = &self.post.public_url;
        Secret::new(format!("{url}/{page}#token={}", secret.expose()))
    }
}

/// Puts a letter into the tenant's queue, in the act's own transaction: it is sent if the act is done, and only then.
/// `false` if there is no mail server, or no gateway for a message: then nothing is kept.
pub async fn queue(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    now: Timestamp,
    mail: Mail,
) -> Result<bool, IdentityError> {
    let can_be_sent = match mail.channel {
        Channel::Email => identity.post.sends,
        Channel::Sms => change.sms_gateway().await?.is_some(),
    };
    if !can_be_sent {
        return Ok(false);
    }
    let kept = sealed(identity, tenant, now, mail).await?;
    change.add_mail(&kept).await?;
    identity.post.bell(kept.channel).notify_one();
    Ok(true)
}

/// Writes what [`queue`] would write, and sends nothing: for an act that must look the same, and take the same time,
/// whether there is somebody to write to or not. It names nobody, and no list shows it.
pub(crate) async fn decoy(
    identity: &Identity,
    change: &mut dyn Transaction,
    tenant: TenantId,
    now: Timestamp,
    mail: Mail,
) -> Result<(), IdentityError> {
    let mut kept = sealed(identity, tenant, now, mail).await?;
    kept.to = String::new();
    kept.state = MailState::Sent;
    change.add_mail(&kept).await?;
    identity.post.bell(kept.channel).notify_one();
    Ok(())
}

async fn sealed(
    identity: &Identity,
    tenant: TenantId,
    now: Timestamp,
    mail: Mail,
) -> Result<QueuedMail, IdentityError> {
    let id = MailId::random(&*identity.random);
    let text = serde_json::to_vec(&mail.body).map_err(unavailable)?;
    let key = identity.store.credential_key(tenant).await?;
    let sealed = envelope::seal(&key, &binding(tenant, id), &text, &*identity.random);
    Ok(QueuedMail {
        id,
        channel: mail.channel,
        to: mail.to,
        kind: mail.kind,
        subject: mail.subject,
        body: Some(sealed.map_err(unavailable)?.as_bytes().to_vec()),
        state: MailState::Waiting,
        attempts: 0,
        next_at: Some(now),
        until: mail.until.unwrap_or_else(|| later(now, GIVEN_UP_AFTER)),
        last_error: None,
        created_at: now,
    })
}

/// When the tenant's next letter of a channel is due, if any waits.
pub async fn next_at(
    identity: &Identity,
    tenant: TenantId,
    channel: Channel,
) -> Result<Option<Timestamp>, IdentityError> {
    let mut read = identity.store.read(tenant).await?;
    Ok(read.next_mail_at(channel).await?)
}

/// Takes the letter of a channel that is due first, if one is. That it is tried is recorded before it leaves; nobody
/// else takes it for the next minutes, and somebody does after that if this process ends in between. A message that has
/// waited for longer than anybody could use it is given up instead: it would cost, and help nobody.
pub async fn claim(
    identity: &Identity,
    tenant: TenantId,
    channel: Channel,
    now: Timestamp,
) -> Result<Option<Letter>, IdentityError> {
    let mut change = identity.store.begin(tenant).await?;
    let claimed = change.claim_mail(channel, now, later(now, IN_HAND)).await?;
    let Some(mut kept) = claimed else {
        return Ok(None);
    };
    let late = kept.channel == Channel::Sms && kept.until <= now;
    let body = if late {
        None
    } else {
        opened(identity, tenant, &kept).await
    };
    if body.is_none() {
        let words = if late {
            "nobody could use it any more"
        } else {
            "the letter does not open with the tenant's key"
        };
        kept.state = MailState::Failed;
        kept.next_at = None;
        kept.last_error = Some(words.to_owned());
        change.put_mail(&kept).await?;
    }
    if let Ok(old) = now.checked_sub(REMEMBERED) {
        change.remove_mail_before(old).await?;
    }
    let permit = SystemPermit::because("mail that an act has queued is sent after it");
    let receipt = permit
        .receipt(tenant, now, "service.send_mail", Some(object(&kept)))
        .with("kind", kept.kind.as_str())
        .with("attempt", kept.attempts);
    change.commit(receipt).await?;
    Ok(body.map(|body| Letter {
        id: kept.id,
        to: kept.to.clone(),
        subject: kept.subject.clone(),
        body,
        kept,
    }))
}

/// Keeps what became of a letter: sent, and its text forgotten; or put off, further each time; or given up.
pub async fn settle(
    identity: &Identity,
    tenant: TenantId,
    letter: Letter,
    delivery: Delivery,
    now: Timestamp,
) -> Result<(), IdentityError> {
    let mut kept = letter.kept;
    let (state, error) = match delivery {
        Delivery::Sent => (MailState::Sent, None),
        Delivery::Never(error) => (MailState::Failed, Some(error)),
        Delivery::Later(error) => {
            let next = later(now, put_off(kept.attempts));
            kept.next_at = Some(next);
            let state = if next < kept.until {
                MailState::Waiting
            } else {
                MailState::Failed
            };
            (state, Some(error))
        }
    };
    kept.state = state;
    kept.last_error = error.map(|error| error.chars().take(300).collect());
    if state != MailState::Waiting {
        kept.next_at = None;
    }
    if state == MailState::Sent {
        kept.body = None;
    }
    let permit = SystemPermit::because("what became of a letter is kept with it");
    let receipt = permit
        .receipt(tenant, now, "service.settle_mail", Some(object(&kept)))
        .with("state", state.as_str());
    let mut change = identity.store.begin(tenant).await?;
    change.put_mail(&kept).await?;
    change.commit(receipt).await?;
    Ok(())
}

/// A letter that nobody managed to send for so long is given up.
const GIVEN_UP_AFTER: Duration = Duration::from_hours(24);
/// How long a letter that is being sent belongs to whoever took it.
const IN_HAND: Duration = Duration::from_mins(5);
/// How long administrators see what was sent and what was given up.
const REMEMBERED: Duration = Duration::from_hours(30 * 24);

/// How long after that many tries the next one comes.
fn put_off(attempts: u32) -> Duration {
    Duration::from_mins(match attempts {
        0 | 1 => 1,
        2 => 5,
        3 => 30,
        4 => 2 * 60,
        _ => 8 * 60,
    })
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(now)
}

fn object(mail: &QueuedMail) -> ObjectRef {
    ObjectRef {
        kind: "mail".to_owned(),
        id: mail.id.to_string(),
        name: None,
    }
}

fn binding(tenant: TenantId, id: MailId) -> Binding {
    Binding::new("sallyport/mail")
        .field(tenant.as_bytes())
        .field(id.as_bytes())
}

async fn opened(identity: &Identity, tenant: TenantId, kept: &QueuedMail) -> Option<Body> {
    let key = identity.store.credential_key(tenant).await.ok()?;
    let sealed = Sealed::from_bytes(kept.body.as_deref()?).ok()?;
    let text = envelope::open(&key, &binding(tenant, kept.id), &sealed).ok()?;
    serde_json::from_slice(text.expose()).ok()
}

fn unavailable(error: impl std::error::Error + Send + Sync + 'static) -> IdentityError {
    StoreError::Unavailable(Box::new(error)).into()
}
