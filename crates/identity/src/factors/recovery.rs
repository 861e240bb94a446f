//! Recovery codes: for whoever has lost their factors. Each is good once.

use sallyport_kernel::id::PersonId;
use sallyport_kernel::{Random, Secret, random};
use sha2::{Digest as _, Sha256};

/// How many are given out together.
pub(crate) const HOW_MANY: usize = 10;
/// 120 bits each: so many that a plain hash of one tells nothing.
const BYTES: usize = 15;
/// Digits and letters that are not taken for each other (Crockford's).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// New codes, in groups that can be typed.
pub(crate) fn codes(random: &dyn Random) -> Vec<Secret<String>> {
    (0..HOW_MANY).map(|_| code(random)).collect()
}

fn code(random: &dyn Random) -> Secret<String> {
    let bytes = random::array::<BYTES>(random);
    let mut text = String::with_capacity(BYTES * 8 / 5 + 3);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let digit = (held >> bits) & 31;
            if matches!(text.len(), 6 | 13 | 20) {
                text.push('-');
            }
            text.extend(ALPHABET.get(digit as usize).map(|digit| char::from(*digit)));
        }
        held &= (1 << bits) - 1;
    }
    Secret::new(text)
}

/// What is kept of a code: a hash over it and whose it is.
pub(crate) fn hash(person: PersonId, code: &str) -> [u8; 32] {
    let plain =
        code.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            });
    let mut hash = Sha256::new();
    hash.update(b"sallyport/recovery-code");
    hash.update(person.as_bytes());
    hash.update(plain.collect::<String>());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sallyport_testkit::SeededRandom;
    use std::collections::HashSet;

    #[test]
    fn codes_are_ten_that_differ_and_can_be_typed() {
        let codes = codes(&SeededRandom::new(7));

        let different: HashSet<_> = codes.iter().map(|code| code.expose().clone()).collect();
        assert_eq!(different.len(), HOW_MANY);
        for code in different {
            assert_eq!(code.len(), 27, "{code}");
            let groups: Vec<_> = code.split('-').map(str::len).collect();
            assert_eq!(groups, [6, 6, 6, 6], "{code}");
        }
    }

    #[test]
    fn a_code_has_one_hash_however_it_is_typed_and_another_for_each_person() {
        let (ada, bob) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));

        let kept = hash(ada, "abc0d1-efghjk");

        assert_eq!(hash(ada, " ABCOD-LEFG hjk"), kept);
        assert_ne!(hash(bob, "abc0d1-efghjk"), kept);
    }
}
