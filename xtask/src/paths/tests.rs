use super::*;

const OURS: &str = "debug/.fingerprint/sallyport-http-0123";
const TOOL: &str = "debug/.fingerprint/xtask-4567";
const THEIRS: &str = "debug/.fingerprint/serde-89ab";

/// A target folder in which one of our crates, this tool and a dependency were built.
fn built() -> tempfile::TempDir {
    let target = tempfile::tempdir().unwrap();
    for build in [OURS, TOOL, THEIRS] {
        fs::create_dir_all(target.path().join(build)).unwrap();
    }
    target
}

#[test]
fn another_checkout_builds_our_crates_anew_and_keeps_the_dependencies() {
    let target = built();
    claim(target.path(), Path::new("/one")).unwrap();
    fs::create_dir_all(target.path().join(OURS)).unwrap();

    claim(target.path(), Path::new("/other")).unwrap();

    assert!(!target.path().join(OURS).exists());
    assert!(!target.path().join(TOOL).exists());
    assert!(target.path().join(THEIRS).exists());
}

#[test]
fn the_same_checkout_keeps_what_it_built() {
    let target = built();
    claim(target.path(), Path::new("/one")).unwrap();
    fs::create_dir_all(target.path().join(OURS)).unwrap();

    claim(target.path(), Path::new("/one")).unwrap();

    assert!(target.path().join(OURS).exists());
}
