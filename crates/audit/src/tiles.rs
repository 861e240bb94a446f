//! The tree as the store keeps it: in tiles (C2SP tlog-tiles), eight levels of the tree to one.
//!
//! A hash between the levels of tiles is made from those below it, at most 128 of them. So a record
//! costs the store 32 bytes of the tree and a little more, not a row for each node above it.

use crate::AuditError;
use sallyport_crypto::{
    Hash,
    merkle::{Node, NodeId},
};
use sallyport_store::{AuditRead, audit::Tile};
use std::collections::{BTreeMap, BTreeSet};

/// How many levels of the tree a tile spans.
const HEIGHT: u8 = 8;
const HASH: usize = 32;

/// Level and index of a tile.
type Place = (u8, u64);

/// Some tiles of a tree.
#[derive(Debug, Default)]
pub(crate) struct Tiles {
    known: BTreeMap<Place, Vec<u8>>,
    grown: BTreeSet<Place>,
}

impl Tiles {
    /// The tiles that the hashes of those nodes are made from.
    pub(crate) async fn of(read: &mut dyn AuditRead, nodes: &[NodeId]) -> Result<Self, AuditError> {
        let places: BTreeSet<Place> = nodes.iter().map(|id| Leaves::of(*id).tile).collect();
        let places: Vec<Place> = places.into_iter().collect();
        let tiles = read.tiles(&places).await?;
        Ok(Self {
            known: places
                .into_iter()
                .zip(tiles.into_iter().map(|tile| tile.hashes))
                .collect(),
            grown: BTreeSet::new(),
        })
    }

    /// A node's hash, if the tiles have all that it is made from.
    pub(crate) fn node(&self, id: NodeId) -> Option<Hash> {
        let Leaves { tile, from, count } = Leaves::of(id);
        let hashes = self.known.get(&tile)?;
        let hashes = hashes.get(from * HASH..(from + count) * HASH)?;
        let (hashes, _) = hashes.as_chunks::<HASH>();
        let mut row: Vec<Hash> = hashes.iter().copied().map(Hash::from_bytes).collect();
        while row.len() > 1 {
            let (pairs, _) = row.as_chunks::<2>();
            row = pairs
                .iter()
                .map(|[left, right]| Hash::of_node(left, right))
                .collect();
        }
        row.pop()
    }

    /// Adds a node that was completed to its tile, if tiles hold its level. Nodes come in the order in which
    /// they are completed, and the tiles that they go on are there.
    pub(crate) fn add(&mut self, node: &Node) {
        if node.id.level.is_multiple_of(HEIGHT) {
            let tile = Leaves::of(node.id).tile;
            let hashes = self.known.entry(tile).or_default();
            hashes.extend_from_slice(node.hash.as_bytes());
            self.grown.insert(tile);
        }
    }

    /// The tiles that have grown, whole.
    pub(crate) fn into_grown(mut self) -> Vec<Tile> {
        let grown = self.grown.into_iter();
        grown
            .map(|(level, index)| Tile {
                level,
                index,
                hashes: self.known.remove(&(level, index)).unwrap_or_default(),
            })
            .collect()
    }
}

/// The hashes of a tile that a node is made from.
struct Leaves {
    tile: Place,
    from: usize,
    count: usize,
}

impl Leaves {
    fn of(id: NodeId) -> Self {
        let above = id.level % HEIGHT;
        let first = id.index << above;
        let within = first % Tile::WIDTH;
        Self {
            tile: (id.level / HEIGHT, first / Tile::WIDTH),
            from: usize::try_from(within).unwrap_or(usize::MAX),
            count: 1 << above,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sallyport_crypto::Frontier;

    #[test]
    fn every_node_is_made_from_the_tiles() {
        let mut tree = Frontier::new();
        let mut tiles = Tiles::default();
        let mut nodes = Vec::new();
        for leaf in 0..70_000_u32 {
            for node in tree.append(Hash::of_leaf(&leaf.to_be_bytes())) {
                tiles.add(&node);
                nodes.push(node);
            }
        }

        for node in &nodes {
            assert_eq!(tiles.node(node.id), Some(node.hash), "{:?}", node.id);
        }
        let kept: usize = tiles.known.values().map(Vec::len).sum();
        assert_eq!(kept, (70_000 + 70_000 / 256 + 1) * HASH);
        assert_eq!(tiles.known[&(0, 3)].len(), 256 * HASH);
    }

    #[test]
    fn a_node_that_is_not_complete_has_no_hash() {
        let mut tree = Frontier::new();
        let mut tiles = Tiles::default();
        for leaf in 0..3_u8 {
            for node in tree.append(Hash::of_leaf(&[leaf])) {
                tiles.add(&node);
            }
        }

        for (level, index) in [(0, 3), (1, 1), (2, 0), (8, 0)] {
            assert_eq!(tiles.node(NodeId { level, index }), None);
        }
    }
}
