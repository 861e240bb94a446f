//! That a leaf is in a tree (RFC 6962, 2.1.1; checked as RFC 9162, 2.1.3.2 says).

use super::{Hash, NodeId, NotProven, ProofError, hash_of, nodes_of, split};
use std::ops::Range;

/// The nodes that the proof needs: what to fetch from a store before [`prove`].
pub fn nodes(index: u64, size: u64) -> Result<Vec<NodeId>, ProofError> {
    Ok(ranges(index, size)?.iter().flat_map(nodes_of).collect())
}

/// The proof that the leaf at `index` is in the tree of `size` leaves, from the leaf to the root.
pub fn prove(
    index: u64,
    size: u64,
    node: impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    ranges(index, size)?
        .iter()
        .map(|range| hash_of(range, &node))
        .collect()
}

/// Whether `proof` shows that `leaf` is at `index` in the tree of `size` leaves with that root.
pub fn verify(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), NotProven> {
    if index >= size {
        return Err(NotProven);
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(NotProven);
        }
        if at & 1 == 1 || at == last {
            hash = Hash::of_node(sibling, &hash);
            // A right edge that has no sibling at this level rises until it has one.
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::of_node(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root {
        Ok(())
    } else {
        Err(NotProven)
    }
}

/// The siblings of the way from the leaf to the root.
fn ranges(index: u64, size: u64) -> Result<Vec<Range<u64>>, ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let mut ranges = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            ranges.push(middle..to);
            to = middle;
        } else {
            ranges.push(from..middle);
            from = middle;
        }
    }
    ranges.reverse();
    Ok(ranges)
}
