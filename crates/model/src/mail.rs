//! What waits to be sent to people, by e-mail and by SMS, and what became of it.

use sallyport_kernel::Timestamp;
use sallyport_kernel::id::MailId;

sallyport_kernel::words! {
    /// What a letter is about, for whoever looks after the queue.
    pub enum MailKind {
        /// An account is offered.
        Invitation = "invitation",
        /// Somebody makes an account, or tries to.
        Registration = "registration",
        /// An address is to be proved, or changed.
        Address = "address",
        /// Another password can be chosen.
        PasswordReset = "password_reset",
        /// A code for a sign-in.
        Code = "code",
        /// Something happened to an account, and its owner is told.
        Notice = "notice",
        /// An administrator tries out whether mail arrives.
        Test = "test",
    }
}

sallyport_kernel::words! {
    /// Which way a letter goes.
    pub enum Channel {
        /// By e-mail, through the mail server.
        Email = "email",
        /// By SMS, through the tenant's gateway.
        Sms = "sms",
    }
}

sallyport_kernel::words! {
    /// What became of a letter so far.
    pub enum MailState {
        /// It waits for its first or its next try.
        Waiting = "waiting",
        /// The mail server, or the gateway, took it.
        Sent = "sent",
        /// It was given up.
        Failed = "failed",
    }
}

/// A letter in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedMail {
    /// Its id.
    pub id: MailId,
    /// Which way it goes.
    pub channel: Channel,
    /// The address that it goes to; of a telephone's number, what is shown of it: the number is sealed with the body.
    pub to: String,
    /// What it is about.
    pub kind: MailKind,
    /// The subject: it holds nothing secret, and is shown to administrators.
    pub subject: String,
    /// What it says, sealed: links and codes are in it. `None` once it was sent.
    pub body: Option<Vec<u8>>,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits.
    pub next_at: Option<Timestamp>,
    /// When it is given up, if no try went well until then.
    pub until: Timestamp,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// When it was put into the queue.
    pub created_at: Timestamp,
}

sallyport_kernel::words! {
    /// What is told once, whatever goes on happening: of each account, key or password, for some time.
    pub enum Told {
        /// Many wrong passwords were tried.
        WrongPasswords = "wrong_passwords",
        /// Somebody who knows the password could not show a second factor.
        KnownPassword = "known_password",
        /// A password ends within a week.
        PasswordEnds = "password_ends",
        /// A password ends within a day.
        PasswordEndsSoon = "password_ends_soon",
        /// An API key ends within a week.
        KeyEnds = "key_ends",
    }
}
