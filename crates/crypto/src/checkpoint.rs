//! The signed head of the audit log (C2SP tlog-checkpoint): who keeps it, how many records, the root.
//!
//! ```text
//! sallyport/audit/tenant_0193…
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — sallyport/audit/tenant_0193… <signature>
//! ```

use crate::{
    merkle::Hash,
    note::{NoteError, Signer, Verifier},
};
use sallyport_kernel::id::TenantId;
use std::{fmt, str::FromStr};

/// The name of a tenant's audit log, which is the name of its key, too.
pub fn log_of(tenant: TenantId) -> String {
    format!("sallyport/audit/{tenant}")
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log. The same as the name of the key that signs.
    pub origin: String,
    /// How many records.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
}

/// Why a checkpoint was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The signed note around it was refused.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The signed text is not a checkpoint's: origin, size, root.
    #[error("the signed text is no checkpoint: expected origin, size and root on three lines")]
    Malformed,
    /// The checkpoint is another log's.
    #[error("the checkpoint is that of the log `{0}`")]
    OtherLog(String),
}

impl Checkpoint {
    /// Signs it. The origin must be the signer's name.
    pub fn sign(&self, signer: &Signer) -> Result<String, CheckpointError> {
        self.is_of(signer.verifier())?;
        Ok(signer.sign(&self.to_string())?)
    }

    /// Reads a signed checkpoint, if it is signed with that key, for the log of the key's name.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, CheckpointError> {
        let checkpoint: Self = verifier.open(note)?.parse()?;
        checkpoint.is_of(verifier)?;
        Ok(checkpoint)
    }

    fn is_of(&self, verifier: &Verifier) -> Result<(), CheckpointError> {
        if self.origin == verifier.name() {
            Ok(())
        } else {
            Err(CheckpointError::OtherLog(self.origin.clone()))
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the text without its signature. Extension lines are refused: we write none.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let malformed = || CheckpointError::Malformed;
        let mut lines = text.strip_suffix('\n').ok_or_else(malformed)?.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(malformed());
        };
        let checkpoint = Self {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| malformed())?,
            root: root.parse().map_err(|_| malformed())?,
        };
        // One spelling only: no `+5`, no `005`.
        if checkpoint.origin.is_empty() || checkpoint.to_string() != text {
            return Err(malformed());
        }
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests {
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
        let text = include_str!("../../../spec/vectors/audit/checkpoints.txt");
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
}
