//! The gateway that sends messages to telephones, as a tenant has set it up.

use crate::source::{HeaderSetting, InvalidDestination, SealedCredential};
use url::Url;

sallyport_kernel::words! {
    /// How a gateway is asked.
    pub enum SmsMethod {
        /// With a body.
        Post = "POST",
        /// With a body, too.
        Put = "PUT",
        /// With everything in the address.
        Get = "GET",
    }
}

/// Where messages are handed over, and how. The number and the text stand in the templates as `{{to}}` and `{{text}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsGateway {
    /// Where. For a GET request it holds both placeholders, in its path or its query.
    pub url: String,
    /// How.
    pub method: SmsMethod,
    /// Sent with every message. Not for secrets: there is one, and it is sealed.
    pub headers: Vec<HeaderSetting>,
    /// The body with its placeholders; empty for a GET request.
    pub body: String,
    /// What is shown as a bearer token, sealed to the tenant and the destination.
    pub secret: Option<SealedCredential>,
}

impl SmsGateway {
    /// The destination in its one canonical spelling, which the secret is sealed to: `https://sms.example.com:443`.
    pub fn destination(&self) -> Result<String, InvalidDestination> {
        let url = address(&self.url)?;
        let host = url.host().ok_or(InvalidDestination {
            reason: "it has no host",
        })?;
        let port = url.port_or_known_default().unwrap_or_default();
        Ok(format!("{}://{host}:{port}", url.scheme()))
    }
}

/// An address of a gateway: http or https, without credentials and fragment, and with nothing to be filled in before
/// its path.
pub fn address(text: &str) -> Result<Url, InvalidDestination> {
    let invalid = |reason| InvalidDestination { reason };
    let url = Url::parse(text).map_err(|_| invalid("it is not a URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("only http and https are possible"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("a user or password does not belong in a URL"));
    }
    if url.fragment().is_some() {
        return Err(invalid("what is behind `#` is never sent"));
    }
    // Braces are allowed in a host, and the secret would go wherever the number leads.
    if url.host_str().is_some_and(|host| host.contains(['{', '}'])) {
        return Err(invalid("nothing is filled into its host"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> SmsGateway {
        SmsGateway {
            url: url.to_owned(),
            method: SmsMethod::Get,
            headers: vec![],
            body: String::new(),
            secret: None,
        }
    }

    #[test]
    fn a_destination_is_the_host_in_one_spelling_whatever_is_asked_there() {
        let one = at("https://sms.example.com/send?to={{to}}").destination();

        assert_eq!(one, Ok("https://sms.example.com:443".to_owned()));
        assert_eq!(one, at("https://SMS.example.com:443/other").destination());
        assert_ne!(one, at("http://sms.example.com:443/send").destination());
        assert_ne!(one, at("https://sms.example.com:8443/send").destination());
    }

    #[test]
    fn nothing_is_filled_into_a_host() {
        for url in [
            "https://{{to}}.example.com/",
            "https://sms.example.com:{{to}}/",
            "https://{{to}}@sms.example.com/",
            "https://me:secret@sms.example.com/",
            "https://sms.example.com/#{{text}}",
            "ftp://sms.example.com/",
            "sms.example.com",
        ] {
            assert!(at(url).destination().is_err(), "{url}");
        }
    }
}
