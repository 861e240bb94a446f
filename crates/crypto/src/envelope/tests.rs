use super::*;
use crate::tests::random::Counting;
use proptest::prelude::*;

fn key(byte: u8) -> Secret<[u8; 32]> {
    Secret::new([byte; 32])
}

#[test]
fn a_seal_opens_with_its_key_and_binding_only() {
    let random = Counting::from(1);
    let binding = Binding::new("a").field(b"x");
    let sealed = seal(&key(1), &binding, b"hunter2", &random).unwrap();

    assert_eq!(
        open(&key(1), &binding, &sealed).unwrap().expose(),
        b"hunter2"
    );
    assert_eq!(
        open(&key(2), &binding, &sealed).unwrap_err(),
        CryptoError::Refused
    );
    for other in [
        Binding::new("b").field(b"x"),
        Binding::new("a").field(b"y"),
        Binding::new("a"),
        Binding::new("a").field(b"x").field(b""),
    ] {
        assert_eq!(
            open(&key(1), &other, &sealed).unwrap_err(),
            CryptoError::Refused
        );
    }
}

#[test]
fn the_same_secret_sealed_twice_looks_different_throughout() {
    let random = Counting::from(1);
    let binding = Binding::new("a");

    let first = seal(&key(1), &binding, b"hunter2", &random).unwrap();
    let second = seal(&key(1), &binding, b"hunter2", &random).unwrap();

    assert_ne!(first.0[1..33], second.0[1..33], "salt");
    assert_ne!(first.0[33..45], second.0[33..45], "nonce");
    assert_ne!(first.0[45..], second.0[45..], "ciphertext");
}

#[test]
fn fields_cannot_run_into_each_other() {
    let split = |a: &[u8], b: &[u8]| Binding::new("l").field(a).field(b).bytes;

    assert_ne!(split(b"ab", b"c"), split(b"a", b"bc"));
    assert_ne!(split(b"", b"abc"), split(b"abc", b""));
}

#[test]
fn a_seal_of_a_later_version_is_told_apart_from_a_broken_one() {
    let mut bytes = seal(&key(1), &Binding::new("a"), b"x", &Counting::from(1))
        .unwrap()
        .0;
    bytes[0] = 2;

    assert_eq!(Sealed::from_bytes(&bytes), Err(CryptoError::UnknownVersion));
    assert_eq!(Sealed::from_bytes(&[]), Err(CryptoError::MalformedSeal));
    assert_eq!(
        Sealed::from_bytes(&[1; 60]),
        Err(CryptoError::MalformedSeal)
    );
    assert_eq!(
        "sealed2.AQ".parse::<Sealed>(),
        Err(CryptoError::MalformedSeal)
    );
}

#[test]
fn derived_keys_are_those_of_rfc_5869() {
    // Made with HMAC as the RFC composes it, in another language.
    let expected = "b9353292f1f5b8de7612eb413046cf02268318c8b1ec020e2e50f050bd2cb646";

    let derived = derive(&Secret::new([0x0b; 32]), &[0; 32], "label").unwrap();

    assert_eq!(hex::encode(derived.expose()), expected);
}

proptest! {
    #[test]
    fn a_seal_with_any_bit_changed_does_not_open(
        plain in proptest::collection::vec(any::<u8>(), 0..64),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let binding = Binding::new("a").field(b"x");
        let mut bytes = seal(&key(1), &binding, &plain, &Counting::from(1)).unwrap().0;
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;

        let opened = Sealed::from_bytes(&bytes).and_then(|s| open(&key(1), &binding, &s));

        prop_assert!(opened.is_err());
    }

    #[test]
    fn a_seal_reads_what_it_writes(plain in proptest::collection::vec(any::<u8>(), 0..64)) {
        let sealed = seal(&key(1), &Binding::new("a"), &plain, &Counting::from(1)).unwrap();

        prop_assert_eq!(sealed.to_string().parse::<Sealed>(), Ok(sealed.clone()));
        prop_assert_eq!(Sealed::from_bytes(sealed.as_bytes()), Ok(sealed));
    }
}
