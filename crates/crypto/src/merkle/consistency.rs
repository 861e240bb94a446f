//! That a tree is the beginning of another (RFC 6962, 2.1.2; checked as RFC 9162, 2.1.4.2 says).

use super::{Hash, NodeId, NotProven, ProofError, hash_of, nodes_of, split};
use std::ops::Range;

/// The nodes that the proof needs: what to fetch from a store before [`prove`].
pub fn nodes(old: u64, new: u64) -> Result<Vec<NodeId>, ProofError> {
    Ok(ranges(old, new)?.iter().flat_map(nodes_of).collect())
}

/// The proof that the tree of `old` leaves is the beginning of the tree of `new` leaves.
pub fn prove(
    old: u64,
    new: u64,
    node: impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    ranges(old, new)?
        .iter()
        .map(|range| hash_of(range, &node))
        .collect()
}

/// A tree of which something is shown: how many leaves, and the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// The root.
    pub root: Hash,
}

/// Whether `proof` shows that `old` is the beginning of `new`.
pub fn verify(old: &Head, new: &Head, proof: &[Hash]) -> Result<(), NotProven> {
    if old.size > new.size {
        return Err(NotProven);
    }
    if old.size == new.size || old.size == 0 {
        let same = if old.size == 0 {
            old.root == Hash::of_empty_tree()
        } else {
            old == new
        };
        return if same && proof.is_empty() {
            Ok(())
        } else {
            Err(NotProven)
        };
    }
    let mut proof = proof.iter();
    let mut at = old.size - 1;
    let mut last = new.size - 1;
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    // A whole old tree is a node of the new one, and the proof leaves it out.
    let whole = old.size.is_power_of_two();
    let first = if whole {
        &old.root
    } else {
        proof.next().ok_or(NotProven)?
    };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for hash in proof {
        if last == 0 {
            return Err(NotProven);
        }
        if at & 1 == 1 || at == last {
            old_hash = Hash::of_node(hash, &old_hash);
            new_hash = Hash::of_node(hash, &new_hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = Hash::of_node(&new_hash, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && old_hash == old.root && new_hash == new.root {
        Ok(())
    } else {
        Err(NotProven)
    }
}

/// The subtrees from which both roots can be made again.
fn ranges(old: u64, new: u64) -> Result<Vec<Range<u64>>, ProofError> {
    if old > new {
        return Err(ProofError::OutOfRange);
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut ranges = Vec::new();
    let (mut from, mut to) = (0, new);
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            ranges.push(middle..to);
            to = middle;
        } else {
            ranges.push(from..middle);
            from = middle;
        }
    }
    // The old tree's rest, unless it is the old tree itself, whose root is known to the asker.
    if from != 0 {
        ranges.push(from..to);
    }
    ranges.reverse();
    Ok(ranges)
}
