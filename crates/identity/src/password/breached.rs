//! The passwords that were seen in breaches most often, as a set of short hashes.
//!
//! Where they come from and how the file is made is in `crates/identity/data/README.md`. Of each, in lower case, the
//! first four bytes of SHA-256 are kept: the first two choose a shelf, the last two stand on it. A password that was
//! never seen is taken for one of them once in about ten thousand.

use sallyport_kernel::Secret;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// A byte for each shelf, how many stand on it; then what stands there, two bytes each.
static FILE: &[u8] = include_bytes!("../../data/breached.bin");

/// How many shelves there are.
const SHELVES: usize = 1 << 16;

/// Where each shelf begins.
static BEGINNINGS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let counts = FILE.get(..SHELVES).unwrap_or_default();
    let mut beginnings = Vec::with_capacity(SHELVES + 1);
    let mut at = 0;
    for count in counts {
        beginnings.push(at);
        at += u32::from(*count);
    }
    beginnings.push(at);
    beginnings
});

/// Whether the password, in whatever case, is one of them.
pub(super) fn contains(password: &str) -> bool {
    let password = Secret::new(password.to_lowercase());
    let digest = Sha256::digest(password.expose().as_bytes());
    let Some((&[a, b, c, d], _)) = digest.split_first_chunk::<4>() else {
        return false;
    };
    shelf(usize::from(u16::from_be_bytes([a, b])))
        .is_some_and(|shelf| shelf.as_chunks::<2>().0.binary_search(&[c, d]).is_ok())
}

fn shelf(number: usize) -> Option<&'static [u8]> {
    let place = |number: usize| {
        let at = usize::try_from(*BEGINNINGS.get(number)?).ok()?;
        Some(SHELVES + 2 * at)
    };
    FILE.get(place(number)?..place(number + 1)?)
}
