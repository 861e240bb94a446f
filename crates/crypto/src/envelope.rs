//! How a secret is sealed.
//!
//! Every seal makes a key of its own: HKDF-SHA256 of the long-lived key with 32 fresh random bytes
//! as the salt. So a key may seal as often as one likes: AES-GCM's limit on random nonces counts
//! for each derived key, and each is used once.
//!
//! The bytes of a seal, version 1:
//!
//! ```text
//! 0x01 || salt (32) || nonce (12) || AES-256-GCM ciphertext and tag
//! ```
//!
//! What a seal is bound to is its [`Binding`]: a label and fields, each behind its length, so that
//! no two bindings have the same bytes. The version byte is part of what is authenticated.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    hkdf,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sallyport_kernel::{Random, Secret, random::array};
use std::{fmt, str::FromStr};
use zeroize::Zeroize as _;

const VERSION: u8 = 1;
const SALT: usize = 32;
const NONCE: usize = 12;
const TAG: usize = 16;
const TEXT_PREFIX: &str = "sealed1.";

/// Why a key, a seal or a binding was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// The root key's text is not one that [`crate::RootKey::to_text`] writes.
    #[error("the root key is malformed: expected `sallyport-root-key-1.` and 43 characters")]
    MalformedRootKey,
    /// The bytes or the text of a seal cannot be read, before anything was opened.
    #[error("the sealed value is malformed")]
    MalformedSeal,
    /// The seal was made by a later version of the software.
    #[error("the sealed value has a version that this release does not know")]
    UnknownVersion,
    /// The key is another one, the binding differs, or the bytes were changed: which, cannot be
    /// known.
    #[error("the sealed value does not open with this key for this use")]
    Refused,
    /// A tenant's key was asked to seal or open what belongs to another tenant.
    #[error("the key belongs to another tenant")]
    WrongTenant,
    /// The library refused: a value of more than 64 GiB, or a machine without memory.
    #[error("the cryptographic library refused the operation")]
    Failed,
}

/// A sealed value: may be stored and copied, tells nothing but its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Reads the bytes of a seal.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CryptoError> {
        match bytes.first() {
            Some(&VERSION) if bytes.len() >= 1 + SALT + NONCE + TAG => Ok(Self(bytes.to_vec())),
            Some(&VERSION) | None => Err(CryptoError::MalformedSeal),
            Some(_) => Err(CryptoError::UnknownVersion),
        }
    }

    /// The bytes, for a store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{TEXT_PREFIX}{}", URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl FromStr for Sealed {
    type Err = CryptoError;

    fn from_str(text: &str) -> Result<Self, CryptoError> {
        let digits = text
            .strip_prefix(TEXT_PREFIX)
            .ok_or(CryptoError::MalformedSeal)?;
        let bytes = URL_SAFE_NO_PAD
            .decode(digits)
            .map_err(|_| CryptoError::MalformedSeal)?;
        Self::from_bytes(&bytes)
    }
}

/// What a seal is for: it opens under the same binding only.
///
/// The label separates uses of one key from each other; the fields say of what in that use.
#[derive(Debug, Clone)]
pub struct Binding {
    label: &'static str,
    bytes: Vec<u8>,
}

impl Binding {
    /// A binding for that use.
    pub fn new(label: &'static str) -> Self {
        let binding = Self {
            label,
            bytes: vec![VERSION],
        };
        binding.field(label.as_bytes())
    }

    /// Adds a field, behind its length.
    #[must_use]
    pub fn field(mut self, field: &[u8]) -> Self {
        // A length of 64 bits: no field of any length can look like two others.
        self.bytes
            .extend_from_slice(&(field.len() as u64).to_be_bytes());
        self.bytes.extend_from_slice(field);
        self
    }
}

/// Seals `plaintext` under `key`, for that binding.
pub fn seal(
    key: &Secret<[u8; 32]>,
    binding: &Binding,
    plaintext: &[u8],
    random: &dyn Random,
) -> Result<Sealed, CryptoError> {
    let salt = array::<SALT>(random);
    let nonce = array::<NONCE>(random);
    let aead = one_time_key(key, &salt, binding.label)?;
    let mut out = Vec::with_capacity(1 + SALT + NONCE + plaintext.len() + TAG);
    out.push(VERSION);
    out.extend_from_slice(&salt);
    out.extend_from_slice(&nonce);
    // The plaintext is encrypted where it lies in `out`, whose capacity is not exceeded: no copy
    // of it is left behind.
    let start = out.len();
    out.extend_from_slice(plaintext);
    let body = out.get_mut(start..).ok_or(CryptoError::Failed)?;
    let nonce = Nonce::assume_unique_for_key(nonce);
    if let Ok(tag) = aead.seal_in_place_separate_tag(nonce, Aad::from(&binding.bytes), body) {
        out.extend_from_slice(tag.as_ref());
        Ok(Sealed(out))
    } else {
        out.zeroize();
        Err(CryptoError::Failed)
    }
}

/// Opens what [`seal`] sealed under the same key, for the same binding.
pub fn open(
    key: &Secret<[u8; 32]>,
    binding: &Binding,
    sealed: &Sealed,
) -> Result<Secret<Vec<u8>>, CryptoError> {
    let rest = sealed.0.get(1..).ok_or(CryptoError::MalformedSeal)?;
    let (salt, rest) = rest
        .split_first_chunk::<SALT>()
        .ok_or(CryptoError::MalformedSeal)?;
    let (nonce, body) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(CryptoError::MalformedSeal)?;
    let aead = one_time_key(key, salt, binding.label)?;
    let mut buffer = body.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let opened = aead
        .open_in_place(nonce, Aad::from(&binding.bytes), &mut buffer)
        .map(|p| p.len());
    if let Ok(length) = opened {
        // What is cut off is the tag.
        buffer.truncate(length);
        Ok(Secret::new(buffer))
    } else {
        buffer.zeroize();
        Err(CryptoError::Refused)
    }
}

fn one_time_key(
    key: &Secret<[u8; 32]>,
    salt: &[u8; SALT],
    label: &str,
) -> Result<LessSafeKey, CryptoError> {
    let derived = derive(key, salt, label)?;
    UnboundKey::new(&AES_256_GCM, derived.expose())
        .map(LessSafeKey::new)
        .map_err(|_| CryptoError::Failed)
}

/// HKDF-SHA256: a key for `label`, from which `key` cannot be found again.
pub(crate) fn derive(
    key: &Secret<[u8; 32]>,
    salt: &[u8],
    label: &str,
) -> Result<Secret<[u8; 32]>, CryptoError> {
    let mut out = [0; 32];
    let info = [label.as_bytes()];
    let filled = hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(key.expose())
        .expand(&info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut out));
    let secret = Secret::new(out);
    out.zeroize();
    filled.map(|()| secret).map_err(|_| CryptoError::Failed)
}

#[cfg(test)]
mod tests;
