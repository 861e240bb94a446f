//! The tree of the audit log: RFC 6962 hashing, grown leaf by leaf.
//!
//! A tree of `n` leaves is a row of complete subtrees, the largest first: one for each bit that is
//! set in `n`. Their hashes are the [`Frontier`], all that is needed to append and to know the
//! root. Every complete subtree is a [`Node`] that never changes once it is made; a store that
//! keeps them can prove, with some twenty reads in a log of a million leaves, that a record is in
//! the log ([`inclusion`]) or that one log is the beginning of another ([`consistency`]).

pub mod consistency;
mod frontier;
pub mod inclusion;

pub use frontier::Frontier;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest as _, Sha256};
use std::{fmt, ops::Range, str::FromStr};

/// A SHA-256 hash. Written in standard base64, 44 characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of those bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash of a leaf: `SHA-256(0x00 || data)`.
    pub fn of_leaf(data: &[u8]) -> Self {
        Self(
            Sha256::new()
                .chain_update([0])
                .chain_update(data)
                .finalize()
                .into(),
        )
    }

    /// The hash of an inner node: `SHA-256(0x01 || left || right)`.
    pub fn of_node(left: &Self, right: &Self) -> Self {
        Self(
            Sha256::new()
                .chain_update([1])
                .chain_update(left.0)
                .chain_update(right.0)
                .finalize()
                .into(),
        )
    }

    /// The root of a tree without leaves: the hash of nothing.
    pub fn of_empty_tree() -> Self {
        Self(Sha256::digest([]).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not a hash: expected 44 characters of standard base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a hash: 44 characters of base64")]
pub struct InvalidHash;

impl FromStr for Hash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let bytes = STANDARD.decode(text).map_err(|_| InvalidHash)?;
        bytes
            .as_slice()
            .try_into()
            .map(Self)
            .map_err(|_| InvalidHash)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// The place of a complete subtree: it has `2^level` leaves, and is the `index`th such from the
/// left. Level 0 are the leaves themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId {
    /// How many steps above the leaves, at most 63.
    pub level: u8,
    /// How many complete subtrees of that level stand to its left.
    pub index: u64,
}

/// A complete subtree, which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Its place.
    pub id: NodeId,
    /// Its hash.
    pub hash: Hash,
}

/// Why a proof could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf, or the smaller tree, is not within the tree.
    #[error("the tree is too small for that proof")]
    OutOfRange,
    /// The store does not have a node that a tree of that size has.
    #[error("the tree lacks its node {} of level {}", .0.index, .0.level)]
    Missing(NodeId),
}

/// A proof does not prove what it was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead to the root")]
pub struct NotProven;

/// The complete subtrees that make up the leaves of `range`, from the left.
///
/// All ranges that proofs are made of begin where a subtree of their size may begin, so that the
/// subtrees get smaller from the left to the right.
fn nodes_of(range: &Range<u64>) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    let mut from = range.start;
    while from < range.end {
        let level = (range.end - from).ilog2();
        nodes.push(NodeId {
            level: u8::try_from(level).unwrap_or(u8::MAX),
            index: from >> level,
        });
        from += 1 << level;
    }
    nodes
}

/// The hash of the leaves of `range`, put together from complete subtrees.
fn hash_of(range: &Range<u64>, node: &impl Fn(NodeId) -> Option<Hash>) -> Result<Hash, ProofError> {
    let mut hash = None;
    for id in nodes_of(range).into_iter().rev() {
        let left = node(id).ok_or(ProofError::Missing(id))?;
        hash = Some(hash.map_or(left, |right| Hash::of_node(&left, &right)));
    }
    Ok(hash.unwrap_or_else(Hash::of_empty_tree))
}

/// Where RFC 6962 divides `size` leaves (2 at least): the largest power of two below `size`.
fn split(size: u64) -> u64 {
    1 << size.saturating_sub(1).max(1).ilog2()
}

#[cfg(test)]
mod tests;
