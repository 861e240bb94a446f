use super::*;
use proptest::prelude::*;

fn signer(name: &str, seed: u8) -> Signer {
    Signer::from_seed(name, &Secret::new([seed; 32])).unwrap()
}

/// The example of Go's `golang.org/x/mod/sumdb/note`: another implementation made it.
const NEUMANN: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NEUMANNS_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

#[test]
fn a_note_that_go_signed_verifies() {
    let verifier: Verifier = NEUMANN.parse().unwrap();

    let text = verifier.open(NEUMANNS_NOTE).unwrap();

    assert!(text.ends_with("what your problem is.\n"));
    assert_eq!(verifier.to_string(), NEUMANN);
}

#[test]
fn the_same_text_signed_with_gos_private_key_is_gos_note_to_the_byte() {
    // From the same example: PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz
    let bytes = STANDARD
        .decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
        .unwrap();
    let seed = Secret::new(bytes[1..].try_into().unwrap());
    let text = NEUMANNS_NOTE
        .split_inclusive('\n')
        .take(2)
        .collect::<String>();

    let note = Signer::from_seed("PeterNeumann", &seed)
        .unwrap()
        .sign(&text)
        .unwrap();

    assert_eq!(note, NEUMANNS_NOTE);
}

#[test]
fn a_note_opens_with_the_key_that_signed_it_only() {
    let note = signer("a", 1).sign("hello\n\nyou\n").unwrap();

    assert_eq!(signer("a", 1).verifier().open(&note), Ok("hello\n\nyou\n"));
    for other in [signer("a", 2), signer("b", 1)] {
        let name = other.verifier().name().to_owned();
        assert_eq!(
            other.verifier().open(&note),
            Err(NoteError::NotSigned(name))
        );
    }
}

#[test]
fn signatures_by_unknown_keys_are_passed_over() {
    let first = signer("a", 1).sign("hello\n").unwrap();
    let second = signer("b", 2).sign("hello\n").unwrap();
    let both = format!(
        "{first}{}",
        second.lines().nth(2).unwrap().to_owned() + "\n"
    );

    assert_eq!(signer("a", 1).verifier().open(&both), Ok("hello\n"));
    assert_eq!(signer("b", 2).verifier().open(&both), Ok("hello\n"));
}

#[test]
fn one_wrong_signature_by_a_known_key_spoils_the_note() {
    let good = signer("a", 1).sign("hello\n").unwrap();
    let forged = signer("a", 1).sign("bye\n").unwrap();
    let both = format!("{good}{}\n", forged.lines().nth(2).unwrap());

    let opened = signer("a", 1).verifier().open(&both);

    assert_eq!(opened, Err(NoteError::WrongSignature("a".to_owned())));
}

#[test]
fn what_is_no_note_is_refused() {
    let good = signer("a", 1).sign("hello\n").unwrap();
    let signature = good.lines().nth(2).unwrap();
    for note in [
        "",
        "\n\n",
        "hello\n\n",
        "hello\n",
        &format!("hello\n{signature}\n"),
        &format!("hello\n\n{signature}"),
        &format!("hello\n\n{signature}\n\n"),
        &format!("hello\n\n{}\n", signature.replace('—', "-")),
        &format!("hello\n\n{signature} x\n"),
        &format!("hello\n\n{signature}\nx\n"),
        &format!("hello\r\n\n{signature}\n"),
        &format!("hello\n\n{}\n", [signature; MAX_SIGNATURES + 1].join("\n")),
    ] {
        let opened = signer("a", 1).verifier().open(note);
        assert_eq!(opened, Err(NoteError::MalformedNote), "{note:?}");
    }
}

#[test]
fn only_text_with_a_last_line_end_is_signed() {
    for text in ["", "hello", "hello\r\n", "a\0\n"] {
        assert_eq!(
            signer("a", 1).sign(text),
            Err(NoteError::MalformedNote),
            "{text:?}"
        );
    }
}

#[test]
fn names_that_would_be_read_differently_are_refused() {
    for name in ["", "a b", "a+b", "a\nb", "a\u{3000}b", "a\u{7f}"] {
        assert_eq!(
            Verifier::new(name, [1; 32]),
            Err(NoteError::InvalidName),
            "{name:?}"
        );
    }
}

#[test]
fn a_mistyped_public_key_is_told_from_a_malformed_one() {
    let parse = |text: &str| text.parse::<Verifier>().unwrap_err();

    assert_eq!(
        parse(&NEUMANN.replace("ARpc", "ARpd")),
        NoteError::WrongKeyId
    );
    assert_eq!(
        parse(&NEUMANN.replace("Peter", "Pieter")),
        NoteError::WrongKeyId
    );
    assert_eq!(
        parse(&NEUMANN.replace("c74f", "C74F")),
        NoteError::WrongKeyId
    );
    assert_eq!(parse(&NEUMANN.replace("c74f", "")), NoteError::MalformedKey);
    assert_eq!(
        parse(&NEUMANN.replace("ARpc", "Aepc")),
        NoteError::WrongKeyId
    );
    assert_eq!(
        parse(&NEUMANN.replace("+ARpc", "+Ahpc")),
        NoteError::MalformedKey
    );
    assert_eq!(parse("PeterNeumann"), NoteError::MalformedKey);
}

proptest! {
    #[test]
    fn a_note_with_any_byte_changed_does_not_open(at in any::<prop::sample::Index>(), to in 0..128_u8) {
        let signer = signer("example.com/log", 1);
        let mut bytes = signer.sign("hello\nyou\n").unwrap().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;

        if let Ok(note) = String::from_utf8(bytes) {
            prop_assert!(signer.verifier().open(&note).is_err());
        }
    }
}
