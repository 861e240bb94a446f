//! No change of an export goes unnoticed, and the message says what and where.

use crate::{
    checkpoint,
    format::{Header, Line, MAX_LINE},
    tests::log::{Memory, tenant},
    verify::{Verified, verify, verify_since},
};
use proptest::prelude::*;
use sallyport_crypto::{Hash, Verifier};
use std::sync::LazyLock;

struct Good {
    export: Vec<u8>,
    lines: Vec<Vec<u8>>,
    key: Verifier,
}

/// A header and nine records.
static GOOD: LazyLock<Good> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let log = Memory::with(9).await;
        let export = log.export().await.unwrap();
        let lines = export
            .split_inclusive(|b| *b == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        Good {
            export,
            lines,
            key: checkpoint::public_key(log.as_ref(), tenant())
                .await
                .unwrap(),
        }
    })
});

fn message(export: &[u8]) -> String {
    verify(export, &GOOD.key).unwrap_err().to_string()
}

/// The export with its lines changed.
fn edited(edit: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut lines = GOOD.lines.clone();
    edit(&mut lines);
    lines.concat()
}

fn replaced(line: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(line.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    *line = text.replacen(from, to, 1).into_bytes();
}

/// Changes a record, and the hash beside it so that it fits again.
fn forge(line: &mut Vec<u8>) {
    replaced(line, "app.rename", "app.delete");
    let copy = line.clone();
    let mut parsed = Line::parse(&copy).unwrap();
    parsed.hash = Hash::of_leaf(parsed.body);
    line.clear();
    parsed.write(line);
}

#[test]
fn the_export_as_it_is_verifies() {
    let Verified {
        checkpoint,
        continues,
    } = verify(GOOD.export.as_slice(), &GOOD.key).unwrap();

    assert_eq!((checkpoint.size, continues), (9, None));
    assert_eq!(GOOD.lines.len(), 10);
}

#[test]
fn each_kind_of_change_is_told_with_its_line() {
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("empty", Vec::new(), "line 1: this is no audit export"),
        (
            "another file",
            b"{}\n".to_vec(),
            "line 1: this is no audit export",
        ),
        (
            "a changed record",
            edited(|l| replaced(&mut l[4], "app.rename", "app.delete")),
            "line 5: the record 3 was changed",
        ),
        (
            "a forged record",
            edited(|l| forge(&mut l[4])),
            "line 10: the records lead to the root",
        ),
        (
            "a dropped record",
            edited(|l| drop(l.remove(4))),
            "line 5: expected the record 3, found 4: records are missing",
        ),
        (
            "a repeated record",
            edited(|l| l.insert(4, l[4].clone())),
            "line 6: expected the record 4, found 3: records are missing, repeated",
        ),
        (
            "swapped records",
            edited(|l| l.swap(4, 5)),
            "line 5: expected the record 3, found 4",
        ),
        (
            "a cut off line",
            GOOD.export[..GOOD.export.len() - 1].to_vec(),
            "line 10: the line is cut off",
        ),
        (
            "a lost end",
            edited(|l| l.truncate(8)),
            "line 8: the export ends after 7 of 9 records",
        ),
        (
            "an appended record",
            edited(|l| l.push(l[9].clone())),
            "line 11: the checkpoint counts 9 records, and more follow",
        ),
        (
            "an empty line",
            edited(|l| l.insert(3, b"\n".to_vec())),
            "line 4: the line is not that of a record",
        ),
        (
            "a changed line",
            edited(|l| replaced(&mut l[4], "\"index\"", "\"inbox\"")),
            "line 5: the line is not that of a record",
        ),
        (
            "a changed checkpoint",
            edited(|l| replaced(&mut l[0], "\\n9\\n", "\\n8\\n")),
            "line 1: the signed checkpoint was refused: the signature",
        ),
        (
            "another format",
            edited(|l| replaced(&mut l[0], "export/1", "export/2")),
            "line 1: the export has the format `sallyport-audit-export/2`",
        ),
    ];
    for (what, export, expected) in cases {
        let message = message(&export);
        assert!(message.starts_with(expected), "{what}: {message}");
    }
}

#[test]
fn the_same_json_in_another_spelling_is_refused() {
    let record = "line 5: the line is not that of a record";
    for (from, to) in [
        (",\"hash\"", ", \"hash\""),
        ("{\"index\"", "{ \"index\""),
        ("\"index\"", "\"\\u0069ndex\""),
        ("}\n", "}\r\n"),
        ("}\n", "} \n"),
        ("\"index\":3,", ""),
        ("\"index\":3,", "\"index\":3,\"more\":1,"),
    ] {
        let export = edited(|l| replaced(&mut l[4], from, to));
        assert!(
            message(&export).starts_with(record),
            "{from} to {to}: {}",
            message(&export)
        );
    }
    for (from, to) in [
        (",\"origin\"", ", \"origin\""),
        ("}\n", "}\r\n"),
        ("sallyport/", "sallyport\\/"),
    ] {
        let export = edited(|l| replaced(&mut l[0], from, to));
        assert!(
            message(&export).starts_with("line 1: this is no audit export"),
            "{from} to {to}"
        );
    }
}

