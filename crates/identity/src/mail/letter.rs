//! What a letter says, as text and as HTML from the same words.

use crate::sms::Number;
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::mail::{Channel, MailKind};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Write as _};

/// A letter to be sent.
#[derive(Debug)]
pub struct Mail {
    /// Which way it goes.
    pub channel: Channel,
    /// The address that it goes to; of a telephone's number, what is shown of it.
    pub to: String,
    /// What it is about, for whoever looks after the queue.
    pub kind: MailKind,
    /// The subject, which must hold nothing secret: administrators see it in the queue.
    pub subject: String,
    /// What it says.
    pub body: Body,
    /// From when on it is of no use to anybody any more, if that is sooner than it would be given up.
    pub until: Option<Timestamp>,
}

/// What a letter says. It may hold links and codes, so it does not print itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// For a message: the number of the telephone. It is no address that administrators see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(…)")
    }
}

impl Mail {
    /// A letter without any words yet.
    pub fn new(kind: MailKind, to: impl Into<String>, subject: impl Into<String>) -> Self {
        Self {
            channel: Channel::Email,
            to: to.into(),
            kind,
            subject: subject.into(),
            body: Body {
                text: String::new(),
                html: String::new(),
                number: None,
            },
            until: None,
        }
    }

    /// A message to a telephone, of no use any more after that moment.
    pub fn message(
        kind: MailKind,
        number: &Number,
        subject: impl Into<String>,
        text: String,
        until: Option<Timestamp>,
    ) -> Self {
        Self {
            channel: Channel::Sms,
            until,
            body: Body {
                text,
                html: String::new(),
                number: Some(number.expose().expose().clone()),
            },
            ..Self::new(kind, number.masked(), subject)
        }
    }

    /// A letter that tells the owner of an account what happened to it.
    pub fn notice(to: impl Into<String>, subject: impl Into<String>) -> Self {
        Self::new(MailKind::Notice, to, subject)
    }

    /// Adds a paragraph of plain words. What people typed, such as names, is no markup in it.
    #[must_use]
    pub fn say(mut self, paragraph: &str) -> Self {
        let paragraph = one_line(paragraph);
        self.body.text.push_str(&paragraph);
        self.body.text.push_str("\n\n");
        self.html(&format!("<p>{}</p>", escaped(&paragraph)));
        self
    }

    /// Adds a link that does something. It is written out in the text, so that it can be read before it is followed.
    #[must_use]
    pub fn link(mut self, label: &str, url: &Secret<String>) -> Self {
        let (label, url) = (one_line(label), url.expose());
        let _ = write!(self.body.text, "{label}:\n{url}\n\n");
        let (label, url) = (escaped(&label), escaped(url));
        self.html(&format!(
            "<p><a href=\"{url}\" style=\"display:inline-block;padding:10px 16px;background:#1c5d99;color:#ffffff;\
             border-radius:6px;text-decoration:none\">{label}</a></p>\n\
             <p style=\"color:#5c6670;font-size:13px;word-break:break-all\">{url}</p>"
        ));
        self
    }

    /// Adds a code to be typed.
    #[must_use]
    pub fn code(mut self, code: &Secret<String>) -> Self {
        let code = code.expose();
        let _ = write!(self.body.text, "    {code}\n\n");
        self.html(&format!(
            "<p style=\"font-family:monospace;font-size:22px;letter-spacing:3px\">{}</p>",
            escaped(code)
        ));
        self
    }

    fn html(&mut self, part: &str) {
        self.body.html.push_str(part);
        self.body.html.push('\n');
    }
}

impl Body {
    /// The HTML as a whole document.
    pub fn document(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head>\n\
             <body style=\"font-family:system-ui,sans-serif;font-size:15px;line-height:1.5;color:#1b2733;\
             max-width:560px;margin:24px auto;padding:0 16px\">\n{}</body></html>\n",
            self.html
        )
    }
}

/// Names come from people: a line break in one must not begin a paragraph of its own.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_no_markup() {
        let mail = Mail::notice("ada@example.com", "Hello")
            .say("<script>alert(1)</script> of \"Acme\"\n\nand more");

        assert!(!mail.body.html.contains("<script>"));
        assert!(mail.body.html.contains("&lt;script&gt;"));
        assert_eq!(
            mail.body.text,
            "<script>alert(1)</script> of \"Acme\" and more\n\n"
        );
    }

    #[test]
    fn a_letter_does_not_print_what_it_says() {
        let mail =
            Mail::notice("ada@example.com", "Code").code(&Secret::new("12345678".to_owned()));

        assert!(!format!("{mail:?}").contains("12345678"));
        assert!(mail.body.text.contains("12345678"));
        assert!(mail.body.document().contains("12345678"));
    }
}
