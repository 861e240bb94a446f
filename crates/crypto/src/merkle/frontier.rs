//! The right edge of the tree: enough to append, and to know the root.

use super::{Hash, Node, NodeId};

/// The hashes of the complete subtrees that a tree is a row of, the largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The tree of `size` leaves with those peaks, or `None` if no such tree has that many.
    pub fn from_parts(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hashes of its complete subtrees, the largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The nodes that a store must have for [`Frontier::from_parts`], in the order of the peaks.
    pub fn nodes(size: u64) -> Vec<NodeId> {
        super::nodes_of(&(0..size))
    }

    /// Appends a leaf; returns the nodes that it completed, the leaf first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Node> {
        let mut node = Node {
            id: NodeId {
                level: 0,
                index: self.size,
            },
            hash: leaf,
        };
        let mut completed = vec![node];
        while node.id.index & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            node.id = NodeId {
                level: node.id.level + 1,
                index: node.id.index >> 1,
            };
            node.hash = Hash::of_node(&left, &node.hash);
            completed.push(node);
        }
        self.peaks.push(node.hash);
        self.size += 1;
        completed
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().copied();
        let smallest = peaks.next().unwrap_or_else(Hash::of_empty_tree);
        peaks.fold(smallest, |right, left| Hash::of_node(&left, &right))
    }
}
