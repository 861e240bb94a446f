//! E-mail addresses, in the one spelling that accounts are found by.

use crate::IdentityError;
use unicode_normalization::UnicodeNormalization as _;

/// The address in the spelling that the store keeps: NFKC, lower case, no white space around it.
pub fn normalize(address: &str) -> Result<String, IdentityError> {
    let address: String = address.trim().nfkc().collect::<String>().to_lowercase();
    let (local, domain) = address
        .rsplit_once('@')
        .ok_or(IdentityError::InvalidEmail)?;
    let plain =
        |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    let whole = plain(local) && plain(domain) && !domain.starts_with('.') && !domain.ends_with('.');
    if whole && local.len() <= 64 && address.len() <= 254 && !local.contains('@') {
        Ok(address)
    } else {
        Err(IdentityError::InvalidEmail)
    }
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn one_address_has_one_spelling() {
        for spelling in ["ada@example.com", " Ada@Example.COM ", "ａｄａ@example.com"] {
            assert_eq!(normalize(spelling).unwrap(), "ada@example.com");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "a da@example.com",
            "ada@.com",
            "a@b@c.com",
        ] {
            assert!(normalize(text).is_err(), "{text}");
        }
    }
}
