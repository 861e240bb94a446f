//! The tree against an independent one, `ct-merkle`, and against changes of every kind.

#![allow(clippy::cast_possible_truncation, reason = "test trees are small")]

use super::{consistency::Head, *};
use ct_merkle::{
    ConsistencyProof, InclusionProof, RootHash, digest::array::Array,
    mem_backed_tree::MemoryBackedTree,
};
use proptest::prelude::*;
use std::collections::HashMap;

type Oracle = MemoryBackedTree<sha2_oracle::Sha256, Vec<u8>>;

struct Grown {
    frontier: Frontier,
    nodes: HashMap<NodeId, Hash>,
    heads: Vec<Head>,
}

fn data(index: u64) -> Vec<u8> {
    // Includes the empty leaf.
    index.to_be_bytes()[8 - (index % 9) as usize..].to_vec()
}

fn grown(size: u64) -> Grown {
    let mut frontier = Frontier::new();
    let mut nodes = HashMap::new();
    let mut heads = vec![Head {
        size: 0,
        root: frontier.root(),
    }];
    for index in 0..size {
        for node in frontier.append(Hash::of_leaf(&data(index))) {
            assert_eq!(
                nodes.insert(node.id, node.hash),
                None,
                "a node is made once"
            );
        }
        heads.push(Head {
            size: index + 1,
            root: frontier.root(),
        });
    }
    Grown {
        frontier,
        nodes,
        heads,
    }
}

fn oracle(size: u64) -> Oracle {
    let mut tree = Oracle::new();
    (0..size).for_each(|index| tree.push(data(index)));
    tree
}

fn oracles_root(head: &Head) -> RootHash<sha2_oracle::Sha256> {
    RootHash::new(Array::from(*head.root.as_bytes()), head.size)
}

