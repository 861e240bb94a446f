use super::*;
use crate::merkle::Frontier;
use sallyport_kernel::Secret;

const EXAMPLE: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

fn signer(name: &str) -> Signer {
    Signer::from_seed(name, &Secret::new([1; 32])).unwrap()
}

#[test]
fn the_example_of_the_specification_reads_and_writes() {
    let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();

    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.to_string(), EXAMPLE);
}

#[test]
fn other_spellings_are_refused() {
    for (from, to) in [
        ("20852163", "020852163"),
        ("20852163", "+20852163"),
        ("20852163", "-1"),
        ("20852163", "99999999999999999999"),
        ("20852163\n", ""),
        ("2I=", "2I"),
        ("2I=\n", "2I="),
        ("2I=\n", "2I=\nextension\n"),
        ("example.com/behind-the-sofa", ""),
    ] {
        let text = EXAMPLE.replace(from, to);
        assert_eq!(
            text.parse::<Checkpoint>(),
            Err(CheckpointError::Malformed),
            "{text}"
        );
    }
}

#[test]
fn a_checkpoint_opens_with_the_key_that_signed_it() {
    let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();
    let signer = signer(&checkpoint.origin);

    let note = checkpoint.sign(&signer).unwrap();

    assert_eq!(Checkpoint::open(&note, signer.verifier()), Ok(checkpoint));
}

#[test]
fn a_key_neither_signs_nor_opens_the_checkpoint_of_another_log() {
    let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();
    let other = signer("example.com/other");
    let note = other.sign(EXAMPLE).unwrap();
    let refused = CheckpointError::OtherLog(checkpoint.origin.clone());

    assert_eq!(checkpoint.sign(&other), Err(refused.clone()));
    assert_eq!(Checkpoint::open(&note, other.verifier()), Err(refused));
}

#[test]
fn the_golden_checkpoints_are_made_again_to_the_byte() {
    let text = include_str!("../../../../spec/vectors/audit/checkpoints.txt");
    let mut vectors = text.split("== ").skip(1);

    let mut count = 0;
    for (case, note) in vectors.by_ref().map(|v| v.split_once('\n').unwrap()) {
        let (seed, key) = case.split_once(' ').unwrap();
        let seed = Secret::new(hex::decode(seed).unwrap().try_into().unwrap());
        let verifier: Verifier = key.parse().unwrap();

        let checkpoint = Checkpoint::open(note, &verifier).unwrap();
        let signer = Signer::from_seed(&checkpoint.origin, &seed).unwrap();

        let mut tree = Frontier::new();
        for n in 0..checkpoint.size {
            let leaf = if checkpoint.size == 1 {
                "{}".to_owned()
            } else {
                format!("{{\"n\":{n}}}")
            };
            tree.append(Hash::of_leaf(leaf.as_bytes()));
        }

        assert_eq!(tree.root(), checkpoint.root);
        assert_eq!(signer.verifier().to_string(), key);
        assert_eq!(checkpoint.sign(&signer).unwrap(), note);
        count += 1;
    }
    assert_eq!(count, 3);
}
