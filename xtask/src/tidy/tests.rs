use super::{
    File, asvs, directions, findings, imports, licences, links, names, permits, requirements,
    secrets, sizes, tree, words,
};

fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn the_tree_is_tidy() -> anyhow::Result<()> {
    let found: Vec<String> = findings(&tree()?)?
        .into_iter()
        .map(|(rule, text)| format!("{rule}: {text}"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn a_licence_expression_holds_only_if_one_may_choose_an_allowed_one() {
    assert!(licences::is_allowed("MIT OR GPL-3.0"));
    assert!(licences::is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(licences::is_allowed(
        "Apache-2.0 WITH LLVM-exception OR MIT"
    ));
    assert!(licences::is_allowed("MIT/Apache-2.0"));
    assert!(!licences::is_allowed("MIT AND GPL-3.0"));
    assert!(!licences::is_allowed("AGPL-3.0"));
    assert!(!licences::is_allowed("MIT MIT"));
    assert!(!licences::is_allowed(""));
}

#[test]
fn an_odd_registry_in_a_lock_file_is_found() {
    let files = [
        file(
            "Cargo.lock",
            "source = \"registry+https://mirror.example/index\"\n",
        ),
        file(
            "web/package-lock.json",
            "      \"resolved\": \"https://mirror.example/react.tgz\",\n      \"resolved\": \"packages/ui\",\n",
        ),
    ];
    assert_eq!(licences::sources(&files).len(), 2);
}

#[test]
fn a_forbidden_dependency_is_found() -> anyhow::Result<()> {
    let metadata: directions::Metadata = serde_json::from_str(
        r#"{"workspace_members":["a"],"packages":[{"id":"a","name":"sallyport-http","version":"0","license":null,"source":null,
        "dependencies":[{"name":"sallyport-store-sqlite","kind":null},{"name":"sallyport-connectors","kind":"dev"}]}]}"#,
    )?;
    assert_eq!(
        directions::check(&metadata),
        ["crates/http must not depend on store-sqlite"]
    );
    Ok(())
}

#[test]
fn long_files_hallways_and_unfinished_words_are_found() {
    let long = "//\n".repeat(701);
    assert_eq!(sizes::check(&[file("crates/a/src/b.rs", &long)]).len(), 1);
    assert_eq!(
        names::check(&[
            file("crates/a/src/utils.rs", ""),
            file("web/packages/a/src/MyThing.ts", "")
        ])
        .len(),
        2
    );
    let unfinished = format!("{}{}", "to", "do!()");
    assert_eq!(
        words::check(&[file("crates/a/src/b.rs", &unfinished)]).len(),
        1
    );
    assert!(words::check(&[file("crates/a/src/b.rs", "rows.iter().skip(1)")]).is_empty());
}

#[test]
fn an_act_of_the_service_that_is_not_in_the_golden_file_is_found() {
    let source = file(
        "crates/server/src/a.rs",
        "SystemPermit::because(\n    \"first start\",\n)",
    );
    assert_eq!(
        permits::check(&[file("crates/server/src/a.rs", &source.text)]).len(),
        1
    );
    let golden = file(
        permits::GOLDEN,
        &permits::listed(std::slice::from_ref(&source)),
    );
    assert!(permits::check(&[source, golden]).is_empty());
}

#[test]
fn a_requirement_that_names_a_test_that_is_not_there_is_found() {
    let table = file(
        "docs/requirements.md",
        "| DS-1 | x | `crates` | `no_such_test_anywhere` |\n",
    );
    assert!(
        requirements::check(&[table])
            .iter()
            .any(|text| text.contains("no_such_test_anywhere"))
    );
}

#[test]
fn an_asvs_row_that_is_lost_or_shows_nothing_or_names_no_test_is_found() {
    let table = |rows: &str| asvs::check(&[file("docs/asvs.md", rows)]);
    let has = |found: &[String], words: &str| found.iter().any(|text| text.contains(words));

    let found = table(
        "| V7.2.1 | 1 | x | `no_such_test_anywhere` |\n| V7.2.2 | 1 | x | surely |\n\
         | V7.2.3 | 1 | x | not yet |\n| V7.2.4 | 1 | x | does not apply, because there is none |\n",
    );

    assert!(has(&found, "V7.2.1 names `no_such_test_anywhere`"));
    assert!(has(&found, "V7.2.2 names no test"));
    assert!(!has(&found, "V7.2.3") && !has(&found, "V7.2.4"));
    assert!(has(&found, "lacks V6.1.1") && has(&found, "lacks V7.6.2"));
    assert!(has(
        &table("| V7.2.3 | 1 | x | not yet |\n| V7.2.3 | 1 | x | not yet |\n"),
        "2 times"
    ));
}

#[test]
fn a_link_to_nowhere_is_found() {
    let found = links::check(&[file(
        "docs/a.md",
        "[x](nowhere.md) [y](https://example.org) `[z](code.md)` [w](#here)",
    )]);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_way_from_the_viewer_to_the_editor_is_found_however_long() {
    let files = [
        file(
            "web/apps/viewer/src/main.ts",
            "import { a } from '@sallyport/renderer';",
        ),
        file("web/packages/renderer/package.json", "{}"),
        file(
            "web/packages/renderer/src/a.ts",
            "const e = import(\"../../editor/src/x\");",
        ),
    ];
    assert!(
        imports::check(&files)
            .iter()
            .any(|text| text.starts_with("web/apps/viewer reaches @sallyport/editor"))
    );
}

#[test]
fn a_secret_without_a_row_and_a_row_without_a_test_are_found() {
    let files = [
        file(
            "crates/model/src/account.rs",
            "pub enum Purpose {\n    /// One.\n    One = \"one\",\n    Two = \"two\",\n}",
        ),
        file(
            "crates/model/src/mail.rs",
            "pub enum MailKind {\n    Note = \"note\",\n}",
        ),
        file(
            "docs/security/links-and-codes.md",
            "| `one` | x | `it_holds` |\n| `note` | x | `it_is_gone` |\n",
        ),
        file("crates/a/tests/it/a.rs", "async fn it_holds(t) {"),
    ];

    let found = secrets::check(&files);

    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found
            .iter()
            .any(|text| text.contains("lacks a row for `two`"))
    );
    assert!(found.iter().any(|text| text.contains("`it_is_gone`")));
}