fn bytes(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

#[test]
fn the_roots_are_those_of_the_known_answers_of_certificate_transparency() {
    // From the test vectors of Google's certificate-transparency, used by every implementation.
    let leaves = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();

    let mut found = vec![hex::encode(frontier.root().as_bytes())];
    for leaf in leaves {
        frontier.append(Hash::of_leaf(&hex::decode(leaf).unwrap()));
        found.push(hex::encode(frontier.root().as_bytes()));
    }

    assert_eq!(found, roots);
}

#[test]
fn every_root_and_every_proof_of_small_trees_is_the_oracles() {
    let size = 40;
    let tree = grown(size);
    for now in 1..=size {
        let oracle = oracle(now);
        let head = tree.heads[now as usize];
        assert_eq!(
            head.root.as_bytes()[..],
            oracle.root().as_bytes()[..],
            "root of {now}"
        );
        for index in 0..now {
            let proof = inclusion::prove(index, now, |id| tree.nodes.get(&id).copied()).unwrap();
            let theirs = oracle.prove_inclusion(index as usize);
            assert_eq!(bytes(&proof), theirs.as_bytes(), "leaf {index} of {now}");
            let leaf = Hash::of_leaf(&data(index));
            assert_eq!(
                inclusion::verify(&leaf, index, now, &proof, &head.root),
                Ok(())
            );
        }
        for old in 1..=now {
            let proof = consistency::prove(old, now, |id| tree.nodes.get(&id).copied()).unwrap();
            let theirs = oracle.prove_consistency((now - old) as usize);
            assert_eq!(bytes(&proof), theirs.as_bytes(), "{old} to {now}");
            assert_eq!(
                consistency::verify(&tree.heads[old as usize], &head, &proof),
                Ok(())
            );
        }
    }
}

#[test]
fn the_nodes_to_fetch_are_those_that_a_proof_reads() {
    let tree = grown(37);
    for index in 0..37 {
        let wanted = inclusion::nodes(index, 37).unwrap();
        let some = |id: NodeId| wanted.contains(&id).then(|| tree.nodes[&id]);
        assert!(inclusion::prove(index, 37, some).is_ok());

        let wanted = consistency::nodes(index, 37).unwrap();
        let some = |id: NodeId| wanted.contains(&id).then(|| tree.nodes[&id]);
        assert!(consistency::prove(index, 37, some).is_ok());
    }
}

#[test]
fn a_frontier_put_together_from_stored_nodes_goes_on_as_before() {
    for size in 0..70 {
        let tree = grown(size);
        let peaks = Frontier::nodes(size)
            .iter()
            .map(|id| tree.nodes[id])
            .collect();

        let again = Frontier::from_parts(size, peaks);

        assert_eq!(again, Some(tree.frontier));
    }
    assert_eq!(Frontier::from_parts(3, vec![Hash::of_empty_tree()]), None);
}

#[test]
fn what_is_not_in_the_tree_has_no_proof() {
    let tree = grown(5);
    let node = |id| tree.nodes.get(&id).copied();

    assert_eq!(inclusion::prove(5, 5, node), Err(ProofError::OutOfRange));
    assert_eq!(inclusion::prove(0, 0, node), Err(ProofError::OutOfRange));
    assert_eq!(consistency::prove(6, 5, node), Err(ProofError::OutOfRange));
    assert!(matches!(
        inclusion::prove(0, 6, node),
        Err(ProofError::Missing(_))
    ));
}

#[test]
fn an_empty_tree_is_the_beginning_of_every_tree_but_only_with_the_empty_root() {
    let tree = grown(5);
    let forged = Head {
        size: 0,
        root: tree.heads[1].root,
    };

    assert_eq!(
        consistency::verify(&tree.heads[0], &tree.heads[5], &[]),
        Ok(())
    );
    assert_eq!(
        consistency::verify(&forged, &tree.heads[5], &[]),
        Err(NotProven)
    );
    assert_eq!(
        consistency::verify(&tree.heads[5], &tree.heads[4], &[]),
        Err(NotProven)
    );
}

#[test]
fn hashes_read_what_they_write_and_nothing_else() {
    let hash = Hash::of_leaf(b"x");

    assert_eq!(hash.to_string().parse(), Ok(hash));
    assert_eq!("".parse::<Hash>(), Err(InvalidHash));
    assert_eq!(
        hash.to_string().trim_end_matches('=').parse::<Hash>(),
        Err(InvalidHash)
    );
    assert_eq!(format!("{hash}\n").parse::<Hash>(), Err(InvalidHash));
}

#[test]
fn a_proof_for_another_size_or_place_is_refused_even_where_the_hashes_meet() {
    let tree = grown(5);
    let leaf = tree.nodes[&NodeId { level: 0, index: 0 }];

    // The tree of one leaf has that leaf as its root: other sizes must not pass with it.
    assert_eq!(inclusion::verify(&leaf, 0, 1, &[], &leaf), Ok(()));
    assert_eq!(inclusion::verify(&leaf, 0, 8, &[], &leaf), Err(NotProven));
    assert_eq!(inclusion::verify(&leaf, 1, 1, &[], &leaf), Err(NotProven));
    assert_eq!(inclusion::verify(&leaf, 0, 0, &[], &leaf), Err(NotProven));
    let old = Head {
        size: 1,
        root: leaf,
    };
    let new = Head {
        size: 4,
        root: leaf,
    };
    assert_eq!(consistency::verify(&old, &new, &[]), Err(NotProven));
}

#[test]
fn a_consistency_proof_holds_for_both_roots_and_not_for_one() {
    let tree = grown(5);
    let (old, new) = (tree.heads[3], tree.heads[5]);
    let proof = consistency::prove(3, 5, |id| tree.nodes.get(&id).copied()).unwrap();
    let forged = |head: Head| Head {
        root: Hash::of_leaf(b"forged"),
        ..head
    };

    assert_eq!(consistency::verify(&old, &new, &proof), Ok(()));
    assert_eq!(
        consistency::verify(&forged(old), &new, &proof),
        Err(NotProven)
    );
    assert_eq!(
        consistency::verify(&old, &forged(new), &proof),
        Err(NotProven)
    );
    assert_eq!(consistency::verify(&new, &forged(new), &[]), Err(NotProven));
}

proptest! {
    #[test]
    fn large_trees_agree_with_the_oracle(size in 1..1500_u64, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let (tree, oracle) = (grown(size), oracle(size));
        let index = a.index(size as usize) as u64;
        let old = b.index(size as usize) as u64 + 1;
        let node = |id| tree.nodes.get(&id).copied();
        let head = tree.heads[size as usize];

        let inclusion = inclusion::prove(index, size, node).unwrap();
        let consistency = consistency::prove(old, size, node).unwrap();

        prop_assert_eq!(head.root.as_bytes().to_vec(), oracle.root().as_bytes().to_vec());
        let theirs = InclusionProof::from_bytes(bytes(&inclusion));
        prop_assert!(oracles_root(&head).verify_inclusion(&data(index), index, &theirs).is_ok());
        let theirs = ConsistencyProof::try_from_bytes(bytes(&consistency)).unwrap();
        let old_root = oracles_root(&tree.heads[old as usize]);
        prop_assert!(oracles_root(&head).verify_consistency(&old_root, &theirs).is_ok());
    }

    #[test]
    fn a_changed_proof_proves_nothing(size in 2..200_u64, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), change in 0..5) {
        let tree = grown(size);
        let index = a.index(size as usize) as u64;
        let old = a.index(size as usize - 1) as u64 + 1;
        let node = |id| tree.nodes.get(&id).copied();
        let head = tree.heads[size as usize];
        let mutate = |proof: &[Hash]| {
            let mut proof = proof.to_vec();
            let at = b.index(proof.len().max(1));
            match change {
                0 => proof.push(head.root),
                1 => proof.insert(at.min(proof.len()), Hash::of_leaf(b"forged")),
                2 if !proof.is_empty() => { proof.remove(at); }
                3 if proof.len() > 1 => proof.rotate_left(1),
                _ if !proof.is_empty() => proof[at] = Hash::of_leaf(b"forged"),
                _ => proof.push(Hash::of_empty_tree()),
            }
            proof
        };

        let leaf = Hash::of_leaf(&data(index));
        let good = inclusion::prove(index, size, node).unwrap();
        let bad = mutate(&good);
        prop_assume!(bad != good);
        prop_assert_eq!(inclusion::verify(&leaf, index, size, &bad, &head.root), Err(NotProven));
        prop_assert_eq!(
            inclusion::verify(&Hash::of_leaf(b"other"), index, size, &good, &head.root),
            Err(NotProven)
        );

        let good = consistency::prove(old, size, node).unwrap();
        let bad = mutate(&good);
        prop_assume!(bad != good);
        let old = tree.heads[old as usize];
        prop_assert_eq!(consistency::verify(&old, &head, &bad), Err(NotProven));
    }
}
