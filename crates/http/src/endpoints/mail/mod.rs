//! The queue of what is sent to people, for administrators.

mod list;
mod retry;
mod test;

use super::list_of;
use crate::api::{Api, Find, Locate};
use crate::problem::Problem;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::MailId;
use sallyport_model::mail::{Channel, MailKind, MailState, QueuedMail};
use sallyport_policy::resource;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use list::ListMail;
pub use retry::RetryMail;
pub use test::{SendTestMail, SendTestMailBody};

pub(super) fn operations(api: Api) -> Api {
    api.op(ListMail, list::list)
        .op(RetryMail, retry::retry)
        .op(SendTestMail, test::test)
}

/// An e-mail or a message in the queue; never what it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailView {
    /// Its id.
    pub id: MailId,
    /// Which way it goes.
    pub channel: Channel,
    /// The address that it goes to; of a telephone's number, its country and its end.
    pub to: String,
    /// What it is about.
    pub kind: MailKind,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_at: Option<Timestamp>,
    /// What the mail server said the last time, or what went wrong with the gateway.
    pub last_error: Option<String>,
    /// When it was put into the queue.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

list_of! {
    /// E-mails.
    MailList of MailView
}

/// The e-mail in a path.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
pub struct MailPath {
    /// The e-mail.
    pub mail: MailId,
}

/// Who looks after the queue looks after the tenant's: the act finds which letter.
impl Locate<resource::Tenant> for MailPath {
    async fn locate(&self, find: Find<'_>) -> Result<resource::Tenant, Problem> {
        Ok(resource::Tenant { id: find.tenant })
    }
}

/// Which e-mails, and which slice of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MailQuery {
    /// What became of them.
    pub state: Option<MailState>,
    /// How many at the most: 1 to 200, 50 as a rule.
    pub limit: Option<u16>,
    /// The `next` of the slice before.
    pub cursor: Option<String>,
}

impl MailQuery {
    fn after(&self) -> Result<Option<MailId>, Problem> {
        let read = self.cursor.as_deref().map(str::parse).transpose();
        read.map_err(|_| Problem::invalid_field("cursor", "expected the `next` of a slice before"))
    }
}

fn shown(mail: QueuedMail) -> MailView {
    MailView {
        id: mail.id,
        channel: mail.channel,
        to: mail.to,
        kind: mail.kind,
        subject: mail.subject,
        state: mail.state,
        attempts: mail.attempts,
        next_at: mail.next_at,
        last_error: mail.last_error,
        created_at: mail.created_at,
    }
}
