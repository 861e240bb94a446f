//! The queue, for administrators: what waits, what went wrong, and whether mail arrives at all.

use super::{GIVEN_UP_AFTER, later, queue};
use crate::account::own;
use crate::{Identity, IdentityError, letters};
use sallyport_kernel::id::MailId;
use sallyport_kernel::{Cursor, Limit, Slice};
use sallyport_model::mail::{MailState, QueuedMail};
use sallyport_policy::Permit;
use sallyport_policy::action::mail;
use sallyport_store::StoreError;

/// The letters in that state, or in any, the newest first; never what they say.
pub async fn list(
    identity: &Identity,
    permit: Permit<mail::List>,
    state: Option<MailState>,
    after: Option<MailId>,
    limit: Limit,
) -> Result<Slice<QueuedMail>, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    let mut items = read.mails(state, after, limit.get() + 1).await?;
    let more = items.len() > usize::from(limit.get());
    items.truncate(usize::from(limit.get()));
    let last = items.last().filter(|_| more);
    let next = last.map(|mail| Cursor(mail.id.to_string()));
    Ok(Slice { items, next })
}

/// Has a letter tried again at once, for another day. What was sent is not sent again: nothing of it is kept.
pub async fn retry(
    identity: &Identity,
    permit: Permit<mail::Retry>,
    id: MailId,
) -> Result<(), IdentityError> {
    let now = permit.actor().at();
    let mut change = identity.store.begin(permit.tenant()).await?;
    let letter = change.mail(id).await?;
    // What names nobody was never to be sent.
    let letter = letter.filter(|letter| !letter.to.is_empty());
    let mut letter = letter.ok_or(StoreError::Missing("mail"))?;
    if letter.state == MailState::Sent {
        return Err(IdentityError::MailSent);
    }
    letter.state = MailState::Waiting;
    letter.next_at = Some(now);
    letter.until = later(now, GIVEN_UP_AFTER);
    change.put_mail(&letter).await?;
    let receipt = permit.receipt().made(super::object(&letter));
    change.commit(receipt).await?;
    identity.post.bell(letter.channel).notify_one();
    Ok(())
}

/// Sends a letter to whoever asks for it.
pub async fn test(identity: &Identity, permit: Permit<mail::Test>) -> Result<(), IdentityError> {
    if !identity.sends_mail() {
        return Err(IdentityError::NoMail);
    }
    let (tenant, now, id) = (permit.tenant(), permit.actor().at(), own(&permit)?);
    let name = identity.tenant_name(tenant).await?;
    let mut change = identity.store.begin(tenant).await?;
    let person = change.person(id).await?;
    let person = person.ok_or(StoreError::Missing("person"))?;
    queue(
        identity,
        &mut *change,
        tenant,
        now,
        letters::test(&person.email, &name),
    )
    .await?;
    change.commit(permit.receipt()).await?;
    Ok(())
}
