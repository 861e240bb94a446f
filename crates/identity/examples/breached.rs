//! Makes `data/breached.bin` from lists of passwords, one a line: see `data/README.md`.
//!
//!     cargo run -p sallyport-identity --example breached -- FILE LIST…

use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use unicode_normalization::UnicodeNormalization as _;

/// No password is shorter.
const LEAST: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("name the file to write")?;
    let mut hashes = BTreeSet::new();
    for list in arguments {
        for password in fs::read_to_string(list)?.lines() {
            let password: String = password.nfkc().collect::<String>().to_lowercase();
            if password.chars().count() >= LEAST {
                let digest = Sha256::digest(password.as_bytes());
                let (short, _) = digest.split_first_chunk::<4>().ok_or("no digest")?;
                hashes.insert(*short);
            }
        }
    }
    let mut counts = vec![0_u8; 1 << 16];
    let mut shelves = Vec::with_capacity(2 * hashes.len());
    // In order: the first two bytes name the shelf, so each shelf is filled before the next.
    for [a, b, c, d] in &hashes {
        let shelf = usize::from(u16::from_be_bytes([*a, *b]));
        let count = counts.get_mut(shelf).ok_or("no such shelf")?;
        *count = count
            .checked_add(1)
            .ok_or("a shelf is full: the lists are too long for this form")?;
        shelves.extend([*c, *d]);
    }
    counts.extend(shelves);
    fs::write(file, &counts)?;
    Ok(())
}
