//! The queue of what is sent to people, and the gateway that its SMS go through.

use crate::StoreError;
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::MailId;
use sallyport_model::mail::{Channel, MailState, QueuedMail, Told};
use sallyport_model::sms::SmsGateway;

/// Reading the queue, and the gateway.
#[async_trait]
pub trait MailRead: Send {
    /// A letter, or `None`.
    async fn mail(&mut self, id: MailId) -> Result<Option<QueuedMail>, StoreError>;
    /// The letters to somebody in that state, or in any, the newest first, after `after`, at most `limit`. `Missing`
    /// if `after` is not there.
    async fn mails(
        &mut self,
        state: Option<MailState>,
        after: Option<MailId>,
        limit: u16,
    ) -> Result<Vec<QueuedMail>, StoreError>;
    /// When the letter of a channel that is due first is due, if any waits.
    async fn next_mail_at(&mut self, channel: Channel) -> Result<Option<Timestamp>, StoreError>;
    /// The gateway that SMS go through, if one is set up.
    async fn sms_gateway(&mut self) -> Result<Option<SmsGateway>, StoreError>;
    /// Whether something was told of after a moment. What it is about is a hash: it can be asked of what is not there.
    async fn was_told(
        &mut self,
        what: Told,
        about: &[u8; 32],
        since: Timestamp,
    ) -> Result<bool, StoreError>;
}

/// Changing the queue, and the gateway.
#[async_trait]
pub trait MailWrite: Send {
    /// Puts a letter into the queue. `Taken` if the id is there.
    async fn add_mail(&mut self, mail: &QueuedMail) -> Result<(), StoreError>;
    /// Takes the letter of a channel that is due first at that moment, if one is: it counts the try, and puts the next one off until
    /// `again`, so that nobody else takes it meanwhile.
    async fn claim_mail(
        &mut self,
        channel: Channel,
        at: Timestamp,
        again: Timestamp,
    ) -> Result<Option<QueuedMail>, StoreError>;
    /// Replaces all that is kept of a letter. `Missing` if it is not there.
    async fn put_mail(&mut self, mail: &QueuedMail) -> Result<(), StoreError>;
    /// Forgets the letters that were made before a moment and no longer wait.
    async fn remove_mail_before(&mut self, at: Timestamp) -> Result<(), StoreError>;
    /// Notes that something is told of now, unless it was after `since`: then `false`. Of any number that try at the
    /// same time one tells. What was told of the kind until `since` is forgotten.
    async fn note_told(
        &mut self,
        what: Told,
        about: &[u8; 32],
        since: Timestamp,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
    /// Sets up the gateway that SMS go through, in place of the one before; `None` takes it away.
    async fn put_sms_gateway(&mut self, gateway: Option<&SmsGateway>) -> Result<(), StoreError>;
}
