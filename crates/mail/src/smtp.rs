//! The mail server.

use async_trait::async_trait;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use sallyport_identity::Letter;
use sallyport_identity::mail::{Carrier, Delivery};
use sallyport_kernel::Secret;
use sallyport_kernel::id::TenantId;
use sallyport_model::mail::Channel;
use std::net::IpAddr;
use std::time::Duration;
use thiserror::Error;
use url::Url;

/// How long the mail server may take for one step.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a mail server can't be used as it was given.
#[derive(Debug, Error)]
pub enum SmtpError {
    /// It is not an address of a mail server.
    #[error("expected smtps://user@host:465, or smtp://user@host:587?tls=required")]
    Address,
    /// Letters hold links that let people in: they don't leave the machine in the clear.
    #[error("mail would leave in the clear: use smtps://, or add ?tls=required")]
    Clear,
    /// The sender is not an e-mail address.
    #[error(
        "the sender is not an e-mail address: expected sallyport@example.com, or Name <sallyport@example.com>"
    )]
    Sender,
}

/// A mail server, and in whose name it is spoken to.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// The mail server at `address`, with `from` as the sender. The password is the one given, or the address's own.
    /// Nothing is connected yet.
    pub fn new(
        address: &Url,
        password: Option<&Secret<String>>,
        from: &str,
    ) -> Result<Self, SmtpError> {
        let mut address = address.clone();
        if let Some(password) = password {
            let put = address.set_password(Some(password.expose()));
            put.map_err(|()| SmtpError::Address)?;
        }
        if !is_private(&address)? {
            return Err(SmtpError::Clear);
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(address.as_str());
        let transport = transport.map_err(|_| SmtpError::Address)?;
        Ok(Self {
            transport: transport.timeout(Some(PATIENCE)).build(),
            from: from.parse().map_err(|_| SmtpError::Sender)?,
        })
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let domain = self.from.email.domain();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.parse().ok()?))
            .subject(letter.subject.clone())
            // The same at every try, so that a letter that arrives twice can be known as one.
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(
                letter.body.text.clone(),
                letter.body.document(),
            ))
            .ok()
    }
}

#[async_trait]
impl Carrier for Smtp {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    /// Hands a letter to the mail server.
    async fn carry(&self, _: TenantId, letter: &Letter) -> Delivery {
        let Some(message) = self.message(letter) else {
            return Delivery::Never("the address is not one that mail can be sent to".to_owned());
        };
        match self.transport.send(message).await {
            Ok(_) => Delivery::Sent,
            Err(error) => refusal(&error),
        }
    }
}

/// Whether what is sent there can be read by nobody on the way.
fn is_private(address: &Url) -> Result<bool, SmtpError> {
    // The first is the one that counts, as it is for the transport.
    let mut pairs = address.query_pairs();
    let tls = pairs.find(|(name, _)| name == "tls");
    let required = tls.as_ref().is_some_and(|(_, value)| value == "required");
    let host = address.host_str().ok_or(SmtpError::Address)?;
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || plain.parse().is_ok_and(|host: IpAddr| host.is_loopback());
    match address.scheme() {
        "smtps" => Ok(true),
        "smtp" => Ok(required || (here && tls.is_none())),
        _ => Err(SmtpError::Address),
    }
}

/// What the mail server's words mean for the letter. A refusal for good ends it, unless it is we who are refused: a
/// password can be set right.
fn refusal(error: &lettre::transport::smtp::Error) -> Delivery {
    let words = error.to_string();
    let ours = error
        .status()
        .is_some_and(|status| status.to_string().starts_with("53"));
    if error.is_permanent() && !ours {
        Delivery::Never(words)
    } else {
        Delivery::Later(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(address: &str) -> Result<Smtp, SmtpError> {
        Smtp::new(
            &address.parse().unwrap(),
            None,
            "Sallyport <sallyport@example.com>",
        )
    }

    #[test]
    fn mail_does_not_leave_the_machine_in_the_clear() {
        for clear in [
            "smtp://mail.example.com:25",
            "smtp://mail.example.com?tls=opportunistic",
            "smtp://10.0.0.1:25",
            "smtp://mail.example.com?tls=opportunistic&tls=required",
        ] {
            assert!(matches!(open(clear), Err(SmtpError::Clear)), "{clear}");
        }
        for private in [
            "smtps://user:secret@mail.example.com:465",
            "smtp://user:secret@mail.example.com:587?tls=required",
            "smtp://localhost:2525",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:2525",
        ] {
            assert!(open(private).is_ok(), "{private}");
        }
        assert!(matches!(
            open("https://mail.example.com"),
            Err(SmtpError::Address)
        ));
    }

    #[test]
    fn the_sender_is_an_address() {
        let server = "smtp://localhost:25".parse().unwrap();

        assert!(matches!(
            Smtp::new(&server, None, "nobody"),
            Err(SmtpError::Sender)
        ));
        assert!(Smtp::new(&server, None, "sallyport@example.com").is_ok());
    }
}
