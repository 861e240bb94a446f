//! What is sent to a gateway: its templates, with a number and a message filled in.
//!
//! What is filled in is written for the place where it stands, so that nothing in it ends a text or begins another
//! field: within JSON as inside a text, elsewhere percent-encoded. A template that is no longer JSON with everything
//! filled in is refused when it is set, so that a placeholder can't stand anywhere but inside a text.

use super::{Number, Request};
use crate::sign_in_policy::PolicyFault;
use sallyport_kernel::Secret;
use sallyport_model::header;
use sallyport_model::sms::{SmsGateway, SmsMethod, address};
use serde_json::Value;
use std::fmt::Write as _;

const ACCEPT_ENCODING: &str = "accept-encoding";
const CONTENT_TYPE: &str = "content-type";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// The most that each part may take.
const LONGEST_URL: usize = 2_000;
const LONGEST_BODY: usize = 8_000;
const MOST_HEADERS: usize = 20;
const LONGEST_HEADER: usize = 1_000;

/// What a template is tried with: all that ends a text or begins a field somewhere.
const TRIAL: (&str, &str) = ("+4915123456789", "\"'\\ {}[]&=#%+<>\u{0}\r\n\tß\u{1f511}");

/// How what is filled in is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    /// As inside a JSON text.
    Json,
    /// Percent-encoded.
    Percent,
}

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    To,
    Message,
}

/// The pieces of a template; what is wrong with it, if it names what there is not.
fn pieces(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let (mut pieces, mut rest) = (Vec::new(), template);
    while let Some((before, after)) = rest.split_once("{{") {
        pieces.push(Piece::Text(before));
        let (name, after) = after
            .split_once("}}")
            .ok_or("a placeholder has no end: expected `{{to}}` or `{{text}}`")?;
        pieces.push(match name.trim() {
            "to" => Piece::To,
            "text" => Piece::Message,
            _ => return Err("the placeholders are `{{to}}` and `{{text}}`".to_owned()),
        });
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

fn filled(pieces: &[Piece<'_>], (to, text): (&str, &str), escape: Escape) -> String {
    let mut whole = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => whole.push_str(text),
            Piece::To => whole.push_str(&escaped(to, escape)),
            Piece::Message => whole.push_str(&escaped(text, escape)),
        }
    }
    whole
}

fn escaped(text: &str, escape: Escape) -> String {
    match escape {
        Escape::Json => {
            let quoted = Value::from(text).to_string();
            let inside = quoted.strip_prefix('"').and_then(|s| s.strip_suffix('"'));
            inside.unwrap_or_default().to_owned()
        }
        Escape::Percent => {
            let mut encoded = String::with_capacity(text.len());
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                    encoded.push(char::from(byte));
                } else {
                    let _ = write!(encoded, "%{byte:02X}");
                }
            }
            encoded
        }
    }
}

/// How the body is escaped, by what its content type says; JSON where nothing does. `None` for a type that nothing is
/// known of.
fn escape_of(gateway: &SmsGateway) -> Option<Escape> {
    let found = gateway
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case(CONTENT_TYPE));
    let Some(header) = found else {
        return Some(Escape::Json);
    };
    let kind = header.value.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    if kind == JSON || (kind.starts_with("application/") && kind.ends_with("+json")) {
        Some(Escape::Json)
    } else if kind == FORM {
        Some(Escape::Percent)
    } else {
        None
    }
}

/// The request that hands a message to the gateway; `None` if its templates make none.
pub(super) fn request(
    gateway: &SmsGateway,
    to: &Number,
    text: &str,
    bearer: Option<Secret<String>>,
) -> Option<Request> {
    let values = (to.expose().expose().as_str(), text);
    let url = filled(&pieces(&gateway.url).ok()?, values, Escape::Percent);
    let mut headers: Vec<_> = gateway
        .headers
        .iter()
        .map(|header| (header.name.clone(), header.value.clone()))
        .collect();
    let body = if gateway.method == SmsMethod::Get {
        None
    } else {
        let is_said = |(name, _): &(String, String)| name.eq_ignore_ascii_case(CONTENT_TYPE);
        if !headers.iter().any(is_said) {
            headers.push((CONTENT_TYPE.to_owned(), JSON.to_owned()));
        }
        let pieces = pieces(&gateway.body).ok()?;
        Some(Secret::new(filled(&pieces, values, escape_of(gateway)?)))
    };
    Some(Request {
        url: address(&url).ok()?,
        method: gateway.method,
        headers,
        body,
        bearer,
    })
}

/// All that is wrong with the templates of a gateway.
pub(super) fn faults(gateway: &SmsGateway) -> Vec<PolicyFault> {
    let mut faults = Vec::new();
    of_url(gateway, &mut faults);
    of_headers(gateway, &mut faults);
    of_body(gateway, &mut faults);
    faults
}

fn fault(faults: &mut Vec<PolicyFault>, path: impl Into<String>, message: impl Into<String>) {
    faults.push(PolicyFault {
        path: path.into(),
        message: message.into(),
    });
}

