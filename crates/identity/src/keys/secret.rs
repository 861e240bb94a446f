//! The secrets of API keys: what a program holds, and what the store keeps of it.

use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, Secret, random};
use sha2::{Digest as _, Sha256};

/// What every key begins with, so that it is known for one wherever it turns up.
pub const PREFIX: &str = "sallyport_";

/// What a program holds: the tenant, and 256 random bits that nobody else knows.
///
/// As text: [`PREFIX`], 96 hexadecimal digits (16 bytes of the tenant, 32 of the secret), an underscore, and the CRC-32
/// of all before it in 8 digits. Whoever looks for leaked keys finds them by `sallyport_[0-9a-f]{96}_[0-9a-f]{8}`, and by
/// the checksum knows a key from something that merely looks like one.
#[derive(Debug, Clone)]
pub struct KeySecret {
    tenant: TenantId,
    secret: Secret<[u8; 32]>,
}

impl KeySecret {
    /// A new secret.
    pub fn random(tenant: TenantId, random: &dyn Random) -> Self {
        Self {
            tenant,
            secret: Secret::new(random::array(random)),
        }
    }

    /// Reads a key's text; `None` if it was not made by [`KeySecret::to_text`].
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, checksum) = text.rsplit_once('_')?;
        let digits = whole.strip_prefix(PREFIX)?;
        let plain = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        };
        if digits.len() != 96 || checksum.len() != 8 || !plain(digits) || !plain(checksum) {
            return None;
        }
        if u32::from_str_radix(checksum, 16) != Ok(crc32(whole.as_bytes())) {
            return None;
        }
        let bytes = hex::decode(digits).ok()?;
        let (tenant, secret) = bytes.split_first_chunk::<16>()?;
        Some(Self {
            tenant: TenantId::from_bytes(*tenant),
            secret: Secret::new(secret.try_into().ok()?),
        })
    }

    /// The key's text, to be shown once.
    pub fn to_text(&self) -> Secret<String> {
        let (tenant, secret) = (self.tenant.as_bytes(), self.secret.expose());
        let digits = Secret::new(hex::encode(secret));
        let whole = format!("{PREFIX}{}{}", hex::encode(tenant), digits.expose());
        let whole = Secret::new(whole);
        let checksum = crc32(whole.expose().as_bytes());
        Secret::new(format!("{}_{checksum:08x}", whole.expose()))
    }

    /// The tenant that the key is in.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// What the store keeps.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret.expose()).into()
    }
}

/// The CRC-32 of zip files and Ethernet.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = (crc & 1).wrapping_neg();
            crc = (crc >> 1) ^ (0xedb8_8320 & carry);
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;
    use sallyport_testkit::SeededRandom;

    fn secret() -> KeySecret {
        KeySecret::random(TenantId::from_bytes([7; 16]), &SeededRandom::new(1))
    }

    #[test]
    fn the_checksum_is_the_one_that_everybody_computes() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_key_reads_what_it_writes() {
        let text = secret().to_text();

        let read = KeySecret::parse(text.expose()).unwrap();

        assert_eq!(read.hash(), secret().hash());
        assert_eq!(read.tenant(), TenantId::from_bytes([7; 16]));
        assert_eq!(text.expose().len(), PREFIX.len() + 96 + 1 + 8);
    }

    #[test]
    fn a_key_with_a_digit_changed_is_none() {
        let text = secret().to_text().expose().clone();
        for at in PREFIX.len()..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();

            assert!(KeySecret::parse(&changed).is_none(), "{at}");
        }
        assert!(KeySecret::parse(&text.to_uppercase()).is_none());
        for odd in ["", "_", "sallyport_", "sallyport__", "é_é"] {
            assert!(KeySecret::parse(odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn a_key_does_not_print_itself() {
        let key = secret();
        let text = key.to_text();

        let shown = format!("{key:?} {text:?}");

        assert!(!shown.contains(&text.expose()[42..80]));
    }
}
