//! By what an account is counted: one key for all spellings of its address.

use super::hash;
use sallyport_kernel::id::TenantId;
use sallyport_limits::Key;
use unicode_normalization::UnicodeNormalization as _;
use url::Host;

/// The key of an account, or of an address that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountKey([u8; 32]);

impl AccountKey {
    /// The key of an address as somebody typed it.
    pub fn of(tenant: TenantId, address: &str) -> Self {
        Self(hash(&[tenant.as_bytes(), one_spelling(address).as_bytes()]))
    }

    /// The key of the account at one place.
    pub(super) fn with(self, place: &[u8; 32]) -> Self {
        Self(hash(&[&self.0, place]))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn key(&self, kind: &'static str) -> Key {
        let (id, _) = self.0.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
        Key::new(kind, *id)
    }
}

/// All the spellings that some mail server delivers to one mailbox, as one: whatever is invisible, letters of other
/// widths and cases, dots in the name and what stands behind a plus, a domain in either of its alphabets. Two accounts
/// that differ in these alone are counted as one, which costs them nothing but each other's mistakes.
fn one_spelling(address: &str) -> String {
    let address: String = address
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .collect::<String>()
        .to_lowercase();
    let Some((name, domain)) = address.rsplit_once('@') else {
        return address;
    };
    let (name, _) = name.split_once('+').unwrap_or((name, ""));
    let name: String = name.chars().filter(|c| *c != '.').collect();
    let domain = domain.trim_end_matches('.');
    let domain = Host::parse(domain).map_or_else(|_| domain.to_owned(), |host| host.to_string());
    format!("{name}@{domain}")
}

/// White space, controls and what is shown as nothing.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_of_an_address_are_counted_as_one() {
        let tenant = TenantId::from_bytes([7; 16]);
        let one = AccountKey::of(tenant, "ada.lovelace@bücher.example");
        for spelling in [
            "Ada.Lovelace@BÜCHER.example",
            " adalovelace@bücher.example. ",
            "a.d.a.l.o.v.e.l.a.c.e@bücher.example",
            "ada.lovelace+news@bücher.example",
            "ａｄａ．ｌｏｖｅｌａｃｅ@bücher.example",
            "ada\u{200b}.love\u{ad}lace@bücher.example",
            "ada.lovelace@xn--bcher-kva.example",
            "ada.lovelace@bu\u{308}cher.example",
        ] {
            assert_eq!(AccountKey::of(tenant, spelling), one, "{spelling}");
        }
    }

    #[test]
    fn other_addresses_and_other_tenants_are_counted_apart() {
        let tenant = TenantId::from_bytes([7; 16]);
        let one = AccountKey::of(tenant, "ada@example.com");
        for other in ["adá@example.com", "ada@example.org", "ada", "@example.com"] {
            assert_ne!(AccountKey::of(tenant, other), one, "{other}");
        }
        let elsewhere = TenantId::from_bytes([8; 16]);
        assert_ne!(AccountKey::of(elsewhere, "ada@example.com"), one);
    }
}
