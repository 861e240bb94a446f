use super::*;

#[test]
fn every_file_of_the_folder_is_listed_and_the_other_store_has_the_same() {
    for (folder, listed) in [
        ("control", CONTROL_MIGRATIONS),
        ("tenant", TENANT_MIGRATIONS),
    ] {
        let names = |store: &str| -> Vec<String> {
            let path = format!(
                "{}/../{store}/migrations/{folder}",
                env!("CARGO_MANIFEST_DIR")
            );
            let mut names: Vec<String> = std::fs::read_dir(path)
                .unwrap()
                .map(|entry| {
                    entry
                        .unwrap()
                        .file_name()
                        .into_string()
                        .unwrap()
                        .replace(".sql", "")
                })
                .collect();
            names.sort();
            names
        };

        let ours = names("store-postgres");

        assert_eq!(
            ours,
            listed.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        );
        assert_eq!(ours, names("store-sqlite"));
    }
}