fn of_url(gateway: &SmsGateway, faults: &mut Vec<PolicyFault>) {
    if gateway.url.len() > LONGEST_URL {
        fault(faults, "url", format!("at most {LONGEST_URL} characters"));
        return;
    }
    if let Err(error) = gateway.destination() {
        fault(faults, "url", error.reason);
        return;
    }
    match pieces(&gateway.url) {
        Err(message) => fault(faults, "url", message),
        Ok(pieces) if gateway.method == SmsMethod::Get => {
            if let Some(missing) = missing(&pieces) {
                let where_to = "the address of a GET request holds the number and the message";
                fault(faults, "url", format!("{where_to}: `{missing}` is missing"));
            }
        }
        Ok(pieces) if pieces.len() > 1 => {
            let message =
                "only a GET request has placeholders in its address: they go into the body";
            fault(faults, "url", message);
        }
        Ok(_) => {}
    }
}

fn of_headers(gateway: &SmsGateway, faults: &mut Vec<PolicyFault>) {
    if gateway.headers.len() > MOST_HEADERS {
        fault(faults, "headers", format!("at most {MOST_HEADERS} headers"));
        return;
    }
    let mut seen: Vec<String> = Vec::new();
    for (at, header) in gateway.headers.iter().enumerate() {
        let (name, value) = (header.name.to_ascii_lowercase(), header.value.as_str());
        let in_name = format!("headers.{at}.name");
        let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.is_empty() || name.len() > 100 || !name.bytes().all(is_token) {
            fault(
                faults,
                in_name,
                "expected the name of a header, such as X-Sender",
            );
        } else if name == "authorization" {
            fault(
                faults,
                in_name,
                "the secret is sent in this header: enter it as the secret",
            );
        } else if name == ACCEPT_ENCODING || header::is_reserved(&name) {
            fault(faults, in_name, "this header is the connection's own");
        } else if seen.contains(&name) {
            fault(faults, in_name, "this header is there already");
        }
        let in_value = format!("headers.{at}.value");
        let is_shown = |b: u8| (b' '..=b'~').contains(&b);
        if value.len() > LONGEST_HEADER || !value.bytes().all(is_shown) || value.trim() != value {
            fault(faults, in_value, "expected a line of plain characters");
        } else if value.contains("{{") {
            fault(faults, in_value, "a header has no placeholders");
        } else if name == CONTENT_TYPE && escape_of(gateway).is_none() {
            let message =
                format!("expected {JSON} or {FORM}: how the message is written goes by it");
            fault(faults, in_value, message);
        }
        seen.push(name);
    }
}

fn of_body(gateway: &SmsGateway, faults: &mut Vec<PolicyFault>) {
    let body = gateway.body.as_str();
    if gateway.method == SmsMethod::Get {
        if !body.is_empty() {
            fault(faults, "body", "a GET request has no body");
        }
        return;
    }
    if body.len() > LONGEST_BODY {
        fault(faults, "body", format!("at most {LONGEST_BODY} characters"));
        return;
    }
    let pieces = match pieces(body) {
        Ok(pieces) => pieces,
        Err(message) => return fault(faults, "body", message),
    };
    if let Some(missing) = missing(&pieces) {
        fault(faults, "body", format!("`{missing}` is missing"));
        return;
    }
    match escape_of(gateway) {
        Some(Escape::Json) => {
            let tried = filled(&pieces, TRIAL, Escape::Json);
            if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&tried) {
                let hint = "with the placeholders filled in this is no JSON: they stand inside texts, as in \
                            {\"to\": \"{{to}}\"}";
                let line = error.line();
                fault(faults, "body", format!("{hint} (line {line})"));
            }
        }
        Some(Escape::Percent) if !is_form(&filled(&pieces, TRIAL, Escape::Percent)) => {
            let hint = "this is no encoded form, such as to={{to}}&text={{text}}: what is special in it is written as \
                        %20";
            fault(faults, "body", hint);
        }
        // What is wrong with a type that nothing is known of is said of the header.
        Some(Escape::Percent) | None => {}
    }
}

/// The placeholder that is not there.
fn missing(pieces: &[Piece<'_>]) -> Option<&'static str> {
    [(Piece::To, "{{to}}"), (Piece::Message, "{{text}}")]
        .into_iter()
        .find_map(|(piece, name)| (!pieces.contains(&piece)).then_some(name))
}

/// Whether it is pairs with names, and nothing in it but what stands for itself or is percent-encoded.
fn is_form(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"*-._~+%!'()$,/:;@?[]".contains(&b);
    let is_whole = |part: &str| {
        let mut escapes = part.split('%').skip(1);
        part.bytes().all(plain)
            && escapes.all(|after| {
                let digits = after.as_bytes().get(..2);
                digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
            })
    };
    text.split('&').all(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        !name.is_empty() && is_whole(name) && is_whole(value)
    })
}

#[cfg(test)]
mod tests;