#[test]
fn renumbered_lines_do_not_hide_a_dropped_record() {
    let export = edited(|lines| {
        lines.remove(4);
        for (index, line) in lines.iter_mut().enumerate().skip(4) {
            replaced(
                line,
                &format!("\"index\":{index}"),
                &format!("\"index\":{}", index - 1),
            );
        }
    });

    assert!(message(&export).starts_with("line 9: the export ends after 8 of 9 records"));
}

#[test]
fn the_export_of_another_key_is_refused() {
    let other: Verifier = Verifier::new(GOOD.key.name(), [9; 32]).unwrap();

    let message = verify(GOOD.export.as_slice(), &other)
        .unwrap_err()
        .to_string();
    let renamed = edited(|l| replaced(&mut l[0], &GOOD.key.to_string(), &other.to_string()));
    let renamed = verify(renamed.as_slice(), &other).unwrap_err().to_string();

    assert!(
        message.starts_with("line 1: the export is signed with the key"),
        "{message}"
    );
    assert!(
        renamed.starts_with("line 1: the signed checkpoint was refused: the note has no signature"),
        "{renamed}"
    );
}

#[test]
fn a_header_that_names_another_log_is_refused() {
    let export = edited(|l| {
        let mut header = Header::parse(&l[0]).unwrap();
        header.origin.push('x');
        l[0] = header.to_line();
    });

    assert!(message(&export).starts_with("line 1: the first line names the log"));
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let endless = std::io::BufReader::new(std::io::repeat(b'x'));

    let message = verify(endless, &GOOD.key).unwrap_err().to_string();

    assert!(
        message.starts_with(&format!("line 1: the line is longer than {MAX_LINE}")),
        "{message}"
    );
}

#[tokio::test]
async fn a_log_made_anew_with_the_right_key_is_found_out_by_an_earlier_checkpoint() {
    let log = Memory::with(4).await;
    let earlier = log.kept.lock().unwrap().state.checkpoint.clone();
    let key = checkpoint::public_key(log.as_ref(), tenant())
        .await
        .unwrap();
    let signer = checkpoint::signer(log.as_ref(), tenant()).await.unwrap();
    crate::sequencer::step(log.as_ref(), tenant(), &signer)
        .await
        .unwrap();
    let honest = log.export().await.unwrap();

    // The whole log again, without its first record.
    let anew = Memory::new();
    (0..6).for_each(|_| _ = anew.write("app.forged"));
    crate::sequencer::step(anew.as_ref(), tenant(), &signer)
        .await
        .unwrap();
    let forged = anew.export().await.unwrap();
    let short = Memory::with(2).await.export().await.unwrap();

    let continues = verify_since(honest.as_slice(), &key, Some(&earlier))
        .unwrap()
        .continues;
    assert_eq!(continues, Some(4));
    assert!(
        verify(forged.as_slice(), &key).is_ok(),
        "by itself it is a fine log"
    );
    let error = verify_since(forged.as_slice(), &key, Some(&earlier))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the first 4 records are not those of the earlier checkpoint"),
        "{error}"
    );
    let error = verify_since(short.as_slice(), &key, Some(&earlier))
        .unwrap_err()
        .to_string();
    assert!(error.contains("ends after 2 of 4 records"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_changed_byte_is_found(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut export = GOOD.export.clone();
        let at = at.index(export.len());
        prop_assume!(export[at] != to);
        export[at] = to;

        prop_assert!(verify(export.as_slice(), &GOOD.key).is_err(), "byte {at} to {to}");
    }

    #[test]
    fn any_inserted_or_removed_byte_is_found(at in any::<prop::sample::Index>(), byte in any::<u8>(), insert in any::<bool>()) {
        let mut export = GOOD.export.clone();
        let at = at.index(export.len());
        if insert { export.insert(at, byte) } else { export.remove(at); }

        prop_assert!(verify(export.as_slice(), &GOOD.key).is_err(), "byte {at}");
    }

    #[test]
    fn any_cut_is_found(at in any::<prop::sample::Index>()) {
        let at = at.index(GOOD.export.len());

        prop_assert!(verify(&GOOD.export[..at], &GOOD.key).is_err(), "cut at {at}");
        prop_assert!(verify(&GOOD.export[at..], &GOOD.key).is_err() || at == 0, "from {at}");
    }

    #[test]
    fn any_line_dropped_repeated_or_moved_is_found(from in 0..10_usize, to in 0..10_usize) {
        let dropped = edited(|l| drop(l.remove(from)));
        let repeated = edited(|l| l.insert(to, l[from].clone()));
        let moved = edited(|l| { let line = l.remove(from); l.insert(to, line); });
        let swapped = edited(|l| l.swap(from, to));

        prop_assert!(verify(dropped.as_slice(), &GOOD.key).is_err());
        prop_assert!(verify(repeated.as_slice(), &GOOD.key).is_err());
        prop_assert_eq!(verify(moved.as_slice(), &GOOD.key).is_err(), from != to);
        prop_assert_eq!(verify(swapped.as_slice(), &GOOD.key).is_err(), from != to);
    }
}

#[test]
fn the_golden_export_verifies_and_is_made_again_to_the_byte() {
    let golden = include_bytes!("../../../../spec/vectors/audit/export.ndjson");
    let key = include_str!("../../../../spec/vectors/audit/export.key");
    let key: Verifier = key.trim_end().parse().unwrap();

    assert_eq!(verify(golden.as_slice(), &key).unwrap().checkpoint.size, 9);
    assert_eq!(key, GOOD.key);
    assert_eq!(GOOD.export, golden);
}
