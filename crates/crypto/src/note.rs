//! Signed notes (C2SP signed-note) with Ed25519 keys.
//!
//! ```text
//! text, of one or more lines
//!
//! — <key name> <base64 of key id (4 bytes) and signature (64 bytes)>
//! ```
//!
//! A verifier's key is written `<name>+<key id in hex>+<base64 of 0x01 and the public key>`, as Go's
//! `sumdb/note` writes it, so that other tools can verify our notes with it.

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sallyport_kernel::Secret;
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

const ED25519_TYPE: u8 = 1;
const MAX_BYTES: usize = 64 * 1024;
const MAX_SIGNATURES: usize = 64;

/// Why a note or a key was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A key's name is empty, or has a space, a control character or a plus sign in it.
    #[error("a key's name must not be empty and must have no spaces, control characters or `+`")]
    InvalidName,
    /// The text of a verifier's key cannot be read.
    #[error("malformed public key: expected `<name>+<8 hexadecimal digits>+<base64>`")]
    MalformedKey,
    /// The id in a verifier's key is not that of its name and its bytes.
    #[error("the public key's id does not fit its name and bytes: it was mistyped or changed")]
    WrongKeyId,
    /// The note is not a text, an empty line, and lines of signatures.
    #[error("malformed signed note")]
    MalformedNote,
    /// Nothing in the note is signed by that key.
    #[error("the note has no signature by the key `{0}`")]
    NotSigned(String),
    /// A signature says that it is by that key, and is not, or the text was changed.
    #[error("the signature by the key `{0}` is wrong")]
    WrongSignature(String),
    /// The library refused to make a key of the seed.
    #[error("the cryptographic library refused the signing key")]
    Failed,
}

/// The private half of a key: signs notes.
#[derive(Debug)]
pub struct Signer {
    verifier: Verifier,
    key: Ed25519KeyPair,
}

impl Signer {
    /// The key of that name and seed.
    pub fn from_seed(name: &str, seed: &Secret<[u8; 32]>) -> Result<Self, NoteError> {
        let key = Ed25519KeyPair::from_seed_unchecked(seed.expose());
        let key = key.map_err(|_| NoteError::Failed)?;
        let public = key
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| NoteError::Failed)?;
        Ok(Self {
            verifier: Verifier::new(name, public)?,
            key,
        })
    }

    /// The public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs `text`, which must end with a line end and have no control characters.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        if !is_text(text) {
            return Err(NoteError::MalformedNote);
        }
        let mut signature = self.verifier.id().to_vec();
        signature.extend_from_slice(self.key.sign(text.as_bytes()).as_ref());
        Ok(format!(
            "{text}\n— {} {}\n",
            self.verifier.name,
            STANDARD.encode(signature)
        ))
    }
}

/// The public half of a key: verifies notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: [u8; 32],
}

impl Verifier {
    /// The verifier of that name and Ed25519 public key.
    pub fn new(name: &str, key: [u8; 32]) -> Result<Self, NoteError> {
        let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || name.contains(bad) {
            return Err(NoteError::InvalidName);
        }
        Ok(Self {
            name: name.to_owned(),
            key,
        })
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The short id that stands before a signature: four bytes of a hash of name and key.
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519_TYPE])
            .chain_update(self.key)
            .finalize();
        let [a, b, c, d, ..] = <[u8; 32]>::from(hash);
        [a, b, c, d]
    }

    /// Verifies that the note is signed with this key; returns the text that was signed.
    ///
    /// Signatures by other keys are passed over, as the specification asks.
    pub fn open<'note>(&self, note: &'note str) -> Result<&'note str, NoteError> {
        let (text, signatures) = divide(note)?;
        let mut found = false;
        for line in signatures {
            let (name, bytes) = signature(line)?;
            let Some((id, signature)) = bytes.split_first_chunk() else {
                return Err(NoteError::MalformedNote);
            };
            if name != self.name || *id != self.id() {
                continue;
            }
            UnparsedPublicKey::new(&ED25519, &self.key)
                .verify(text.as_bytes(), signature)
                .map_err(|_| NoteError::WrongSignature(self.name.clone()))?;
            found = true;
        }
        if found {
            Ok(text)
        } else {
            Err(NoteError::NotSigned(self.name.clone()))
        }
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = vec![ED25519_TYPE];
        typed.extend_from_slice(&self.key);
        let id = u32::from_be_bytes(self.id());
        write!(f, "{}+{id:08x}+{}", self.name, STANDARD.encode(typed))
    }
}

impl FromStr for Verifier {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::MalformedKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteError::MalformedKey)?;
        let Some((&ED25519_TYPE, key)) = bytes.split_first() else {
            return Err(NoteError::MalformedKey);
        };
        let verifier = Self::new(name, key.try_into().map_err(|_| NoteError::MalformedKey)?)?;
        let is_id = id.len() == 8 && id.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_id {
            return Err(NoteError::MalformedKey);
        }
        if id != format!("{:08x}", u32::from_be_bytes(verifier.id())) {
            return Err(NoteError::WrongKeyId);
        }
        Ok(verifier)
    }
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && !text.chars().any(|c| c < ' ' && c != '\n')
}

/// The text with its last line end, and the lines of signatures.
fn divide(note: &str) -> Result<(&str, Vec<&str>), NoteError> {
    if note.len() > MAX_BYTES || !is_text(note) {
        return Err(NoteError::MalformedNote);
    }
    let middle = note.rfind("\n\n").ok_or(NoteError::MalformedNote)?;
    let (text, rest) = note
        .split_at_checked(middle + 1)
        .ok_or(NoteError::MalformedNote)?;
    let signatures = rest
        .strip_prefix('\n')
        .and_then(|rest| rest.strip_suffix('\n'));
    let signatures: Vec<_> = signatures
        .ok_or(NoteError::MalformedNote)?
        .split('\n')
        .collect();
    if signatures.len() > MAX_SIGNATURES {
        return Err(NoteError::MalformedNote);
    }
    Ok((text, signatures))
}

/// The name and the bytes of a line of signature.
fn signature(line: &str) -> Result<(&str, Vec<u8>), NoteError> {
    let parts = line
        .strip_prefix("— ")
        .and_then(|rest| rest.split_once(' '));
    let (name, digits) = parts.ok_or(NoteError::MalformedNote)?;
    let bytes = STANDARD
        .decode(digits)
        .map_err(|_| NoteError::MalformedNote)?;
    if name.is_empty() || bytes.len() < 5 {
        Err(NoteError::MalformedNote)
    } else {
        Ok((name, bytes))
    }
}

#[cfg(test)]
mod tests;
