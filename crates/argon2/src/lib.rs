//! Argon2id (RFC 9106) that rests.
//!
//! A hash keeps a processor busy for as long as a scheduler's turn and longer. Whoever is woken behind it waits for that
//! turn to end, whatever the priorities, so that a few hashes a second are felt by every query. So a [`Hasher`] lets go of
//! the processor each time that it has filled [a piece](fill::PIECE) of its memory. The hashes are those of everybody else.

mod fill;

use argon2_rust::__internal::{Workspace, clear_internal_memory};
use argon2_rust::params::Memory;
use argon2_rust::{
    Algorithm, Decoded, Error as Failed, Params, Version, constant_time_eq, decode_phc,
    encode_string_alloc,
};

/// What one hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// What real accounts get: 7 MiB and five passes. Of the five that OWASP's Password Storage Cheat Sheet calls equally
    /// strong it is the one with the least memory, which is filled in the smallest pieces.
    pub const REAL: Self = Self {
        memory_kib: 7 * 1024,
        passes: 5,
    };

    /// What that hash cost; `None` if it is none of Argon2id.
    pub fn of(hash: &str) -> Option<Self> {
        let params = decoded(hash).ok()?.params;
        Some(Self {
            memory_kib: params.memory_kib(),
            passes: params.passes(),
        })
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The system has no memory for it.
    Memory,
    /// The hash, or the cost, is none that Argon2id has.
    Malformed,
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::MemoryAllocationError => Self::Memory,
            _ => Self::Malformed,
        }
    }
}

/// Makes hashes, one after another, in memory that it keeps from one to the next.
#[derive(Debug)]
pub struct Hasher {
    cost: Cost,
    memory: Workspace,
}

impl Hasher {
    /// A hasher whose new hashes cost that. It takes memory with the first of them.
    pub fn new(cost: Cost) -> Self {
        Self {
            cost,
            memory: Workspace::new(),
        }
    }

    /// The hash of a password as a PHC string. The salt has 8 bytes or more.
    pub fn hash(&mut self, password: &[u8], salt: &[u8]) -> Result<String, Error> {
        let params = Params::builder()
            .memory(Memory::kib(self.cost.memory_kib.into()))
            .passes(self.cost.passes)
            .build()?;
        let mut tag = vec![0; params.tag_len_bytes()];
        fill::tag(&mut self.memory, &params, password, salt, &mut tag)?;
        let hash = encode_string_alloc(Algorithm::Argon2id, Version::V0x13, &params, salt, &tag);
        clear_internal_memory(&mut tag);
        Ok(hash?)
    }

    /// Whether that hash is one of the password, at the cost that the hash names.
    pub fn verify(&mut self, password: &[u8], hash: &str) -> Result<bool, Error> {
        let kept = decoded(hash)?;
        let mut tag = vec![0; kept.params.tag_len_bytes()];
        fill::tag(
            &mut self.memory,
            &kept.params,
            password,
            &kept.salt,
            &mut tag,
        )?;
        let same = constant_time_eq(&tag, &kept.hash);
        clear_internal_memory(&mut tag);
        Ok(same)
    }

    /// Gives the memory back to the system.
    pub fn clear(&mut self) {
        self.memory.clear();
    }
}

fn decoded(hash: &str) -> Result<Decoded, Error> {
    let decoded = decode_phc(hash)?;
    if decoded.algorithm == Algorithm::Argon2id && decoded.version == Version::V0x13 {
        Ok(decoded)
    } else {
        Err(Error::Malformed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
